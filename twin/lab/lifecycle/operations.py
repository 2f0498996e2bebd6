"""Operations: what the owners do to devices while the hub works, and the minutes that it costs.

A **patch** campaign takes asset after asset off the network for a few minutes. The first asset is the test: only when
it has come back, and has been watched for a while, do the others follow. An update fails now and then; with a fallback
the device goes back to what it had, a second time as long, and without one it waits until somebody comes. **Keys** are
changed, **accounts** of people who left are taken away, **passwords** set, a device is **restarted** (which changes
nothing) or **retired** (off for good, with nothing left that opens it).

What nobody knows of, nobody patches: who is in no register or stands at no known place is passed over, and so is what
its maker has no update for. Operations are the same under every posture, and nobody's attack.

Sources: NIST SP 800-40 r4 (patches tested first, in stages, with a way back) and SP 800-82 r3, section 6.2.11 (patching
where downtime hurts); NIST SP 800-88 r1 for the end of life; minutes and shares are judgements.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from simpy.events import Event

from twin.core.chance import Stream
from twin.core.clock import EARLY
from twin.core.units import MINUTE_US, Us
from twin.devices.base import Device
from twin.devices.parts.scorecards import scorecard
from twin.devices.world import World
from twin.lab.lifecycle.maturity import Trait
from twin.lab.scenario import Operation, Story
from twin.net.inventory import Asset

REPAIR_MIN = 60.0
"""Mean minutes until somebody stands before a device whose update failed without a way back [judgement]."""


@dataclass(frozen=True)
class Work:
    """What one kind of operation leaves behind: traits afterwards, minutes off the network, sessions that it ends."""

    after: Mapping[str, Trait]
    down_min: float
    ends_sessions: bool = False


CLOSED: Mapping[str, Trait] = {"default_credentials": False, "former_account": False}
OPERATIONS: Mapping[str, Work] = {
    "patch": Work({"holes": 0.0, "firmware_days": 0.0}, 4, ends_sessions=True),
    "restart": Work({}, 2, ends_sessions=True),
    "rotate_keys": Work({"shared_key": False, "key_days": 0.0}, 1, ends_sessions=True),
    "set_passwords": Work({"default_credentials": False}, 0),
    "revoke_accounts": Work({"former_account": False}, 0, ends_sessions=True),
    "retire": Work(CLOSED, 0, ends_sessions=True),
}
"""Kinds of operations."""


class Operations:
    """Performs the operations of one story in one world."""

    def __init__(self, world: World, story: Story) -> None:
        self._world, self._story = world, story

    def start(self) -> None:
        """Put every operation on the clock."""
        for number, operation in enumerate(self._story.operations):
            self._world.clock.start(self._campaign(number, operation))

    def _campaign(self, number: int, told: Operation) -> Generator[Event, Any, None]:
        """One asset after the other; the first is the test of all."""
        key = f"operation/{number:03d}"
        yield self._world.clock.sleep(told.at_us, key, EARLY)
        assets = [asset for asset in self._targets(told) if self._takes_part(told, asset)]
        for place, asset in enumerate(assets):
            fails = told.kind == "patch" and self._draw(number, asset.name, "fails") < told.failing
            if place == 0 and told.kind == "patch":
                yield from self._work(number, told, asset, fails)
                if fails:
                    self._write(told, asset.name, "called_off")
                    return
                yield self._world.clock.sleep(told.soak_us, key, EARLY)
                continue
            self._world.clock.start(self._work(number, told, asset, fails))
            yield self._world.clock.sleep(told.gap_us, key, EARLY)

    def _targets(self, told: Operation) -> list[Asset]:
        return [
            asset for asset in self._world.inventory.assets
            if any(fnmatchcase(asset.name, pattern) for pattern in told.on)
        ]  # fmt: skip

    def _takes_part(self, told: Operation, asset: Asset) -> bool:
        """Whether the operation can be done to *asset*; why not is written down."""
        why = self._hindrance(told, asset)
        if why:
            self._write(told, asset.name, "passed_over", why)
        return not why

    def _hindrance(self, told: Operation, asset: Asset) -> str:
        device = self._world.device_of(asset.name)
        if not asset.registered:
            return "in no register"
        if device.trait(asset.name, "located") is False:
            return "nobody knows where it stands"
        if told.kind != "patch":
            return ""
        card, today = scorecard(asset.vendor), self._story.starts.date()
        if not (device.characteristics.patch_days and card.update_days):
            return "there is no update"
        return "its maker's support has ended" if card.unsupported_days(today) else ""

    def _work(self, number: int, told: Operation, asset: Asset, fails: bool) -> Generator[Event, Any, None]:
        """Off the network, changed, and on it again; a failure costs a second time, or a visit."""
        work, device, name = OPERATIONS[told.kind], self._world.device_of(asset.name), asset.name
        down_us = round(work.down_min * MINUTE_US) if told.down_us is None else told.down_us
        tokens = self._off(told, name) if down_us or told.kind == "retire" else ()
        yield self._sleep(number, name, down_us)
        if fails:
            self._write(told, name, "failed", "goes back" if told.fallback else "waits for somebody")
            yield self._sleep(number, name, down_us if told.fallback else self._visit_us(number, name))
        else:
            self._world.change(lambda: self._leave(device, name, work))
        if told.kind == "retire":
            return
        if tokens:
            self._world.change(lambda: self._back(tokens))
        self._write(told, name, "rolled_back" if fails else "done")

    def _off(self, told: Operation, name: str) -> tuple[int, ...]:
        tokens: list[int] = []
        self._world.change(lambda: tokens.extend(self._world.network.switch_off(name, told.kind)))
        self._write(told, name, "off")
        return tuple(tokens)

    def _back(self, tokens: tuple[int, ...]) -> None:
        for token in tokens:
            self._world.network.lift(token)

    def _leave(self, device: Device, name: str, work: Work) -> None:
        device.change_traits(name, work.after)
        if work.ends_sessions:
            device.end_sessions(name)

    def _visit_us(self, number: int, name: str) -> Us:
        stream = Stream.of(self._world.seed, f"operation/{number:03d}/{name}", "visit")
        return round(stream.lognormal(0, REPAIR_MIN, 0.5) * MINUTE_US)

    def _draw(self, number: int, name: str, purpose: str) -> float:
        return Stream.of(self._world.seed, f"operation/{number:03d}/{name}", purpose).uniform(0)

    def _sleep(self, number: int, name: str, span_us: Us) -> Event:
        return self._world.clock.sleep(span_us, f"operation/{number:03d}/{name}", EARLY)

    def _write(self, told: Operation, name: str, phase: str, words: str = "") -> None:
        self._world.log.one(
            "operation", time=self._world.clock.now_us, operation=told.kind, asset=name, phase=phase, reason=words
        )
