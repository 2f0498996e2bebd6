"""Change where a robot believes it is.

Written to the robot's configuration by whoever holds it. The robot plans on its map and drives the displacement in the
real aisles: it turns up where nobody expects it, meets traffic head-on, and stands where it blocks a lane.

Sources: ATT&CK for ICS T0836 (Modify Parameter), T0831 (Manipulation of Control), T0880 (Loss of Safety); Quarta et
al., An experimental security analysis of an industrial robot controller, IEEE S&P 2017, for the class of attack.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Result, Say, Steps, Touch
from twin.net.message import Message, Reply


class TamperedNavigation(Attack):
    """Shift the pose that held robots believe in."""

    technique: ClassVar[str] = "T0836"
    also: ClassVar[tuple[str, ...]] = ("T0831", "T0889", "T0827", "T0880")
    each: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("amr",)

    shift_m: tuple[float, float] = Field((3.0, -1.5), description="east and north, metres")

    def steps(self, foothold: Foothold) -> Steps:
        """By hand on the robot one stands in, over its service interface on any other."""
        result: Result = "failed"
        for target in foothold.targets:
            if target == foothold.at:
                reply = yield Touch(target, "tamper", payload=self.shift_m)
            else:
                reply = yield Say(
                    Message(
                        foothold.at,
                        target,
                        "robot_api",
                        "write_config",
                        "navigation",
                        payload=self.shift_m,
                        user="admin",
                    )
                )
            if isinstance(reply, Reply) and reply.ok:
                yield Effect(target, "effect_start")
                result = "success"
        return result
