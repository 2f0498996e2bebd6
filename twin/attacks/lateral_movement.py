"""Go from a workstation to the domain controller, with what an administrator left behind.

An administrator who logs on to an office computer to help leaves the means to log on elsewhere in its memory. Whoever
holds the computer reads it, logs on to the server, draws a map of everybody and everything, and asks for every password
there is, as another domain controller would. Each of these steps is a connection that the computer makes on any day;
only the words in them differ. What stops it is to look at the words, or to let nobody log on with what a person knows.

In the lab the last request goes over LDAP (the control DirSync), for it has no protocol for replication proper.

Sources: ATT&CK Enterprise T1021.002 (SMB/Windows Admin Shares), T1003.006 (DCSync), T1087.002 (Domain Account), T1482
(Domain Trust Discovery), for ICS T0859 (Valid Accounts), T0886 (Remote Services); MS-ADTS 3.1.1.3.4.1.3 (LDAP server
control DirSync).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Intent, Say, Seen, Steps, Take, Touch, Wait
from twin.devices.domain_controller import REPLICATION
from twin.net.message import Message, Reply

USER = "administrator"


class LateralMovement(Attack):
    """Log on to members of the domain with an administrator's password found in a held one."""

    technique: ClassVar[str] = "T1021.002"
    also: ClassVar[tuple[str, ...]] = ("T1003.006", "T1087.002", "T1482", "T0859", "T0886")
    takes: ClassVar[bool] = True

    service: Literal["smb", "rdp"] = Field("smb", description="service to log on to")
    directory: str = Field(
        "dc-01", description="asset that is asked for a map and for the passwords: a domain controller"
    )
    every_min: float = Field(2, gt=0, le=600, description="minutes before each target [judgement]")
    searches: int = Field(5, ge=0, le=1_000, description="searches of the directory, once logged on to it")

    def least_s(self, targets: int) -> float:
        """The wait before the first target."""
        del targets
        return 60 * self.every_min

    def steps(self, foothold: Foothold) -> Steps:
        """Read the password and log on, to one after the other; whoever is in the directory copies it."""
        read = yield Touch(foothold.at, "read_logons")
        if not (isinstance(read, Reply) and read.ok):
            return "failed"
        held = 0
        for target in (name for name in foothold.targets if name != foothold.at):
            yield Wait(60 * self.every_min)
            if (yield from self._log_on(foothold.at, target, str(read.payload))):
                yield Take(target)
                held += 1
        return "success" if held else "failed"

    def _log_on(self, source: str, target: str, password: str) -> Generator[Intent, Seen, bool]:
        said = Message(
            source, target, self.service, "login", "admin$", user=USER, secret=password, bytes_out=2_400, bytes_in=1_800
        )
        reply = yield Say(said)
        if not (isinstance(reply, Reply) and reply.ok):
            return False
        if target == self.directory:
            yield from self._copy(source)
        return True

    def _copy(self, source: str) -> Generator[Intent, Seen, None]:
        """Search for everybody and everything, then ask for all of it with its passwords."""
        for _ in range(self.searches):
            yield Say(
                Message(source, self.directory, "ldap", "search", "dc=hub", user=USER, bytes_out=600, bytes_in=180_000)
            )
            yield Wait(2)
        yield Say(
            Message(source, self.directory, "ldap", "search", REPLICATION, user=USER, bytes_out=900, bytes_in=3_000_000)
        )
