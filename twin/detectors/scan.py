"""Scan: threshold random walk over first contacts.

Somebody who looks for services mostly finds none. For each source the detector walks: a first contact (target and port)
in which something is said makes "benign" likelier, one that is refused, unanswered or dropped without a word makes
"scanner" likelier, each by a fixed ratio; past an upper threshold the source is accused, past a lower one the walk
begins anew. With the usual parameters four failures in a row suffice. Contacts that were made before say nothing and
cost nothing, so neither chatter nor patience hides a scan: four failures an hour apart weigh as much as four a second.
A walk that has not moved for ``memory_h`` is forgotten, because devices that are moved and renamed fail now and then.

For one first contact that succeeds with chance p the walk moves by

    log(scanner / benign) with p,   log((1 - scanner) / (1 - benign)) with 1 - p,

and the thresholds are log(detection / false_positives) and log((1 - detection) / (1 - false_positives)). By Wald's
identity the mean number of contacts is the mean of the walk at its end over the mean of its steps: 5.4 for a scanner
who finds one door in five, 4 for one who finds none.

Many ports of one target are many contacts, so a vertical scan counts like a horizontal one, over permitted pairs too: a
probe that is answered and dropped is a failure, since nothing was said. What a response refuses is no failure: an
isolated device is not a scanner. Neither is the victim of somebody who used our addresses (see :mod:`.parts.probes`),
nor who is asked to look: ``auditors`` accuse nobody by contacts in which nothing is said, which is what their absence
from the list would cost, and whoever holds one of them scans unseen.

Sources: J. Jung, V. Paxson, A. W. Berger, H. Balakrishnan, Fast portscan detection using sequential hypothesis testing,
IEEE Symposium on Security and Privacy 2004 (equations 1 to 5 and section 4.2; theta0 0.8, theta1 0.2, false positives
0.01, detection 0.99; four or five contacts suffice); A. Wald, Sequential analysis, 1947 (the identities). Counting
ports as targets and wordless answers as failures is ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import log
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.core.units import HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Reached, Watch
from twin.detectors.parts.contacts import Contacts
from twin.detectors.parts.farthest import nearest_first
from twin.detectors.parts.probes import backscatter, wordless
from twin.detectors.parts.register import Flags, Register, packed
from twin.detectors.parts.voice import Spacing, in_order

_WALKED = ("src", "time", "flow")
_READ = (*_WALKED, "dst_port", "state", "action", "rule", "bytes_out", "bytes_in")
_REMEMBERED = 65_536
_WALKS = 10_000
_FLOWS_KEPT = 256


class _Walk(NamedTuple):
    """Where one source's walk stands.

    The log likelihood ratio, when it last moved, its flows, the first failure's flow, and how many first contacts.
    """

    ratio: float = 0.0
    moved_us: Us = 0
    flows: tuple[int, ...] = ()
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
    memory_h: float = Field(24.0, gt=0, le=8760, description="a walk that stood still so long is over, h [judgement]")
    auditors: tuple[str, ...] = Field((), description="assets or kinds that are asked to look for services")

    _register: Register = PrivateAttr()
    _excused: Flags = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _steps: tuple[float, float] = PrivateAttr()
    _bounds: tuple[float, float] = PrivateAttr()
    _contacts: Contacts = PrivateAttr()
    _walks: dict[int, _Walk] = PrivateAttr()
    _farthest: dict[int, float] = PrivateAttr()
    _said: Spacing = PrivateAttr()
    _answered: Ints = PrivateAttr()
    _denied: int = PrivateAttr()
    _response: dict[int, bool] = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every contact and every walk."""
        super().start(watch)
        self._register = Register(watch)
        self._excused = self._register.meant(self.auditors)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        good, bad = self.scanner_success / self.benign_success, (1 - self.scanner_success) / (1 - self.benign_success)
        low, high = (1 - self.detection) / (1 - self.false_positives), self.detection / self.false_positives
        logs = log(np.array([good, bad, low, high]))
        self._steps = (float(logs[0]), float(logs[1]))
        self._bounds = (float(logs[2]), float(logs[3]))
        self._contacts = Contacts(_REMEMBERED)
        self._walks, self._farthest, self._response = {}, {}, {}
        self._said = Spacing(HOUR_US)
        self._answered, self._denied = watch.names.codes(("SF", "RSTO")), watch.names.code("deny")

    def observe(self, batch: Batch) -> list[Alert]:
        """Sources whose walk crossed the upper threshold in *batch*; each at most once an hour."""
        flow = batch.tables["flow"]
        if not len(flow["time"]):
            return []
        first = self._contacts.first(packed(flow["src"], flow["dst"], flow["dst_port"]))
        if not len(first):
            return []
        made = {name: flow[name][first] for name in _READ}
        failed = self._failed(made)
        telling = ~(self._responses(made["rule"], batch.names) | self._innocent(made))
        return in_order(self._walked(batch, {name: made[name][telling] for name in _WALKED}, failed[telling]))

    def why(self) -> list[Reached]:
        """The farthest that each source's walk has come, of the upper threshold; log likelihood ratios."""
        upper, text = self._bounds[1], self._watch.names.text
        what = "walk over first contacts that fail"
        found = [Reached(text(source), what, far, upper) for source, far in self._farthest.items()]
        return nearest_first(found)

    def _failed(self, made: Columns) -> Flags:
        """Which of the contacts came to nothing."""
        dropped = made["state"] == self._answered[1]
        refused = ~np.isin(made["state"], self._answered) | (made["action"] == self._denied)
        failed: Flags = refused | (dropped & wordless(made))
        return failed

    def _innocent(self, made: Columns) -> Flags:
        """Which of the contacts say nothing about who made them."""
        source = self._register.numbers(made["src"])
        innocent: Flags = (self._excused[source] & wordless(made)) | backscatter(made, self._outside[source])
        return innocent

    def _responses(self, rules: Array, names: Names) -> Flags:
        """Which rules are those of a response: what it refuses says nothing about the source."""
        for code in rules.tolist():
            if code not in self._response:
                self._response[code] = names.text(code).startswith("response:")
        return np.array([self._response[code] for code in rules.tolist()], dtype=np.bool_)

    def _walked(self, batch: Batch, made: Columns, failed: Flags) -> list[Alert]:
        alerts = []
        steps = zip(made["src"].tolist(), made["time"].tolist(), made["flow"].tolist(), failed.tolist(), strict=True)
        for source, time_us, flow, bad in steps:
            if self._said.quiet(source, batch.to_us):
                self._accuse_flows(np.array([flow] * bad, dtype=np.uint64))
                continue
            walk = self._step(source, time_us, flow, bad=bad)
            if walk.ratio >= self._bounds[1] and self._said.passes(source, batch.to_us):
                del self._walks[source]
                self._accuse_flows(np.array(walk.flows, dtype=np.uint64))
                alerts.append(self._alert(batch.names.text(source), batch.to_us, walk))
        return alerts

    def _step(self, source: int, time_us: Us, flow: int, *, bad: bool) -> _Walk:
        """Move the walk of *source*; one that stood still for too long, or that came to the lower end, begins anew."""
        if source not in self._walks and len(self._walks) >= _WALKS:
            oldest = next(iter(self._walks))
            del self._walks[oldest]
            self._farthest.pop(oldest, None)
        walk = self._walks.get(source, _Walk())
        if time_us - walk.moved_us > us(3600 * self.memory_h):
            walk = _Walk()
        ratio, evidence = walk.ratio + self._steps[bad], walk.evidence or (flow if bad else 0)
        flows = (*walk.flows, flow)[-_FLOWS_KEPT:] if evidence else ()
        walk = _Walk(ratio, time_us, flows, evidence, walk.rows + 1) if ratio > self._bounds[0] else _Walk()
        self._walks[source] = walk
        self._farthest[source] = max(walk.ratio, self._farthest.get(source, 0.0))
        return walk

    @staticmethod
    def _alert(entity: str, now_us: Us, walk: _Walk) -> Alert:
        title = "most of its first contacts fail: it looks for services"
        return Alert(now_us, entity, "T0846.001", "high", title, walk.evidence, walk.rows)
