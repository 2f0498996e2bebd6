"""Restocking: what is picked must be put in again.

Whenever so many lines have been picked, a pod is filled up: a robot takes it to a replenishment station, where some
bundles are put in one after the other. Task *k* has its pod, its bundles and their time from its number, whenever it
comes, so every posture restocks the same pods, only sooner or later. Pods are drawn by popularity: what is asked for
most runs out most.

Sources: replenishment stations and 2 to 10 s a bundle as in RAWSim-O (M. Merschformann et al., 2018); how many lines a
filling lasts is a judgement of the site file.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.demand import Pods
from twin.plant.spec import OrdersSpec
from twin.plant.visit import NO_ORDER, Visit

BUNDLE_S = (2.0, 10.0)
"""Least and most seconds to put one bundle in; uniform between them."""
_NEVER_DUE_US = 1 << 62


class Restocking:
    """Tasks so far; ``most_lines`` is how many lines can be picked at all."""

    def __init__(self, spec: OrdersSpec, pods: Pods, seed: int, most_lines: int, log: Log) -> None:
        self._spec, self._log = spec, log
        number = np.arange(most_lines // spec.restock_every_lines, dtype=np.int64)
        bundles = (number[:, None] * spec.bundles_a_visit + np.arange(spec.bundles_a_visit)).ravel()
        streams = Streams.of(seed, ["restocking"], "bundle")
        seconds = streams.uniform(np.zeros_like(bundles), bundles, *BUNDLE_S).reshape(-1, spec.bundles_a_visit)
        self._service_us = np.floor(seconds * SECOND_US).astype(np.int64).sum(axis=1)
        self._pods = pods.draw("restocking", number)
        self._lines = 0
        self._asked_us: dict[int, Us] = {}
        self.asked = self.done = 0

    @property
    def open(self) -> int:
        """Tasks that are not done."""
        return len(self._asked_us)

    def picked(self, lines: int, now_us: Us) -> list[Visit]:
        """*lines* have been picked; the visits that this makes necessary."""
        self._lines += lines
        due = self._lines // self._spec.restock_every_lines
        return [self._ask(task, now_us) for task in range(self.asked, due)]

    def _ask(self, task: int, now_us: Us) -> Visit:
        self.asked += 1
        self._asked_us[task] = now_us
        self._log.one("restock_in", time=now_us, task=task, bundles=self._spec.bundles_a_visit)
        pods = tuple(self._pods[task].tolist())
        return Visit(-1 - task, NO_ORDER, 0, int(self._service_us[task]), pods, now_us, _NEVER_DUE_US)

    def served(self, visit: Visit, now_us: Us) -> None:
        """The pod of *visit* is full again."""
        task = -1 - visit.number
        self.done += 1
        self._log.one("restock_out", time=now_us, task=task, cycle_us=now_us - self._asked_us.pop(task))

    def check(self, now_us: Us) -> None:
        """Raise unless tasks asked for = done + open, and one is asked for each time its lines are picked."""
        if self.asked != self.done + self.open:
            detail = f"{self.asked} asked for, {self.done} done, {self.open} open"
            raise InvariantBroken("restocking asked for = done + open", "restocking", now_us, detail)
        if self.asked != self._lines // self._spec.restock_every_lines:
            detail = f"{self.asked} asked for after {self._lines} lines"
            raise InvariantBroken("restocking follows picking", "restocking", now_us, detail)
