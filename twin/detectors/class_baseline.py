"""Class baseline: what no member of a device's class does is odd, and so is what one does far more often than the rest.

A class is a kind of device in the register. Four things are held against it:

* **services and peers**: a service towards a function of peers that no member of the class declares: medium, and high
  where the service controls and nobody works at such devices;
* **verbs**: a permitted service with an application verb that no member declares, where the verb can be read: medium,
  and high where it writes. A printer that may read stock and updates it is on a permitted pair, and no list of pairs
  sees it;
* **rates**: exchanges of one asset by one service in a window, more than ``factor`` times what its needs add up to and
  far above its class by a robust z-score. An attack inside what is permitted shows in how much it is. Needs on demand
  state no rate; there the class alone judges, and a class with few members does not;
* **hours**: a class that was never active in an hour of the day during the first ``days`` is: low. Machines never rest
  and are never judged so; people and what they start are.

What a class may do is what its members' needs declare. Where none are declared, it is what they were heard doing in the
first ``learn_min`` minutes, an attack included.

Sources: RFC 8520 (what a type of device needs); A. Hamza et al., Detecting volumetric attacks on IoT devices via SDN
monitoring of MUD activity, ACM SOSR 2019 (volumes inside permitted flows, by type of device); B. Iglewicz, D. Hoaglin,
How to Detect and Handle Outliers, ASQC 1993 (3.5); ATT&CK T0886 (Remote Services), T0869 (Standard Application Layer
Protocol), T0814 (Denial of Service). Levels and factors are judgements.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.units import DAY_US, HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.class_patterns import ClassPatterns
from twin.detectors.parts.class_rates import Rates
from twin.detectors.parts.probes import wordless
from twin.detectors.parts.register import Flags, Register, look_up, marked
from twin.detectors.parts.services import CONTROL, PEOPLE
from twin.detectors.parts.voice import Spacing, in_order
from twin.net.protocols import PROTOCOLS

_READ = ("src", "dst", "service", "verb", "flow", "bytes_out", "bytes_in")


class ClassBaseline(Detector):
    """Services, verbs, rates and hours that the members of a device's class do not have."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    learn_min: float = Field(
        60.0, ge=0, le=100_000, description="how long it only learns where no needs are declared, min [judgement]"
    )
    window_s: float = Field(300.0, ge=30, le=86_400, description="length of the sliding window, s [judgement]")
    factor: float = Field(5.0, gt=1, le=1000, description="times the declared rate that is too much [judgement]")
    least: int = Field(60, ge=1, le=1_000_000, description="exchanges in a window that nobody asks about [judgement]")
    z: float = Field(3.5, gt=0, le=100, description="robust z-score in the class [Iglewicz and Hoaglin 1993]")
    peers: int = Field(5, ge=2, le=1000, description="peers needed before they count [judgement]")
    days: int = Field(3, ge=1, le=365, description="days until the hours of a class are known [judgement]")
    auditors: tuple[str, ...] = Field((), description="assets or kinds that are asked to look for services")

    _register: Register = PrivateAttr()
    _excused: Flags = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _people: Flags = PrivateAttr()
    _control: Ints = PrivateAttr()
    _writes: Ints = PrivateAttr()
    _patterns: ClassPatterns = PrivateAttr()
    _rates: Rates = PrivateAttr()
    _active: Flags = PrivateAttr()
    _until_us: Us = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn what the classes declare; forget what was heard."""
        super().start(watch)
        self._register = Register(watch)
        self._excused = self._register.meant(self.auditors)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._people = self._register.flags(lambda asset: asset.function in PEOPLE)
        self._control = marked(watch.names, CONTROL)
        self._writes = marked(watch.names, sorted({verb for name in PROTOCOLS for verb in PROTOCOLS[name].writes}))
        self._patterns = ClassPatterns(self._register, watch)
        length = round(self.window_s / self.cadence_s)
        self._rates = Rates(self._register, watch, length, self.window_s)
        self._active = np.zeros((len(self._patterns.kinds) + 1, 24), dtype=np.bool_)
        self._until_us = 0 if watch.inventory.demands else us(60 * self.learn_min)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Assets that did in *batch* what their class does not."""
        flow = {name: batch.tables["flow"][name] for name in _READ}
        source = self._register.numbers(flow["src"])
        theirs = (source < self._register.count) & ~self._outside[source]
        if self._excused.any():
            theirs &= ~(self._excused[source] & wordless(flow))
        if not theirs.all():
            flow, source = {name: values[theirs] for name, values in flow.items()}, source[theirs]
        loud = self._loud(flow, source)
        alerts = self._untimely(batch, flow, source)
        if batch.to_us <= self._until_us:
            self._patterns.learn(flow)
        else:
            alerts += self._strange(batch, flow, source) + self._too_often(batch, flow, source, loud)
        return in_order(alerts)

    def _loud(self, flow: Columns, source: Ints) -> list[tuple[int, int]]:
        """Assets and services that are far above what they declare and above their class in the window."""
        self._rates.push(source, flow, keep=self._names_flows)
        return self._rates.over(self.factor, self.least, self.z, self.peers)

    def _strange(self, batch: Batch, flow: Columns, source: Ints) -> list[Alert]:
        """Alerts about services and verbs that are not of the class."""
        foreign, unasked = self._patterns.odd(flow)
        odd = np.flatnonzero(foreign | unasked)
        self._accuse_flows(flow["flow"][odd])
        control = look_up(self._control, flow["service"][odd]) == 1
        writes = look_up(self._writes, flow["verb"][odd]) == 1
        grave = ~self._people[source[odd]] & np.where(foreign[odd], control, writes)
        alerts = []
        for number in np.unique(source[odd]).tolist():
            mine = source[odd] == number
            level: Level = "high" if grave[mine].any() else "medium"
            worst = int(odd[int(np.argmax(np.where(mine, 1 + grave, 0)))])
            what = "a service" if foreign[worst] else "a verb"
            title = f"uses {what} that no device of its class declares"
            alerts += self._say(batch, number, level, "T0886", title, flow["flow"][odd[mine]], int(flow["flow"][worst]))
        return alerts

    def _too_often(self, batch: Batch, flow: Columns, source: Ints, loud: list[tuple[int, int]]) -> list[Alert]:
        """Alerts about rates."""
        if self._names_flows and loud:
            self._accuse_flows(self._rates.take(loud))
        alerts = []
        for number, service in loud:
            rows = flow["flow"][(source == number) & (flow["service"] == service)]
            title = f"uses {batch.names.text(service)} far more often than its class"
            alerts += self._say(batch, number, "medium", "T0814", title, rows, int(rows[0]) if len(rows) else 0)
        return alerts

    def _untimely(self, batch: Batch, flow: Columns, source: Ints) -> list[Alert]:
        """Alerts about classes that wake in an hour in which they sleep; in the first days they are learned."""
        day, hour = batch.from_us // DAY_US, batch.from_us % DAY_US // HOUR_US
        classes = self._patterns.kind[source]
        if day < self.days:
            self._active[classes, hour] = True
            return []
        odd = ~self._active[classes, hour] & self._active[classes].any(axis=1)
        self._accuse_flows(flow["flow"][odd])
        alerts = []
        for number in np.unique(source[odd]).tolist():
            rows = flow["flow"][source == number]
            title = "is active at an hour at which its class never was"
            alerts += self._say(batch, number, "low", "T0869", title, rows, int(rows[0]))
        return alerts

    def _say(
        self, batch: Batch, number: int, level: Level, technique: str, title: str, rows: Array, evidence: int
    ) -> list[Alert]:
        """The alert, unless the same was said of the asset within the hour."""
        if not self._said.passes((number, level, title), batch.to_us):
            return []
        entity = self._register.assets[number].name
        return [Alert(batch.to_us, entity, technique, level, title, evidence, max(1, len(rows)))]
