"""Write where one should only read: an account with more rights than its work needs.

A printer that looks up addresses was given the right to write, because that was the quickest way to make it work; a
user of the warehouse system may cancel every order, because now and then somebody must. Neither needs to be broken into
any further. The connection is one that is needed, the account is valid, and the words alone are unusual: whoever looks
at pairs and services sees nothing, and whoever lets only the declared words pass stops the printer, but not the user.

Sources: ATT&CK Enterprise T1565.001 (Stored Data Manipulation), T1078 (Valid Accounts), T1531 (Account Access Removal),
for ICS T0859 (Valid Accounts), T0871 (Execution through API), T0828 (Loss of Productivity and Revenue); IEC 62443-3-3
SR 2.1 (authorization enforcement).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Say, Seen, Steps, Wait
from twin.devices.wms import CANCEL, COUNT
from twin.net.message import Message, Reply


class OverPrivileged(Attack):
    """Cancel the orders that wait, or write the stock down to nothing, with rights that a held device has."""

    technique: ClassVar[str] = "T1565.001"
    also: ClassVar[tuple[str, ...]] = ("T1078", "T1531", "T0859", "T0871", "T0828")
    suits: ClassVar[tuple[str, ...]] = ("wms",)

    what: Literal["cancel_orders", "empty_stock"] = Field("cancel_orders", description="what is written")
    service: Literal["sql", "https"] = Field("sql", description="into the database, or over the web pages")
    share: float = Field(1.0, gt=0, le=1, description="empty_stock: share of the pods that are written down to nothing")
    times: int = Field(5, ge=1, le=1_000, description="how often it is done")
    every_min: float = Field(1, gt=0, le=600, description="minutes between two times")

    def least_s(self, targets: int) -> float:
        """All times, one after the other."""
        del targets
        return 60 * self.every_min * (self.times - 1)

    def steps(self, foothold: Foothold) -> Steps:
        """On each system in turn; one that refuses is left alone."""
        result: Result = "failed"
        for target in (name for name in foothold.targets if name != foothold.at):
            if (yield from self._write(foothold.at, target)):
                result = "success"
        return result

    def _write(self, source: str, target: str) -> Generator[Intent, Seen, bool]:
        """Again and again, as long as it is done; whether it was done the last time."""
        verb, about = CANCEL if self.what == "cancel_orders" else COUNT
        share = self.share if self.what == "empty_stock" else None
        for number in range(self.times):
            if number:
                yield Wait(60 * self.every_min)
            reply = yield Say(
                Message(source, target, self.service, verb, about, payload=share, bytes_out=700, bytes_in=500)
            )
            if not (isinstance(reply, Reply) and reply.ok):
                return False
            if number == 0:
                yield Effect(target, "effect_start")
        return True
