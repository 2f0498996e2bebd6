"""Volume: more bytes out than an asset's declared needs and its peers explain, at once or little by little.

Two baselines must both be exceeded. The first is what the register declares: the bytes that an asset's needs add up to
in a window, or a least number where they are fewer, times a factor; by default nobody is asked about 16 MB in the
short window, nor about 15 MB that leave in the long one. The second is what its class does: the median and the spread
of its own kind in the same window, so that a busy day for all workstations accuses none of them.

Two windows are watched. In the short one all bytes count, and it takes a flood to be seen. In the long one only those
that leave the hub count, and so data that are carried out in small portions over hours are seen as well: nothing inside
drowns them, and what may leave is declared to the byte.

Sources: RFC 8520 for the declared needs; robust z-score with the median absolute deviation and the factor 1.4826
(0.6745 is its inverse): B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers, ASQC 1993 (their cut-off is 3.5);
ATT&CK Enterprise T1030 (Data Transfer Size Limits) for the small portions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Array
from twin.core.units import HOUR_US, Us
from twin.detectors.base import Alert, Batch, Detector, Level, Reached, Watch
from twin.detectors.parts.farthest import Farthest, nearest_first
from twin.detectors.parts.peers import stands_out
from twin.detectors.parts.register import Flags, Register
from twin.detectors.parts.trail import Trail
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.parts.window import Window, tally


class _Scale(NamedTuple):
    """One window: its sums and flows, and what each asset may send in it, shape (count + 1,)."""

    window: Window
    trail: Trail
    allowance: Ints
    factor: float


class Volume(Detector):
    """Bytes out per asset in a short and a long sliding window, against declared needs and peers of the same kind."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_s: float = Field(300.0, ge=30, le=86_400, description="length of the sliding window, s [judgement]")
    factor: float = Field(8.0, gt=1, le=1000, description="times the declared bytes that raise medium [judgement]")
    high_factor: float = Field(
        80.0, gt=1, le=10_000, description="times the declared bytes that raise high [judgement]"
    )
    least_bytes: int = Field(
        2_000_000, ge=0, description="declared bytes in a window are taken for at least so many, bytes [judgement]"
    )
    long_window_h: float = Field(4.0, gt=0, le=168, description="length of the window for what leaves, h [judgement]")
    long_factor: float = Field(3.0, gt=1, le=1000, description="times the declared bytes in it that raise medium")
    long_least_bytes: int = Field(
        5_000_000, ge=0, description="declared bytes that leave in it are taken for at least so many [judgement]"
    )
    z: float = Field(3.5, gt=0, le=100, description="robust z-score among peers [Iglewicz and Hoaglin 1993]")
    peers: int = Field(5, ge=2, le=1000, description="peers needed before they count [judgement]")

    _register: Register = PrivateAttr()
    _kind: Ints = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _scales: tuple[_Scale, _Scale] = PrivateAttr()
    _away: Window = PrivateAttr()
    _farthest: tuple[Farthest, Farthest] = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the declared volumes, empty the windows."""
        super().start(watch)
        self._register = Register(watch)
        self._kind = self._register.ids(asset.kind for asset in self._register.assets)[0]
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        inside, leaving = self._declared(watch)
        long_s = 3600 * self.long_window_h
        self._scales = (
            self._scale(self.window_s, inside + leaving, self.least_bytes, self.factor),
            self._scale(long_s, leaving, self.long_least_bytes, self.long_factor),
        )
        self._away = Window(round(self.window_s / self.cadence_s), self._register.count + 1)
        names = [*(asset.name for asset in self._register.assets), "stranger"]
        self._farthest = (
            Farthest(names, "bytes sent, of what it may send", self.factor),
            Farthest(names, "bytes to the internet over hours, of what it may send", self.long_factor),
        )
        self._said = Spacing(HOUR_US)

    def _scale(self, length_s: float, rate: Floats, least: int, factor: float) -> _Scale:
        length = max(1, round(length_s / self.cadence_s))
        allowance = np.maximum((rate * length_s).astype(np.int64), least)
        return _Scale(Window(length, self._register.count + 1), Trail(length), allowance, factor)

    def observe(self, batch: Batch) -> list[Alert]:
        """Assets whose short or long window is out of proportion at the end of *batch*."""
        flow = batch.tables["flow"]
        size = self._register.count + 1
        source = self._register.numbers(flow["src"])
        leaves = self._outside[self._register.numbers(flow["dst"])]
        sent = flow["bytes_out"]
        away = self._away.push(tally(source, size, np.where(leaves, sent, 0)))
        short, long = self._scales
        total = short.window.push(tally(source, size, sent))
        gone = long.window.push(tally(source[leaves], size, sent[leaves]))
        if self._names_flows:
            short.trail.push(source, flow["flow"], sent)
            long.trail.push(source[leaves], flow["flow"][leaves], sent[leaves])
        everybody = np.arange(size)
        for scale, sums, farthest in zip(self._scales, (total, gone), self._farthest, strict=True):
            farthest.take(everybody, np.where(self._outside, 0.0, sums / scale.allowance))
        loud, trickle = self._odd(short, total), self._odd(long, gone)
        if not loud and not trickle:
            return []
        alerts = self._accuse(batch, source, loud, total / short.allowance, away * 2 > total)
        slowly = [number for number in trickle if not self._flooded(number, batch.to_us)]
        return in_order(alerts + self._accuse(batch, source, slowly, gone / long.allowance, None))

    def why(self) -> list[Reached]:
        """How many times what it may send each asset sent, in the short window and in the long one."""
        return nearest_first(*(each.told() for each in self._farthest))

    def _odd(self, scale: _Scale, total: Ints) -> list[int]:
        """Assets far above what they may send, and above their peers; the flows that make them so are accused."""
        above = np.flatnonzero((total > scale.factor * scale.allowance)[:-1] & ~self._outside[:-1])
        odd = [number for number in above.tolist() if self._stands_out(total, number)]
        for number in odd if self._names_flows else ():
            self._accuse_flows(scale.trail.heaviest(number, int(scale.allowance[number])))
        return odd

    def _flooded(self, number: int, now_us: Us) -> bool:
        """Whether the short window has said within the hour what the long one would say again."""
        levels: tuple[Level, ...] = ("medium", "high")
        return any(self._said.quiet((number, level, False), now_us) for level in levels)

    def _stands_out(self, total: Ints, number: int) -> bool:
        """Whether it is far above the middle of its kind; too few peers prove nothing either way."""
        others = np.flatnonzero(self._kind[:-1] == self._kind[number])
        others = others[others != number]
        return stands_out(float(total[number]), total[others], self.z, self.peers) is not False

    def _accuse(self, batch: Batch, source: Ints, odd: list[int], times: Floats, leaves: Flags | None) -> list[Alert]:
        """Alerts about *odd*; without *leaves* they are about the long window, from which everything leaves."""
        alerts = []
        for number in odd:
            outside = leaves is None or bool(leaves[number])
            level: Level = "high" if leaves is not None and times[number] > self.high_factor else "medium"
            if self._said.passes((number, level, leaves is None), batch.to_us):
                rows = batch.tables["flow"]["flow"][source == number]
                alerts.append(self._alert(batch, number, level, _title(outside, leaves is None), outside, rows))
        return alerts

    def _alert(self, batch: Batch, number: int, level: Level, title: str, outside: bool, rows: Array) -> Alert:
        technique = "T1041" if outside else "T0882"
        evidence = int(rows[0]) if len(rows) else 0
        entity = self._register.assets[number].name
        return Alert(batch.to_us, entity, technique, level, title, evidence, max(1, len(rows)))

    def _declared(self, watch: Watch) -> tuple[Floats, Floats]:
        """Bytes a second of each asset's periodic needs to peers inside and outside, shape (count + 1,) both.

        On-demand needs add none.
        """
        rates = np.zeros((2, self._register.count + 1), dtype=np.float64)
        index = watch.inventory.index
        for demand in watch.inventory.demands:
            if demand.need.every_s > 0:
                side = int(self._outside[index[demand.dst]])
                rates[side, index[demand.src]] += demand.need.bytes_out / demand.need.every_s
        return rates[0], rates[1]


def _title(outside: bool, slowly: bool) -> str:
    if slowly:
        return "carries far more to the internet over hours than its needs and its peers explain"
    return f"sends far more {'to the internet' if outside else 'inside the hub'} than its needs and its peers explain"
