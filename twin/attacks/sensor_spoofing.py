"""Make single sensors say what is not so: too much, ever more, always the same, an old stretch again, or nothing.

Done by hand at an opened sensor, or from something that sits on the serial bus and changes what others say there. The
network carries it faithfully, and no segmentation sees anything: the message is from the right sender, in the right
form, at the right time, and wrong. What finds it is physics, or the company that a sensor keeps. A controller that
believes the mean of its sensors can be moved by a few of them.

Sources: ATT&CK for ICS T1692.002 (Unauthorized Message: Reporting Message; T0856 in version 18), T0832 (Manipulation
of View), T0878 (Alarm Suppression), Enterprise T1565.002; BATADAL attacks 1 to 14 (offsets and replays).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Result, Seen, Steps, Touch, Wait
from twin.devices.sensor import Spoof
from twin.net.message import Reply
from twin.net.translation import Mode, Tampering

Manner = Literal["bias", "drift", "freeze", "replay", "drop"]
_MODES: dict[Manner, Mode] = {"bias": "alter", "drift": "alter", "freeze": "freeze", "replay": "replay", "drop": "drop"}


class SensorSpoofing(Attack):
    """Let opened sensors, or those on a held bus, say what is not so."""

    technique: ClassVar[str] = "T1692.002"
    also: ClassVar[tuple[str, ...]] = ("T0832", "T0878", "T1565.002")
    suits: ClassVar[tuple[str, ...]] = ("sensor",)

    manner: Manner = Field("bias", description="too much, ever more, the last value, an earlier stretch, or nothing")
    offset: float = Field(-3.0, ge=-200, le=200, description="what is added, in the sensor's unit; by drift at its end")
    minutes: float = Field(10, gt=0, le=1_440, description="length of the drift, or of the stretch that is said again")
    every_s: float = Field(60, ge=1, le=3_600, description="how often a drift moves on, seconds")
    way: Literal["hand", "bus"] = Field("hand", description="in the opened sensor, or from what sits on its bus")

    def least_s(self, targets: int) -> float:
        """A drift takes its time, everything else none."""
        del targets
        return 60 * self.minutes if self.manner == "drift" else 0.0

    def steps(self, foothold: Foothold) -> Steps:
        """Change each sensor once, or again and again along the drift."""
        passed_s, result = 0.0, (yield from self._change(foothold, self._payload(0.0), first=True))
        while self.manner == "drift" and result == "success" and passed_s < 60 * self.minutes:
            yield Wait(self.every_s)
            passed_s += self.every_s
            share = min(1.0, passed_s / (60 * self.minutes))
            result = yield from self._change(foothold, self._payload(share), first=False)
        return result

    def _change(self, foothold: Foothold, said: Tampering, *, first: bool) -> Generator[Intent, Seen, Result]:
        result: Result = "failed"
        for target in foothold.targets:
            if self.way == "hand":
                reply = yield Touch(target, "tamper", said)
            else:
                reply = yield Touch(foothold.at, "spoof", Spoof(target, said))
            if isinstance(reply, Reply) and reply.ok:
                result = "success"
                if first:
                    yield Effect(target, "effect_start")
        return result

    def _payload(self, share: float) -> Tampering:
        offset = self.offset * share if self.manner == "drift" else self.offset
        return Tampering(_MODES[self.manner], offset=offset, minutes=min(self.minutes, 60.0))
