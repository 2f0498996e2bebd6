"""Floods: those that go on now, and what each puts on the links as the rules change under it.

How far a flood comes is asked anew after every change of the rules: a new block leaves it its first link, a quarantine
nothing at all, and a limit that share of its rate which the limit lets pass; what is refused still fills the first
link. How long that share holds is known beforehand, and then it is asked anew. Whoever changes rules has settled every
cohort by then, so what was written before stands.

What a flood does to its target goes on as long as any of it arrives there. Whoever began it is told when that begins
and when it ends: at once where a response cuts its sender off, and again where the response is undone.

Source: the model of a flood and its sources are those of :mod:`twin.net.flood`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from twin.core.clock import EARLY, Timer
from twin.core.units import Us
from twin.devices.world import World
from twin.net.flood import Flood, Reach

Told = Callable[[bool], None]
"""What to do when a flood begins to arrive at its target (True), and when it arrives no more."""


class Floods:
    """The floods of one run that are on, with what they load now."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._on: list[Flood] = []
        self._loads: dict[int, tuple[Reach, float, list[int]]] = {}
        self._timers: dict[int, Timer] = {}
        self._tell: dict[int, Told] = {}
        self._arriving: set[int] = set()
        world.on_change.append(self.retune)

    def begin(self, flood: Flood, tell: Told) -> None:
        """Let *flood* begin now, and *tell* whenever it begins to arrive or arrives no more."""
        self._tell[id(flood)] = tell
        self._world.change(lambda: self._on.append(flood))

    def arrives(self, flood: Flood) -> bool:
        """Whether any of *flood* comes to its target under the rules as they stand."""
        return id(flood) in self._arriving

    def end(self, flood: Flood) -> None:
        """Let it end now, unless its sender has been taken back already."""
        if flood in self._on:
            self._world.change(lambda: self._drop(flood))

    def silence(self, src: str) -> None:
        """End everything that *src* floods with."""
        for flood in [flood for flood in self._on if flood.src == src]:
            self.end(flood)

    def flush(self, until_us: Us) -> None:
        """Bring every flood up to *until_us*."""
        for flood in self._on:
            flood.flush(until_us)

    def retune(self) -> None:
        """Load the links with what each flood reaches under the rules as they stand."""
        for flood in self._on:
            reach, known = flood.reach, self._loads.get(id(flood))
            share = self._share(flood) if reach == "whole way" and flood.limit >= 0 else 1.0
            if known is None or known[:2] != (reach, share):
                self._unload(flood)
                self._load(flood, reach, share)
                self._note(flood, arrives=reach == "whole way" and share > 0)

    def _share(self, flood: Flood) -> float:
        """Share that its limit lets pass of it, and of what else its sender floods with; asked again when that ends."""
        network, clock = self._world.network, self._world.clock
        limits = self._world.traffic.limits
        if network.allowed(limits.lines[[flood.limit]])[0]:
            return 1.0
        same = [other for other in self._on if (other.src, other.limit) == (flood.src, flood.limit)]
        units = [other.rate_bps / (8 * other.unit_bytes) for other in same]
        octets = sum(other.rate_bps / 8 for other in same)
        src = self._world.inventory.index[flood.src]
        share, until_us = limits.share(flood.limit, src, clock.now_us, sum(units), octets)
        self._forget(flood)
        if until_us < flood.ends_us:
            key, again = f"flood/{flood.src}>{flood.dst}:{flood.port}", partial(self._world.change, _nothing)
            self._timers[id(flood)] = clock.at(until_us, key, again, EARLY)
        return share

    def _forget(self, flood: Flood) -> None:
        timer = self._timers.pop(id(flood), None)
        if timer is not None:
            timer.cancel()

    def _load(self, flood: Flood, reach: Reach, share: float) -> None:
        capacity = self._world.traffic.capacity
        tokens: list[int] = []
        passing = round(share * flood.rate_bps) if reach == "whole way" else 0
        if passing:
            tokens.append(capacity.add_stream(flood.src, flood.dst, passing, share * flood.messages_per_s))
        if reach != "nowhere" and passing < flood.rate_bps:
            tokens.append(capacity.add_stub(flood.src, flood.dst, flood.rate_bps - passing))
        self._loads[id(flood)] = (reach, share, tokens)

    def _unload(self, flood: Flood) -> None:
        for token in self._loads.pop(id(flood), ("", 1.0, []))[2]:
            self._world.traffic.capacity.remove(token)

    def _drop(self, flood: Flood) -> None:
        flood.stop()
        self._forget(flood)
        self._on.remove(flood)
        self._unload(flood)
        self._note(flood, arrives=False)
        del self._tell[id(flood)]

    def _note(self, flood: Flood, *, arrives: bool) -> None:
        if arrives != self.arrives(flood):
            (self._arriving.add if arrives else self._arriving.discard)(id(flood))
            self._tell[id(flood)](arrives)


def _nothing() -> None:
    """A limit lets less pass, or more: the rules stand as they are, and loads are asked anew."""
