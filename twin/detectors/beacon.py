"""Beacon: somebody outside is called again and again, as a clock would call.

Malware that waits for orders asks for them, mostly at regular times and with messages of one size. Each pair of an
asset and a stranger outside the hub is scored in four parts of equal weight (:mod:`twin.detectors.parts.regularity`):
timing, size, duration and histogram. The score says the level: from 0.5 low, 0.75 medium, 0.9 high, and 1 critical.
Bursts, people and browsers come to less than a half.

What a declared need explains is no stranger: machines are regular by nature, and most of a hub would be accused.

Sources: the beacon score of RITA (Active Countermeasures, GPL), its documentation and configuration: at least four
connections, bands at 50, 75, 90 and 100 percent; ATT&CK T1071 (Application Layer Protocol).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Reached, Watch
from twin.detectors.parts.farthest import Farthest, nearest_first
from twin.detectors.parts.register import Flags, Register, among, declared_triples, packed
from twin.detectors.parts.regularity import LEAST_CALLS, regularity
from twin.detectors.parts.voice import Spacing, in_order

_MOST_CALLS = 200_000


class Beacon(Detector):
    """Pairs of an asset and a stranger outside whose score passes a band."""

    cadence_s: float = Field(
        60.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_h: float = Field(24.0, gt=0, le=168, description="length of the sliding window, h [RITA: a day]")
    least: int = Field(4, ge=LEAST_CALLS, le=10_000, description="calls before a pair is judged [RITA]")
    low: float = Field(0.50, gt=0, le=1, description="score that raises low [RITA's band]")
    medium: float = Field(0.75, gt=0, le=1, description="score that raises medium [RITA's band]")
    high: float = Field(0.90, gt=0, le=1, description="score that raises high [RITA's band]")
    critical: float = Field(1.00, gt=0, le=1, description="score that raises critical [RITA's band]")

    _register: Register = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _calls: Ints = PrivateAttr()
    _farthest: Farthest = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every call."""
        super().start(watch)
        self._register = Register(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._outside[-1] = True
        self._declared = declared_triples(watch)
        self._calls = np.zeros((4, 0), dtype=np.int64)
        names = [asset.name for asset in self._register.assets]
        self._farthest = Farthest([*names, "stranger"], "score of calls like clockwork", self.low)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Pairs that pass a band at the end of *batch*."""
        fresh = self._strange(batch.tables["flow"])
        if not fresh.shape[1]:
            return []
        since = batch.to_us - us(3600 * self.window_h)
        calls = np.concatenate([self._calls[:, self._calls[1] >= since], fresh], axis=1)
        self._calls = calls[:, -_MOST_CALLS:]
        alerts = []
        for pair in np.unique(fresh[0]).tolist():
            mine = self._calls[:, self._calls[0] == pair]
            if mine.shape[1] >= self.least:
                alerts += self._judge(batch, mine, max(since, 0))
        return in_order(alerts)

    def why(self) -> list[Reached]:
        """The highest score of each source's calls to one stranger outside, of the least band."""
        return nearest_first(self._farthest.told())

    def _strange(self, flow: Columns) -> Ints:
        """Pair, time, bytes and flow (4, n) of the calls from inside to strangers outside."""
        source, target = self._register.numbers(flow["src"]), self._register.numbers(flow["dst"])
        away = np.flatnonzero(self._outside[target] & ~self._outside[source])
        away = away[~among(packed(flow["src"][away], flow["dst"][away], flow["service"][away]), self._declared)]
        none = np.zeros(len(away), dtype=np.int64)
        pair = packed(none, flow["src"][away], flow["dst"][away])
        return np.stack([pair, *(flow[name][away].astype(np.int64) for name in ("time", "bytes_out", "flow"))])

    def _judge(self, batch: Batch, calls: Ints, since_us: Us) -> list[Alert]:
        score = regularity(calls[1], calls[2], since_us, batch.to_us).score
        self._farthest.take(self._register.numbers(calls[0, :1] >> 21), np.array([score]))
        if score < self.low:
            return []
        flows = calls[3].astype(np.uint64)
        self._accuse_flows(flows)
        pair, level = int(calls[0, 0]), self._level(score)
        if not self._said.passes((pair, level), batch.to_us):
            return []
        source, target = (batch.names.text(code) for code in (pair >> 21, pair & ((1 << 21) - 1)))
        title = f"calls {target} as a clock would"
        return [Alert(batch.to_us, source, "T1071", level, title, int(flows[0]), len(flows))]

    def _level(self, score: float) -> Level:
        bands: tuple[tuple[Level, float], ...] = (
            ("critical", self.critical), ("high", self.high), ("medium", self.medium),
        )  # fmt: skip
        return next((level for level, least in bands if score >= least), "low")
