"""Change the program of a conveyor's controller, so that a pick face is slow or stands.

The controller believes whoever reaches its port. Written from an engineer's station nothing about it looks wrong;
from anywhere else the write itself is what gives it away, for no office computer and no robot programs a conveyor. It
keeps on running, a little slower, and the loss looks like a busy day.

Sources: ATT&CK for ICS T0843.002 (Program Download: Online Edit), T0889 (Modify Program), T0821 (Modify Controller
Tasking), T0831 (Manipulation of Control), T0828 (Loss of Productivity and Revenue); the order of a change that is taken
back after a while is that of Stuxnet (Langner, To kill a centrifuge, 2013), as a pattern.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Say, Seen, Steps, Touch, Wait
from twin.devices.conveyor import LOGIC_REGISTER, Logic
from twin.net.message import Message, Reply


class LogicChange(Attack):
    """Write another program to conveyors, and the old one again after a while."""

    technique: ClassVar[str] = "T0843.002"
    also: ClassVar[tuple[str, ...]] = ("T0889", "T0821", "T0831", "T0828")
    suits: ClassVar[tuple[str, ...]] = ("conveyor",)

    change: Literal["slow", "stop"] = Field("slow", description="let the face serve slower, or not at all")
    pace: float = Field(2.5, ge=1, le=20, description="slow: how many times as long service takes")
    minutes: float = Field(20, gt=0, le=1_000, description="until the old program is written again")

    def steps(self, foothold: Foothold) -> Steps:
        """On every conveyor that takes it; the effect ends where the old program is taken back."""
        changed = []
        for target in foothold.targets:
            if (yield from self._write(foothold.at, target, Logic(0.0 if self.change == "stop" else self.pace))):
                changed.append(target)
                yield Effect(target, "effect_start")
        if not changed:
            return "failed"
        yield Wait(60 * self.minutes)
        for target in changed:
            if (yield from self._write(foothold.at, target, Logic())):
                yield Effect(target, "effect_end")
        return "success"

    def _write(self, at: str, target: str, logic: Logic) -> Generator[Intent, Seen, bool]:
        """By hand in the controller one stands in, over Modbus from elsewhere; whether it was taken."""
        if target == at:
            reply = yield Touch(target, "tamper", payload=logic)
        else:
            said = Message(
                at, target, "modbus", "write_multiple_registers", str(LOGIC_REGISTER), logic.pace, payload=logic
            )
            reply = yield Say(said)
        return isinstance(reply, Reply) and reply.ok
