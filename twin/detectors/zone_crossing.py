"""Zone crossing: traffic between zones that no conduit of the drawing carries, or that a conduit carries too readily.

An architect draws zones and the conduits between them; enforcement points are built after the drawing, and what they
let through is not always what was drawn. Each flow from one zone to another is held against the drawing and against the
declared needs:

* **not drawn, and passed**: high. An enforcement point has a hole, watches without enforcing, or was gone round;
* **not drawn, and refused**: one is nothing; from ``burst`` different doors in a window on, somebody tries the wall;
* **drawn, and no declared need asks for it**: the rule is broader than any need, and somebody makes use of that. Medium
  where the service controls or writes, else low.

What a declared need asks for is nobody's crossing, refused or not: a vendor's demand that the policy denies is a matter
for people. Where there is no drawing, the zones are the functions of the register, and the conduits what needs say of
them: one for each service that members of one function declare towards another.

A wall seen from inside: what stays within a zone is for others to find, and so is who is in no register. What comes
from outside to a port of openers and says nothing is backscatter.

Sources: IEC 62443-3-2 (ZCR 3: zones and conduits), IEC 62443-3-3 SR 5.2 RE 1 (deny by default) and SR 6.2 (continuous
monitoring of boundaries); ATT&CK Enterprise T1599 (Network Boundary Bridging), ICS T0846 (Remote System Discovery) and
T0886 (Remote Services). Levels and the burst are judgements.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.contacts import Contacts
from twin.detectors.parts.drawn import Drawn
from twin.detectors.parts.probes import backscatter, wordless
from twin.detectors.parts.register import Flags, Register, among, declared_triples, look_up, marked, packed
from twin.detectors.parts.services import CONTROL
from twin.detectors.parts.trail import Trail
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.parts.window import Window, tally

_REMEMBERED = 65_536
_FREE = ("limit:", "response:")
"""How the names of rules begin that refuse what the drawing may well permit."""


class ZoneCrossing(Detector):
    """Flows between zones against the drawing: undrawn ones that passed, bursts that were refused, rules too broad."""

    window_s: float = Field(600.0, ge=10, le=86_400, description="length of the window for a burst, s [judgement]")
    burst: int = Field(5, ge=2, le=10_000, description="different doors refused in it that are a burst [judgement]")
    auditors: tuple[str, ...] = Field((), description="assets or kinds that are asked to look for services")

    _register: Register = PrivateAttr()
    _excused: Flags = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _drawn: Drawn = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _control: Ints = PrivateAttr()
    _doors: Contacts = PrivateAttr()
    _refused: Window = PrivateAttr()
    _trail: Trail = PrivateAttr()
    _deny: int = PrivateAttr()
    _free: dict[int, bool] = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the drawing, or what the register makes of one."""
        super().start(watch)
        self._register = Register(watch)
        self._excused = self._register.meant(self.auditors)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._drawn = Drawn(self._register, watch)
        self._declared = declared_triples(watch)
        self._control = marked(watch.names, CONTROL)
        self._doors = Contacts(_REMEMBERED)
        length = round(self.window_s / self.cadence_s)
        self._refused, self._trail = Window(length, self._register.count + 1), Trail(length)
        self._deny, self._free = watch.names.code("deny"), {}
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """What crossed a boundary in *batch* and should not have."""
        flow = batch.tables["flow"]
        found = self._crossings(batch)
        drawn = self._drawn.carries(flow["src"][found], flow["dst"][found], flow["service"][found])
        refused = flow["action"][found] == self._deny
        alerts = self._bursts(batch, found[refused & ~drawn])
        if len(found):
            alerts += self._accuse(batch, found[~refused & ~drawn], passed=True)
            alerts += self._accuse(batch, found[~refused & drawn], passed=False)
        return in_order(alerts)

    def _crossings(self, batch: Batch) -> Ints:
        """Rows of *batch* from one zone to another that no declared need asks for, and that say something of it."""
        flow = batch.tables["flow"]
        source, target = self._register.numbers(flow["src"]), self._register.numbers(flow["dst"])
        rows = np.flatnonzero(self._drawn.apart(source, target))
        rows = rows[~among(packed(flow["src"][rows], flow["dst"][rows], flow["service"][rows]), self._declared)]
        if not len(rows):
            return rows
        part = {name: flow[name][rows] for name in ("bytes_out", "bytes_in", "dst_port")}
        idle = (self._excused[source[rows]] & wordless(part)) | backscatter(part, self._outside[source[rows]])
        free = np.array([self._is_free(code, batch) for code in flow["rule"][rows].tolist()], dtype=np.bool_)
        return rows[~(idle | free)]

    def _is_free(self, rule: int, batch: Batch) -> bool:
        """Whether what decided was no boundary: a response, or a limit of quantity."""
        if rule not in self._free:
            self._free[rule] = batch.names.text(rule).startswith(_FREE)
        return self._free[rule]

    def _bursts(self, batch: Batch, rows: Ints) -> list[Alert]:
        """Sources that were refused at many different doors within the window; each door counts once."""
        flow = batch.tables["flow"]
        doors = rows[self._doors.first(packed(flow["src"][rows], flow["dst"][rows], flow["dst_port"][rows]))]
        size = self._register.count + 1
        total = self._refused.push(tally(self._register.numbers(flow["src"][doors]), size))
        many = total >= self.burst
        if self._names_flows:
            self._trail.push(self._register.numbers(flow["src"][rows]), flow["flow"][rows])
            self._accuse_flows(self._trail.take(many))
        alerts = []
        for number in np.flatnonzero(many[:-1]).tolist():
            mine = rows[self._register.numbers(flow["src"][rows]) == number]
            if len(mine) and self._said.passes((number, "burst"), batch.to_us):
                title = "is refused at one door after the other between zones"
                entity, first = self._register.assets[number].name, int(flow["flow"][mine[0]])
                alerts.append(Alert(batch.to_us, entity, "T0846", "medium", title, first, int(total[number])))
        return alerts

    def _accuse(self, batch: Batch, rows: Ints, *, passed: bool) -> list[Alert]:
        """Alerts about *rows*, which passed though not drawn, or were drawn though nobody needs them."""
        flow = batch.tables["flow"]
        self._accuse_flows(flow["flow"][rows])
        control = look_up(self._control, flow["service"][rows]) == 1
        alerts: list[Alert] = []
        for source in np.unique(flow["src"][rows]).tolist():
            mine = flow["src"][rows] == source
            grave = bool(control[mine].any())
            level: Level = "high" if passed else "medium" if grave else "low"
            worst = rows[int(np.argmax(np.where(mine, 1 + control, 0)))]
            alerts += self._alert(batch, int(worst), level, int(mine.sum()), passed=passed)
        return alerts

    def _alert(self, batch: Batch, row: int, level: Level, rows: int, *, passed: bool) -> Iterable[Alert]:
        flow: Columns = batch.tables["flow"]
        entity = batch.names.text(flow["src"][row])
        if not self._said.passes((entity, level), batch.to_us):
            return ()
        ends = self._register.numbers(np.array([flow["src"][row], flow["dst"][row]]))
        there = f"from {self._drawn.zone(int(ends[0]))} to {self._drawn.zone(int(ends[1]))}"
        how = ("passes", ", where no conduit is drawn") if passed else ("goes", " by a rule broader than any need")
        title = f"{how[0]} {there}{how[1]}"
        technique = "T1599" if passed else "T0886"
        return (Alert(batch.to_us, entity, technique, level, title, int(flow["flow"][row]), rows),)
