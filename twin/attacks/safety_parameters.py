"""Change the parameters of a robot's protective field, so that it no longer sees people in time.

The field itself needs no network, but what it is set to is written somewhere. On robots whose safety controller keeps
its factory password, whoever holds the robot can write it: make the field smaller, understate the speed by which fields
are switched, leave out an angle, or mute it. Nothing else about the robot changes, and nobody notices until somebody is
hit: navigation still slows it down near people, unless that was tampered with too.

Sources: ATT&CK for ICS T0836 (Modify Parameter), T0880 (Loss of Safety), T0879 (Damage to Property); Alias Robotics'
advisory CVE-2020-10276 (default password of a mobile robot's safety controller) as the pattern.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Result, Say, Steps, Touch
from twin.net.message import Message, Reply
from twin.plant.protective_field import FieldParameters

Octant = Annotated[int, Field(ge=0, le=7)]


class SafetyParameters(Attack):
    """Defeat the protective field of held robots."""

    technique: ClassVar[str] = "T0836"
    also: ClassVar[tuple[str, ...]] = ("T0880", "T0879")
    each: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("amr",)

    scale: float = Field(0.2, ge=0, le=1, description="the field's size, share of what it should be")
    speed_share: float = Field(1.0, ge=0, le=1, description="share of the true speed by which fields are switched")
    blind: tuple[Octant, ...] = Field(
        (), description="octants that are not watched, anticlockwise from straight ahead: 0 to 7"
    )
    muted: bool = Field(False, description="no field at all")

    def steps(self, foothold: Foothold) -> Steps:
        """By hand in the robot one stands in, over its service interface on any other."""
        result: Result = "failed"
        wanted = FieldParameters(self.scale, self.speed_share, self.blind, self.muted)
        for target in foothold.targets:
            if target == foothold.at:
                reply = yield Touch(target, "tamper", payload=wanted)
            else:
                message = Message(
                    foothold.at, target, "robot_api", "write_config", "safety", payload=wanted, user="admin"
                )
                reply = yield Say(message)
            if isinstance(reply, Reply) and reply.ok:
                yield Effect(target, "effect_start")
                result = "success"
        return result
