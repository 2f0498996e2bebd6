"""One by one: the same request to one device after the other, and what opens is held.

Sources: ATT&CK's lateral movement (TA0109); the pace is a judgement.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Foothold, Say, Steps, Take, Wait
from twin.net.message import Message, Reply


class OneByOne(Attack):
    """Asks each target once, in an order drawn from the attacker's own stream."""

    takes: ClassVar[bool] = True

    every_min: float = Field(2, gt=0, le=600, description="minutes between two targets [judgement]")
    limit: int = Field(5, ge=1, le=1000, description="stop after so many are held")

    def least_s(self, targets: int) -> float:
        """The wait before the first device."""
        del targets
        return 60 * self.every_min

    @abstractmethod
    def request(self, src: str, dst: str) -> Message:
        """What is said from *src* to *dst*; an answer ``ok`` means that it opened."""

    def steps(self, foothold: Foothold) -> Steps:
        """One request a device; silence and a no are the same: the next device."""
        held = 0
        for number in foothold.stream.shuffled(0, len(foothold.targets)):
            target = foothold.targets[int(number)]
            if target == foothold.at or held >= self.limit:
                continue
            yield Wait(60 * self.every_min)
            seen = yield Say(self.request(foothold.at, target))
            if isinstance(seen, Reply) and seen.ok:
                yield Take(target)
                held += 1
        return "success" if held else "failed"
