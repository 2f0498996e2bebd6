"""Volume: more bytes out than an asset's declared needs and its peers explain.

Two baselines must both be exceeded. The first is what the register declares: the bytes that an asset's needs add up to
in a window, times a factor. The second is what its peers do: the median and the spread of its own kind in the same
window, so that a busy day for all workstations accuses none of them.

Sources: RFC 8520 for the declared needs; robust z-score with the median absolute deviation and the factor 1.4826: B.
Iglewicz, D. Hoaglin, How to Detect and Handle Outliers, ASQC 1993 (their cut-off is 3.5).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.parts.window import Window, tally

_TO_SIGMA = 1.4826


class Volume(Detector):
    """Bytes out per asset in a sliding window, against declared needs and peers of the same kind."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_s: float = Field(300.0, ge=30, le=86_400, description="length of the sliding window, s [judgement]")
    factor: float = Field(8.0, gt=1, le=1000, description="times the declared bytes that raise medium [judgement]")
    high_factor: float = Field(
        80.0, gt=1, le=10_000, description="times the declared bytes that raise high [judgement]"
    )
    least_bytes: int = Field(2_000_000, ge=0, description="bytes in a window that nobody asks about, bytes [judgement]")
    z: float = Field(3.5, gt=0, le=100, description="robust z-score among peers [Iglewicz and Hoaglin 1993]")
    peers: int = Field(5, ge=2, le=1000, description="peers needed before they count [judgement]")

    _register: Register = PrivateAttr()
    _kind: Ints = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _expected: Ints = PrivateAttr()
    _out: Window = PrivateAttr()
    _away: Window = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the declared volumes, empty the windows."""
        super().start(watch)
        self._register = Register(watch)
        self._kind = self._register.ids(asset.kind for asset in self._register.assets)[0]
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._expected = self._declared(watch)
        length = round(self.window_s / self.cadence_s)
        self._out = Window(length, self._register.count + 1)
        self._away = Window(length, self._register.count + 1)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Assets whose window is out of proportion at the end of *batch*."""
        flow = batch.tables["flow"]
        size = self._register.count + 1
        source = self._register.numbers(flow["src"])
        away = np.where(self._outside[self._register.numbers(flow["dst"])], flow["bytes_out"], 0)
        total = self._out.push(tally(source, size, flow["bytes_out"]))
        outside = self._away.push(tally(source, size, away))
        allowance = np.maximum(self._expected, self.least_bytes)
        loud = np.flatnonzero((total > self.factor * allowance)[:-1] & ~self._outside[:-1])
        odd = [number for number in loud.tolist() if self._stands_out(total, number)]
        return in_order(self._accuse(batch, flow, source, odd, total / allowance, outside * 2 > total))

    def _stands_out(self, total: Ints, number: int) -> bool:
        """Whether it is far above the middle of its kind; too few peers prove nothing either way."""
        others = np.flatnonzero(self._kind[:-1] == self._kind[number])
        others = others[others != number]
        if len(others) < self.peers:
            return True
        middle = float(np.median(total[others]))
        spread = _TO_SIGMA * float(np.median(np.abs(total[others] - middle)))
        return float(total[number]) - middle > self.z * max(spread, 0.1 * middle, 1.0)

    def _accuse(
        self, batch: Batch, flow: Columns, source: Ints, odd: list[int], times: np.ndarray, leaves: Flags
    ) -> list[Alert]:
        alerts = []
        for number in odd:
            level: Level = "high" if times[number] > self.high_factor else "medium"
            rows = np.flatnonzero(source == number)
            if self._said.passes((number, level), batch.to_us):
                where = "to the internet" if leaves[number] else "inside the hub"
                title = f"sends far more {where} than its needs and its peers explain"
                technique = "T1041" if leaves[number] else "T0882"
                evidence = int(flow["flow"][rows[0]]) if len(rows) else 0
                entity = self._register.assets[number].name
                alerts.append(Alert(batch.to_us, entity, technique, level, title, evidence, max(1, len(rows))))
        return alerts

    def _declared(self, watch: Watch) -> Ints:
        """Bytes of each asset's periodic needs in a window, shape (count + 1,); on-demand needs add none."""
        expected = np.zeros(self._register.count + 1, dtype=np.int64)
        for demand in watch.inventory.demands:
            if demand.need.every_s > 0:
                each = demand.need.bytes_out * self.window_s / demand.need.every_s
                expected[watch.inventory.index[demand.src]] += round(each)
        return expected
