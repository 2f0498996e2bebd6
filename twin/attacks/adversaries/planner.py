"""A goal and a plan: get to one asset by the cheapest way that what is known allows, and plan again when it fails.

It looks around in what it holds, draws up what it believes (:mod:`twin.attacks.adversaries.route`), takes the first hop
of the cheapest way, and begins again with what that hop taught it. Noisy, it asks everybody at once and at any hour;
stealthy, it asks one at a time, slowly, in working hours, and rather along connections that exist anyway.

Sources: Applebaum et al., Intelligent, automated red team emulation, ACSAC 2016; Koenig and Likhachev, D* Lite, AAAI
2002 (replanning); ATT&CK for ICS TA0102 (Discovery), TA0109 (Lateral Movement). Rates and hours are judgements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from twin.attacks.adversaries.base import Adversary, Campaign, Mind, Move, Pause
from twin.attacks.adversaries.craft import DOORS, doors, knock, log_in, look_around, strangers, until, within
from twin.attacks.adversaries.route import Prices, first_hop
from twin.attacks.base import Result


@dataclass(frozen=True)
class Manner:
    """How loud it is: probes a second, minutes a log-in, mean pause (min), price of the unusual, hours of the day."""

    rate_per_s: float
    every_min: float
    pause_min: float
    foreign: float
    hours: tuple[float, float] | None

    @property
    def prices(self) -> Prices:
        """What a hop costs in seconds."""
        return Prices(len(DOORS) / self.rate_per_s, 60 * self.every_min, self.foreign)


MANNERS: Mapping[str, Manner] = {
    "noisy": Manner(50, 0.2, 0.0, 1.0, None),
    "stealthy": Manner(0.2, 2, 3.0, 10.0, (6, 20)),
}


class Planner(Adversary):
    """Reach one asset and do one thing there, by the cheapest way that is known."""

    technique: ClassVar[str] = "T0886"
    also: ClassVar[tuple[str, ...]] = ("T0888", "T0859")

    target: str = Field("gateway-01", description="asset that it is after")
    goal: str = Field("gateway_blinding", description="kind of attack that it wants to do there")
    goal_parameters: Mapping[str, Any] = Field(default_factory=dict, description="the parameters of that attack")
    manner: Literal["noisy", "stealthy"] = Field("noisy", description="how loud, how fast, at which hours")

    @field_validator("goal")
    @classmethod
    def _is_an_attack(cls, goal: str) -> str:
        from twin.attacks import ATTACKS
        from twin.core.errors import remedy_for

        if goal not in ATTACKS.entries:
            raise ValueError(f"there is no such attack; {remedy_for(goal, ATTACKS.entries)}")
        return goal

    @model_validator(mode="after")
    def _can_be_done(self) -> Self:
        from twin.attacks import ATTACKS

        try:
            ATTACKS[self.goal](**self.goal_parameters)
        except ValidationError as error:
            wrong = error.errors(include_url=False)[0]
            raise ValueError(f"{self.goal}: {wrong['loc'][0]}: {wrong['msg']}") from None
        return self

    def moves(self, campaign: Campaign) -> Mind:
        """Hop after hop, until the target is held and the goal is done there, or no way is left."""
        known, manner, turn = campaign.knowledge, MANNERS[self.manner], 0
        if (yield from self.enters(campaign)) == "failed":
            return "failed"
        while self.target not in known.held:
            yield from look_around(known)
            hop = first_hop(known, self.target, manner.prices) if known.held else None
            if hop is None:
                return "failed"
            yield from self._quietly(campaign, manner, turn)
            turn += 1
            if (yield self._move(campaign, manner, *hop)) == "lost":
                known.lose(hop[0])
        yield from self._quietly(campaign, manner, turn)
        told = yield Move(self.goal, self.target, (self.target,), self.goal_parameters)
        return "success" if told == "success" else "failed"

    def _move(self, campaign: Campaign, manner: Manner, src: str, dst: str) -> Move:
        """Try a door that is known there, else find out which there are: there alone, or, noisily, everywhere."""
        known = campaign.knowledge
        service = next((service for host, service in doors(known, src, DOORS.values()) if host == dst), "")
        if service:
            return log_in(src, (dst,), service, manner.every_min, 1)
        if self.manner == "stealthy":
            return knock(src, (dst,), tuple(DOORS), manner.rate_per_s)
        return knock(
            src, tuple(dict.fromkeys((dst, *strangers(known, src, permitted=False)))), tuple(DOORS), manner.rate_per_s
        )

    def _quietly(self, campaign: Campaign, manner: Manner, turn: int) -> Mind:
        """Wait as the manner has it, and for its hours."""
        if manner.pause_min:
            yield Pause(campaign.stream.exponential(turn, 60 * manner.pause_min))
        if manner.hours is not None and not within(manner.hours, campaign.knowledge.hour):
            yield Pause(until(manner.hours, campaign.knowledge.hour))
        done: Result = "success"
        return done
