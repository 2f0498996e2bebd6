"""Go through a hole that everybody knows, in firmware older than its fix.

No password is asked for: one request, and the device does as it is told. It works where the firmware was never brought
up to date, the service is offered, and the request gets there. A device's own key does not help, for the request comes
from a device that has one; an inspection that lets only the declared verbs pass does, and so does a patch.

Sources: ATT&CK for ICS T0866 (Exploitation of Remote Services), Enterprise T1210; CISA BOD 22-01 (catalogue of known
exploited vulnerabilities) for how much of what happens goes through holes with a fix.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.parts.one_by_one import OneByOne
from twin.devices.base import HOLE
from twin.net.message import Message

VERBS = {"http": "POST", "https": "POST", "rtsp": "DESCRIBE", "smb": "write", "ssh": "exec", "telnet": "exec"}
"""How the request is said over each service."""


class KnownHole(OneByOne):
    """Send one request through a hole in old firmware, and hold what opens."""

    technique: ClassVar[str] = "T0866"
    also: ClassVar[tuple[str, ...]] = ("T0867", "T1210")

    service: Literal["http", "https", "rtsp", "smb", "ssh", "telnet"] = Field(
        "http", description="service that the hole is in"
    )

    def request(self, src: str, dst: str) -> Message:
        """A request that no manual mentions."""
        return Message(src, dst, self.service, VERBS[self.service], HOLE, bytes_out=1_800, bytes_in=600)
