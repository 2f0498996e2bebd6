"""Class rates: how many exchanges of each service each asset makes in a window, against its needs and its class.

A need on demand states no rate, so nothing is expected of it and nothing is too much by itself: its class judges alone.

Sources: those of :mod:`twin.detectors.class_baseline`.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.detectors.base import Watch
from twin.detectors.parts.peers import stands_out
from twin.detectors.parts.register import Register, look_up
from twin.detectors.parts.trail import Trail
from twin.detectors.parts.window import Window, tally
from twin.net.protocols import PROTOCOLS


class Rates:
    """Exchanges of each asset by each service, known ones apart and all others together, over ``length`` batches."""

    def __init__(self, register: Register, watch: Watch, length: int, window_s: float) -> None:
        self._services = sorted(PROTOCOLS)
        self._codes = watch.names.codes(self._services)
        self._width = len(self._services) + 1
        self._size = (register.count + 1) * self._width
        self._place = np.full(int(self._codes.max()) + 2, self._width - 1, dtype=np.int64)
        self._place[self._codes] = np.arange(self._width - 1)
        self._kind = register.ids(asset.kind for asset in register.assets)[0]
        self._window, self._trail = Window(length, self._size), Trail(length)
        self._expected = np.zeros(self._size, dtype=np.float64)
        self._on_demand = np.zeros(self._size, dtype=np.bool_)
        self._expect(watch, window_s)

    def push(self, source: Ints, flow: Columns, *, keep: bool) -> None:
        """Count the rows of a batch by asset number and service; with *keep* their ids are kept too."""
        cell = source * self._width + look_up(self._place, flow["service"])
        self._window.push(tally(cell, self._size))
        if keep:
            self._trail.push(cell, flow["flow"])

    def over(self, factor: float, least: int, z: float, peers: int) -> list[tuple[int, int]]:
        """(asset number, code of the service) of what is too much; services that nobody knows are left out."""
        total = self._window.total
        many = np.flatnonzero(total > factor * np.maximum(self._expected, least))
        found = []
        for number, service in zip((many // self._width).tolist(), (many % self._width).tolist(), strict=True):
            if service < self._width - 1 and self._is_odd(number, service, z, peers):
                found.append((number, int(self._codes[service])))
        return found

    def take(self, loud: list[tuple[int, int]]) -> Array:
        """Ids of the flows in the window of the assets and services in *loud*; they are not given again."""
        accused = np.zeros(self._size, dtype=np.bool_)
        for number, code in loud:
            accused[number * self._width + int(self._place[code])] = True
        return self._trail.take(accused)

    def _is_odd(self, number: int, service: int, z: float, peers: int) -> bool:
        others = np.flatnonzero(self._kind[:-1] == self._kind[number])
        cells = others[others != number] * self._width + service
        own = number * self._width + service
        judged = stands_out(float(self._window.total[own]), self._window.total[cells], z, peers)
        return not self._on_demand[own] if judged is None else judged

    def _expect(self, watch: Watch, window_s: float) -> None:
        for demand in watch.inventory.demands:
            place = int(look_up(self._place, watch.names.codes([demand.need.service]))[0])
            cell = watch.inventory.index[demand.src] * self._width + place
            if demand.need.every_s > 0:
                self._expected[cell] += window_s / demand.need.every_s
            else:
                self._on_demand[cell] = True
