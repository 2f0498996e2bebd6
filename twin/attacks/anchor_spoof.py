"""Lead astray the anchors that locate people's tags.

Ranging by radio believes what arrives in time. Somebody in range who sends early, or replays what was said before,
moves tags: away from their people, so that robots no longer slow down for them, or into every robot's way, so that the
whole fleet creeps. Nothing crosses the network, so nothing there shows it. The protective field is each robot's own and
stops it still, later and harder; what it prevents is a contact, not a near miss.

Sources: ATT&CK for ICS T0830 (Adversary-in-the-Middle), T1692.002 (Unauthorized Message: Reporting Message), T0880
(Loss of Safety), T0837 (Loss of Protection), Enterprise T1557, T1565.002; Nozomi Networks Labs, UWB real time locating
systems (2022); IEEE 802.15.4z-2020 (scrambled timestamps) for what refuses it.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Steps, Touch, Wait
from twin.net.message import Reply
from twin.plant.tags import TagShift


class AnchorSpoof(Attack):
    """Move people's tags, by hand and in radio range of the anchors."""

    technique: ClassVar[str] = "T0830"
    also: ClassVar[tuple[str, ...]] = ("T1692.002", "T0880", "T0837", "T1557", "T1565.002")
    by_hand: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("access_point",)

    way: Literal["away", "everywhere"] = Field("away", description="tags leave their people, or are beside each robot")
    shift_m: tuple[float, float] = Field((200.0, 0.0), description="away: how far they go, east and north, metres")
    minutes: float = Field(30, gt=0, le=1_000, description="how long it lasts")

    def least_s(self, targets: int) -> float:
        """As long as it lasts."""
        del targets
        return 60 * self.minutes

    def steps(self, foothold: Foothold) -> Steps:
        """At each anchor that believes it, for a while, and then no more."""
        shift = TagShift(everywhere=True) if self.way == "everywhere" else TagShift(*self.shift_m)
        astray = []
        for target in foothold.targets:
            reply = yield Touch(target, "misrange", payload=shift)
            if isinstance(reply, Reply) and reply.ok:
                astray.append(target)
                yield Effect(target, "effect_start")
        if not astray:
            return "failed"
        yield Wait(60 * self.minutes)
        for target in astray:
            yield Touch(target, "misrange")
            yield Effect(target, "effect_end")
        return "success"
