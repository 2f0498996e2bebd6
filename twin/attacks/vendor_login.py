"""Log in with the account of a firm that looks after something from afar.

The account is valid, the way is open because somebody needs it, and the hour is the only thing about it that is odd. A
policy that decides by pair and service lets it pass; one that wants the key of a known device does not.

Sources: ATT&CK for ICS T0822 (External Remote Services), T0859 (Valid Accounts), T0886 (Remote Services), Enterprise
T1199 (Trusted Relationship), T1133 (External Remote Services).
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Result, Say, Steps, Take, Wait
from twin.devices.maintenance_station import CONTRACTOR, CONTRACTOR_PASSWORD
from twin.net.message import Message, Reply


class VendorLogin(Attack):
    """Log in to a station with a contractor's account, and hold it."""

    technique: ClassVar[str] = "T0822"
    also: ClassVar[tuple[str, ...]] = ("T0859", "T0886", "T1199", "T1133")
    takes: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("maintenance_station",)

    minutes: float = Field(1, gt=0, le=600, description="before the first try [judgement]")

    def least_s(self, targets: int) -> float:
        """The time before the first try."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """One station after the other."""
        result: Result = "failed"
        yield Wait(60 * self.minutes)
        for target in foothold.targets:
            said = Message(
                foothold.at, target, "rdp", "login", "desktop", user=CONTRACTOR, secret=CONTRACTOR_PASSWORD,
                bytes_out=40_000, bytes_in=400_000,
            )  # fmt: skip
            reply = yield Say(said)
            if isinstance(reply, Reply) and reply.ok:
                yield Take(target)
                result = "success"
        return result
