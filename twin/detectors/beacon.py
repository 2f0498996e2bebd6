"""Beacon: somebody outside is called again and again, as a clock would call.

Malware that waits for orders asks for them, mostly at regular times and with messages of one size. For each pair of an
asset and a stranger outside the hub four parts between 0 and 1 are averaged:

* **timing**: intervals are symmetric about their middle (Bowley's skewness) and hardly scatter (median deviation);
* **size**: so are the bytes sent;
* **duration**: the calls cover the time that was watched;
* **histogram**: cut into 24 pieces, each piece of that time holds as many calls as the others.

What a declared need explains is no stranger: machines are regular by nature, and most of a hub would be accused.

Sources: the beacon score of RITA (Active Countermeasures, GPL; its documentation and configuration: four parts of equal
weight, bands at 50, 75, 90 and 100 percent, at least four connections), the formulas as we read them; A. L. Bowley,
Elements of Statistics, 1901 (skewness by quartiles); ATT&CK T1071 (Application Layer Protocol).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.units import HOUR_US, SECOND_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.register import Flags, Register, among, packed
from twin.detectors.parts.voice import Spacing, in_order

_TIME_SCATTER_S = 30.0
_SIZE_SCATTER_BYTES = 32.0
"""Median deviations at which a part has nothing left [RITA's documentation]."""
_PIECES = 24
_MOST_CALLS = 200_000


class Beacon(Detector):
    """Pairs of an asset and a stranger outside whose score passes a band."""

    cadence_s: float = Field(
        60.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_h: float = Field(6.0, gt=0, le=168, description="length of the sliding window, h [RITA: 6 at least]")
    least: int = Field(10, ge=4, le=10_000, description="calls before a pair is judged [judgement; RITA: 4]")
    medium: float = Field(0.75, gt=0, le=1, description="score that raises medium [RITA's band]")
    high: float = Field(0.90, gt=0, le=1, description="score that raises high [RITA's band]")

    _register: Register = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _calls: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every call."""
        super().start(watch)
        self._register = Register(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._outside[-1] = True
        self._declared = _declared(watch)
        self._calls = np.zeros((4, 0), dtype=np.int64)
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

    def _strange(self, flow: Columns) -> Ints:
        """Pair, time, bytes and flow (4, n) of the calls from inside to strangers outside."""
        source, target = self._register.numbers(flow["src"]), self._register.numbers(flow["dst"])
        away = np.flatnonzero(self._outside[target] & ~self._outside[source])
        away = away[~among(packed(flow["src"][away], flow["dst"][away], flow["service"][away]), self._declared)]
        none = np.zeros(len(away), dtype=np.int64)
        pair = packed(none, flow["src"][away], flow["dst"][away])
        return np.stack([pair, *(flow[name][away].astype(np.int64) for name in ("time", "bytes_out", "flow"))])

    def _judge(self, batch: Batch, calls: Ints, since_us: Us) -> list[Alert]:
        score = beacon_score(calls[1], calls[2], since_us, batch.to_us)
        pair = int(calls[0, 0])
        level: Level = "high" if score >= self.high else "medium"
        if score < self.medium or not self._said.passes((pair, level), batch.to_us):
            return []
        source, target = (batch.names.text(code) for code in (pair >> 21, pair & ((1 << 21) - 1)))
        title = f"calls {target} as a clock would"
        return [Alert(batch.to_us, source, "T1071", level, title, int(calls[3, 0]), calls.shape[1])]


def beacon_score(time_us: Ints, size_bytes: Ints, from_us: Us, to_us: Us) -> float:
    """Mean of the four parts of one pair's calls, shape (n,), 3 or more, watched from *from_us* to *to_us*."""
    watched_us = max(to_us - from_us, 1)
    gaps_s = np.diff(time_us) / SECOND_US
    timing = _steadiness(gaps_s, _TIME_SCATTER_S)
    size = _steadiness(size_bytes.astype(np.float64), _SIZE_SCATTER_BYTES)
    duration = min(1.0, float(time_us[-1] - time_us[0] + np.median(gaps_s) * SECOND_US) / watched_us)
    pieces = np.minimum((time_us - from_us) * _PIECES // watched_us, _PIECES - 1)
    counts = np.bincount(pieces, minlength=_PIECES).astype(np.float64)
    spread = float(np.sqrt(np.mean((counts - counts.mean()) ** 2)) / counts.mean())
    return (timing + size + duration + max(0.0, 1.0 - spread)) / 4.0


def _steadiness(values: Floats, scatter: float) -> float:
    """1 for values that are all alike, 0 for values that lean to one side and scatter by *scatter* or more."""
    low, middle, high = (float(part) for part in np.percentile(values, (25, 50, 75)))
    skewness = (low + high - 2.0 * middle) / (high - low) if high > low else 0.0
    deviation = float(np.median(np.abs(values - middle)))
    return (1.0 - abs(skewness) + max(0.0, 1.0 - deviation / scatter)) / 2.0


def _declared(watch: Watch) -> Ints:
    demands = watch.inventory.demands
    src, dst = (watch.names.codes(getattr(demand, end) for demand in demands) for end in ("src", "dst"))
    return np.unique(packed(src, dst, watch.names.codes(demand.need.service for demand in demands)))
