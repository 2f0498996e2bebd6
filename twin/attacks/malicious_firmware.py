"""Send devices firmware that is not what it says.

From an engineer's station, which has an account on every device, or from wherever somebody logged in. A device that
checks its maker's signature refuses what is not signed; an image out of the maker's own build is signed, and passes.
Each device restarts, and is away for minutes; afterwards whoever made the image is inside. Devices are updated one
after the other: a wave of restarts that an honest campaign of the maker shows in just the same way.

Sources: ATT&CK for ICS T1693.001 (Modify Firmware: System Firmware), T0800 (Activate Firmware Update Mode), T0862
(Supply Chain Compromise), T0816 (Device Restart/Shutdown), Enterprise T1195.002, T1542.001, T1495; NIST SP 800-193. How
long a restart takes is a judgement.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import ClassVar, Literal

from pydantic import Field

from twin.attacks.base import Attack, Effect, Foothold, Intent, Say, Seen, Steps, Take, Wait
from twin.net.firmware import Firmware
from twin.net.message import Message, Reply

VERBS = {"robot_api": "write_config", "ssh": "put"}
"""How an image is sent over each service."""
IMAGE_BYTES = 48_000_000
"""Size of an image (judgement)."""


class MaliciousFirmware(Attack):
    """Push firmware to devices one after the other, and hold what took it."""

    technique: ClassVar[str] = "T1693.001"
    also: ClassVar[tuple[str, ...]] = ("T0800", "T0862", "T0816", "T1195.002", "T1542.001", "T1495")
    takes: ClassVar[bool] = True
    suits: ClassVar[tuple[str, ...]] = ("amr", "gateway")

    service: Literal["robot_api", "ssh"] = Field("robot_api", description="service that images are sent over")
    every_min: float = Field(2, gt=0, le=600, description="minutes between two devices [judgement]")
    restart_min: float = Field(3, gt=0, le=60, description="minutes that a restart takes [judgement]")
    signed: bool = Field(False, description="with the maker's own signature")
    cause: Literal["attack", "campaign"] = Field(
        "attack", description="what is behind it: somebody, or the maker's own campaign"
    )

    @property
    def benign(self) -> bool:
        """The maker's campaign looks the same: devices are away one after the other, and nobody is inside."""
        return self.cause == "campaign"

    def steps(self, foothold: Foothold) -> Steps:
        """One device after the other; each effect lasts as long as its restart."""
        away: list[tuple[float, str]] = []
        now_s, took = 0.0, False
        for target in foothold.targets:
            if target == foothold.at:
                continue
            if (yield from self._push(foothold.at, target)):
                took = True
                away.append((now_s + 60 * self.restart_min, target))
            now_s = yield from self._pass(now_s, now_s + 60 * self.every_min, away)
        yield from self._pass(now_s, max([now_s, *(ends_s for ends_s, _ in away)]), away)
        return "success" if took else "failed"

    def _push(self, at: str, target: str) -> Generator[Intent, Seen, bool]:
        """Send the image to one device; whether it took it."""
        image = Firmware(self.signed or self.benign, 60 * self.restart_min, implant=not self.benign)
        reply = yield Say(
            Message(
                at, target, self.service, VERBS[self.service], "firmware", payload=image, user="service",
                bytes_out=IMAGE_BYTES, bytes_in=900,
            )
        )  # fmt: skip
        if not isinstance(reply, Reply) or not reply.ok:
            return False
        if not self.benign:
            yield Effect(target, "effect_start")
            yield Take(target)
        return True

    def _pass(self, now_s: float, to_s: float, away: list[tuple[float, str]]) -> Generator[Intent, Seen, float]:
        """Let time pass, and tell of each device that comes back meanwhile."""
        while away and away[0][0] <= to_s:
            ends_s, target = away.pop(0)
            yield Wait(ends_s - now_s)
            now_s = ends_s
            if not self.benign:
                yield Effect(target, "effect_end")
        yield Wait(to_s - now_s)
        return to_s
