"""Encrypt the data of servers, and with them what the servers say.

With a domain's administrator's password every member's files can be written: file after file is replaced by one that
nobody can read, and at the end the services that kept them open are stopped. A warehouse system without its data hands
out no orders; the robots have what they were given before and then nothing, though none of them is touched. It is over
when the server has been set up again from a backup.

Sources: ATT&CK Enterprise T1486 (Data Encrypted for Impact), T1490 (Inhibit System Recovery), T1489 (Service Stop),
T1021.002 (SMB/Windows Admin Shares), for ICS T0826 (Loss of Availability), T0828 (Loss of Productivity and Revenue),
T0881 (Service Stop).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Say, Seen, Steps, Touch, Wait
from twin.devices.base import ENCRYPTION
from twin.net.message import Message, Reply

USER = "administrator"
BATCH = 100
"""Files that one connection renames."""


class Ransomware(Attack):
    """Log on to servers from a held member of the domain, and encrypt what they keep."""

    technique: ClassVar[str] = "T1486"
    also: ClassVar[tuple[str, ...]] = ("T1490", "T1489", "T1021.002", "T0826", "T0828", "T0881")

    files: int = Field(2_000, ge=1, le=1_000_000, description="files of each server [judgement]")
    files_per_min: float = Field(1_000, gt=0, le=1_000_000, description="how many are done a minute [judgement]")

    def least_s(self, targets: int) -> float:
        """The files of one server."""
        del targets
        return 60 * self.files / self.files_per_min

    def steps(self, foothold: Foothold) -> Steps:
        """One server after the other; the one that one stands in by hand."""
        read = yield Touch(foothold.at, "read_logons")
        if not (isinstance(read, Reply) and read.ok):
            return "failed"
        result: Result = "failed"
        for target in foothold.targets:
            if target == foothold.at:
                done = yield Touch(target, ENCRYPTION)
            else:
                done = yield from self._encrypt(foothold.at, target, str(read.payload))
            if isinstance(done, Reply) and done.ok:
                yield Effect(target, "effect_start")
                result = "success"
        return result

    def _encrypt(self, source: str, target: str, password: str) -> Generator[Intent, Seen, Seen]:
        """Log on, rename file after file, and stop what is left; the last answer."""
        reply = yield Say(
            Message(
                source, target, "smb", "login", "admin$", user=USER, secret=password, bytes_out=2_400, bytes_in=1_800
            )
        )
        left = self.files
        while left > 0 and isinstance(reply, Reply) and reply.ok:
            count = min(left, BATCH)
            yield Wait(60 * count / self.files_per_min)
            reply = yield Say(
                Message(
                    source, target, "smb", "rename", "data", float(count), USER, bytes_out=count * 4_000,
                    bytes_in=count * 300,
                )
            )  # fmt: skip
            left -= count
        if isinstance(reply, Reply) and reply.ok:
            note = Message(
                source, target, "smb", "write", "read-me", user=USER, payload=ENCRYPTION, bytes_out=9_000, bytes_in=600
            )
            reply = yield Say(note)
        return reply
