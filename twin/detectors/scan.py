"""Scan: threshold random walk over first contacts.

Somebody who looks for services mostly finds none. For each source the detector walks: a first contact (target and port)
that is answered makes "benign" likelier, one that is refused or unanswered makes "scanner" likelier, each by a fixed
ratio; past an upper threshold the source is accused, past a lower one the walk begins anew. With the usual parameters
four failures in a row suffice. Contacts that were made before say nothing and cost nothing.

Many ports of one target are many contacts, so a vertical scan counts like a horizontal one. What a response refuses is
no failure: an isolated device is not a scanner.

Sources: J. Jung, V. Paxson, A. W. Berger, H. Balakrishnan, Fast portscan detection using sequential hypothesis testing,
IEEE Symposium on Security and Privacy 2004 (equations 1 to 5; theta0 0.8, theta1 0.2, false positives 0.01, detection
0.99). Counting ports as targets is ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import log
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.core.units import HOUR_US, Us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.contacts import Contacts
from twin.detectors.parts.register import Flags, packed
from twin.detectors.parts.voice import Spacing, in_order

_REMEMBERED = 65_536


class _Walk(NamedTuple):
    """Where one source's walk stands: log likelihood ratio, first failure's flow, first contacts so far."""

    ratio: float = 0.0
    evidence: int = 0
    rows: int = 0


class Scan(Detector):
    """Port and host scans, by threshold random walk.

    Probabilities are those of one first contact succeeding; ``false_positives`` and ``detection`` set the thresholds.
    """

    cadence_s: float = Field(5.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]")
    benign_success: float = Field(
        0.8, gt=0, lt=1, description="first contacts of benign sources that succeed [Jung 2004]"
    )
    scanner_success: float = Field(0.2, gt=0, lt=1, description="first contacts of scanners that succeed [Jung 2004]")
    false_positives: float = Field(
        0.01, gt=0, lt=0.5, description="accepted chance to accuse a benign source [Jung 2004]"
    )
    detection: float = Field(0.99, gt=0.5, lt=1, description="wanted chance to accuse a scanner [Jung 2004]")

    _steps: tuple[float, float] = PrivateAttr()
    _bounds: tuple[float, float] = PrivateAttr()
    _contacts: Contacts = PrivateAttr()
    _walks: dict[int, _Walk] = PrivateAttr()
    _said: Spacing = PrivateAttr()
    _answered: Ints = PrivateAttr()
    _denied: int = PrivateAttr()
    _response: dict[int, bool] = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every contact and every walk."""
        super().start(watch)
        good, bad = self.scanner_success / self.benign_success, (1 - self.scanner_success) / (1 - self.benign_success)
        low, high = (1 - self.detection) / (1 - self.false_positives), self.detection / self.false_positives
        logs = log(np.array([good, bad, low, high]))
        self._steps = (float(logs[0]), float(logs[1]))
        self._bounds = (float(logs[2]), float(logs[3]))
        self._contacts = Contacts(_REMEMBERED)
        self._walks, self._response = {}, {}
        self._said = Spacing(HOUR_US)
        self._answered, self._denied = watch.names.codes(("SF", "RSTO")), watch.names.code("deny")

    def observe(self, batch: Batch) -> list[Alert]:
        """Sources whose walk crossed the upper threshold in *batch*; each at most once an hour."""
        flow = batch.tables["flow"]
        if not len(flow["time"]):
            return []
        first = self._contacts.first(packed(flow["src"], flow["dst"], flow["dst_port"]))
        first = first[~self._responses(flow["rule"][first], batch.names)]
        if not len(first):
            return []
        failed = ~np.isin(flow["state"][first], self._answered) | (flow["action"][first] == self._denied)
        return in_order(self._walked(batch, flow, first, failed))

    def _responses(self, rules: Array, names: Names) -> Flags:
        """Which rules are those of a response: what it refuses says nothing about the source."""
        for code in rules.tolist():
            if code not in self._response:
                self._response[code] = names.text(code).startswith("response:")
        return np.array([self._response[code] for code in rules.tolist()], dtype=np.bool_)

    def _walked(self, batch: Batch, flow: Columns, first: Ints, failed: Flags) -> list[Alert]:
        alerts = []
        steps = zip(flow["src"][first].tolist(), flow["flow"][first].tolist(), failed.tolist(), strict=True)
        for source, evidence, bad in steps:
            if not self._said.quiet(source, batch.to_us):
                walk = self._step(source, evidence, bad=bad)
                if walk.ratio >= self._bounds[1] and self._said.passes(source, batch.to_us):
                    del self._walks[source]
                    alerts.append(self._alert(batch.names.text(source), batch.to_us, walk))
        return alerts

    def _step(self, source: int, evidence: int, *, bad: bool) -> _Walk:
        walk = self._walks.get(source, _Walk())
        walk = _Walk(walk.ratio + self._steps[bad], walk.evidence or (evidence if bad else 0), walk.rows + 1)
        if walk.ratio <= self._bounds[0]:
            walk = _Walk()
        self._walks[source] = walk
        return walk

    @staticmethod
    def _alert(entity: str, now_us: Us, walk: _Walk) -> Alert:
        title = "most of its first contacts fail: it looks for services"
        return Alert(now_us, entity, "T0846.001", "high", title, walk.evidence, walk.rows)
