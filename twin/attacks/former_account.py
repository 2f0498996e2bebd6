"""Log in as somebody who left, wherever nobody took the account away.

The password is a good one, and its owner never gave it to anybody. It opens what was not cleaned up on the last day:
end of life is a task for accounts as for devices. Where a session needs a device's own key it opens nothing.

Sources: ATT&CK for ICS T0859 (Valid Accounts), Enterprise T1078; NIST SP 800-53 r5, AC-2 (disabling of accounts) and
PS-4 (personnel termination).
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.parts.one_by_one import OneByOne
from twin.devices.base import FORMER_SECRET
from twin.net.message import Message


class FormerAccount(OneByOne):
    """Log in with the account of somebody who left, and hold what opens."""

    technique: ClassVar[str] = "T0859"
    also: ClassVar[tuple[str, ...]] = ("T0886", "T1078")

    service: Literal["robot_api", "ssh", "http", "smb", "telnet", "rdp"] = Field(
        "ssh", description="service to log in to"
    )

    def request(self, src: str, dst: str) -> Message:
        """A login with a password that should no longer be one."""
        return Message(
            src, dst, self.service, "login", "shell", user="former", secret=FORMER_SECRET, bytes_out=900, bytes_in=1_400
        )
