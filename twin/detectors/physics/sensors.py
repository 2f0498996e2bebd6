"""Sensors' readings against themselves: values that repeat too well, and sensors that fall silent.

A real thermometer is noisy, so even in a steady room the last digit moves. How often it repeats by chance is learnt
from the sensor itself; a run of equal values is a finding once its chance is below one in a thousand million. What is
behind one gateway and fails together accuses the gateway, and needs shorter runs, because chances multiply.

Sources: variance collapse as a sign of replayed or frozen values: D. Urbina et al., Limiting the impact of stealthy
attacks on industrial control systems, ACM CCS 2016 (stateful tests on residuals); rule of succession (Laplace) for the
learnt share. Limits are judgements.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats, log
from twin.core.log import Columns
from twin.core.units import SECOND_US, Us
from twin.detectors.base import Batch, Level, Watch
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.window import tally

_SHORTEST_RUN = 8
_SHORTEST_SHARED_RUN = 3
_LEARNT = 30
_LATE_PERIODS = 2
_SILENT_PERIODS = 4
_SILENT_LEAST_US = 30 * SECOND_US
_LN_10 = 2.302585092994046


@dataclass(frozen=True)
class Finding:
    """Which asset, how grave, what, and how many sensors or values it rests on."""

    entity: str
    technique: str
    level: Level
    title: str
    rows: int


class SensorReports:
    """Checks of ``reading`` rows; arrays over assets, shape (count + 1,).

    ``chance_log10`` is the decimal logarithm of the accepted chance of a run by accident.
    """

    def __init__(self, watch: Watch, register: Register, chance_log10: float) -> None:
        self.limit = chance_log10 * _LN_10
        self._register = register
        self._temperature = watch.names.code("temperature_c")
        gateways = [str(asset.traits.get("gateway", "")) for asset in register.assets]
        self._gateway = np.array(
            [*(watch.inventory.index.get(name, register.count) for name in gateways), register.count]
        )
        size = register.count + 1
        self._last, self._back = np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
        self._explained: Flags = np.zeros(size, dtype=np.bool_)
        self._period: Floats = np.zeros(size)
        self._value = np.full(size, np.nan)
        self._run, self._repeats, self._samples = (np.zeros(size, dtype=np.int64) for _ in range(3))

    def judge(self, batch: Batch) -> list[Finding]:
        """Findings at the end of *batch*."""
        rows = batch.tables["reading"]
        sensor = self._register.numbers(rows["sensor"])
        for turn in _turns(sensor):
            self._take(rows, sensor[turn], turn)
        return self._stuck() + self._silent(batch.to_us)

    def _take(self, rows: Columns, sensor: Ints, turn: Ints) -> None:
        """Learn period and repeats from one row of each *sensor*."""
        time_us, value = rows["time"][turn], rows["value"][turn]
        gap = (time_us - self._last[sensor]).astype(np.float64)
        heard, period = self._last[sensor] >= 0, self._period[sensor]
        usual = heard & ((period == 0) | (gap < _SILENT_PERIODS * period))
        self._period[sensor] = np.where(usual, np.where(period == 0, gap, 0.9 * period + 0.1 * gap), period)
        returned = heard & ~usual
        self._back[self._gateway[sensor[returned]]] = time_us[returned]
        self._last[sensor] = time_us
        warm = rows["quantity"][turn] == self._temperature
        self._repeat(sensor[warm], value[warm])

    def _repeat(self, sensor: Ints, value: Floats) -> None:
        """Lengthen the run of equal values, or close it and add it to what is usual."""
        run = self._run[sensor]
        same = self._value[sensor] == value
        closed = ~same & (self._samples[sensor] >= 0)
        self._repeats[sensor] += np.where(closed, run, 0)
        self._samples[sensor] += np.where(closed, run + 1, 0)
        self._run[sensor] = np.where(same, run + 1, 0)
        self._explained[sensor] &= same
        self._value[sensor] = value

    def _stuck(self) -> list[Finding]:
        """Gateways all of whose thermometers repeat, then single thermometers that no gateway's fault explains."""
        running = np.flatnonzero((self._run[:-1] >= _SHORTEST_SHARED_RUN) & (self._samples[:-1] >= _LEARNT))
        gateway, size = self._gateway[running], self._register.count + 1
        count = tally(gateway, size)
        whole = (count > 1) & (count == tally(self._gateway[np.flatnonzero(self._samples + self._run)], size))
        whole[-1] = False
        enough = self._run[running] >= _SHORTEST_RUN
        if not (whole.any() or enough.any()):
            return []
        surprise = self._run[running] * log((self._repeats[running] + 1.0) / (self._samples[running] + 2.0))
        weakest = np.full(size, -1e9)
        np.maximum.at(weakest, gateway, surprise)
        accused = whole & (weakest * count < self.limit)
        self._explained[running[accused[gateway]]] = True
        alone = running[(surprise < self.limit) & enough & ~self._explained[running]]
        found = self._gateways(accused, gateway, "T0832", "all its sensors' values repeat beyond chance")
        return found + self._single(alone, self._run[alone] + 1, "T0832", "values repeat beyond chance")

    def _silent(self, now_us: Us) -> list[Finding]:
        """Gateways that are silent altogether, then single sensors; if nobody speaks, the place where all arrive.

        Who is merely late counts with the silent, so that those who stop together are found together; where one comes
        back, the others behind its gateway get their time to come back too.
        """
        heard = np.flatnonzero(self._period[:-1] > 0)
        since = now_us - np.maximum(self._last, self._back[self._gateway])[heard]
        period = self._period[heard]
        silent = since > _SILENT_PERIODS * period + _SILENT_LEAST_US
        if not silent.any():
            return []
        late, gateway, size = since > _LATE_PERIODS * period, self._gateway[heard], self._register.count + 1
        count = tally(gateway, size)
        if late.all() and (count[:-1] > 0).sum() > 1:
            return self._everything(len(heard))
        gone = count == tally(gateway[late], size)
        accused = (count > 1) & gone & (tally(gateway[silent], size) > 0)
        accused[-1] = False
        alone = heard[silent & (~gone | (count == 1))[gateway]]
        lost = self._gateways(accused, gateway, "T0815", "all its sensors have fallen silent")
        return lost + self._single(alone, np.ones_like(alone), "T0815", "has fallen silent")

    def _everything(self, rows: int) -> list[Finding]:
        """No reading from any gateway: the common place is suspected, not each gateway."""
        stores = [asset.name for asset in self._register.assets if asset.kind == "historian"]
        return [Finding(name, "T0815", "medium", "no reading of any sensor arrives", rows) for name in stores[:1]]

    def _gateways(self, accused: Flags, gateway: Ints, technique: str, title: str) -> list[Finding]:
        found = np.flatnonzero(accused).tolist()
        names = self._register.assets
        return [Finding(names[n].name, technique, "high", title, int((gateway == n).sum())) for n in found]

    def _single(self, sensors: Ints, rows: Ints, technique: str, title: str) -> list[Finding]:
        names, pairs = self._register.assets, zip(sensors.tolist(), rows.tolist(), strict=True)
        return [Finding(names[n].name, technique, "medium", title, count) for n, count in pairs]


def _turns(sensor: Ints) -> list[Ints]:
    """Rows in turns: the first of each sensor, the second of each ..., so that a turn has no sensor twice."""
    if not len(sensor):
        return []
    counts = np.bincount(sensor)
    if counts.max() == 1:
        return [np.arange(len(sensor))]
    order = np.argsort(sensor, kind="stable")
    starts = np.cumsum(counts) - counts
    rank = np.arange(len(order)) - starts[sensor[order]]
    return [order[rank == turn] for turn in range(int(counts.max()))]
