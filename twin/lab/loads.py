"""Loads: what attacks put on the links while they go on.

A scan, a beacon or a flood is traffic like any other: it fills links, and where a link is overfull everybody on it
loses messages (:mod:`twin.net.capacity`). Its rate is put on when it begins and taken off when it ends, each through
:meth:`~twin.devices.world.World.change`, so that whatever was due before is decided under the old load.

Source: the fluid model and its source are those of :mod:`twin.net.capacity`.
"""

from __future__ import annotations

from collections.abc import Mapping

from twin.devices.world import World


class Loads:
    """The streams of attacks that are on now, by the asset that sends them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._on: dict[int, tuple[str, list[int]]] = {}
        self._count = 0

    def put(self, src: str, rates_bps: Mapping[str, int]) -> int:
        """Put a rate (bit/s) on the way from *src* to each destination there is; the number takes them off."""
        tokens: list[int] = []
        self._count += 1
        self._on[self._count] = (src, tokens)
        known = {dst: bps for dst, bps in rates_bps.items() if dst in self._world.inventory.index}
        if known:
            self._world.change(lambda: tokens.extend(self._stream(src, dst, bps) for dst, bps in known.items()))
        return self._count

    def take_off(self, number: int) -> None:
        """Take one off again, unless its sender has been taken back already."""
        _, tokens = self._on.pop(number, ("", []))
        if tokens:
            self._world.change(lambda: self._remove(tokens))

    def silence(self, src: str) -> None:
        """Take off everything that *src* sends."""
        for number in [number for number, (sender, _) in self._on.items() if sender == src]:
            self.take_off(number)

    def _stream(self, src: str, dst: str, bps: int) -> int:
        return self._world.traffic.capacity.add_stream(src, dst, bps)

    def _remove(self, tokens: list[int]) -> None:
        for token in tokens:
            self._world.traffic.capacity.remove(token)
