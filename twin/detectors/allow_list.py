"""Allow-list: flows that no declared need covers.

Devices of a hub are built for a purpose and say so: a manufacturer usage description is a list of the flows a device
needs. Whatever else it opens is a finding, and because the list also drives the hub's ordinary traffic, a quiet day is
silent. The price is known too: an attack inside an allowed flow passes unseen.

Who is asked to look for services (``auditors``) opens what nobody declared, and says nothing in it; that is forgiven,
and anything said is not.

Sources: RFC 8520 (Manufacturer Usage Description); A. Hamza et al., Detecting volumetric attacks on IoT devices via SDN
monitoring of MUD activity, ACM SOSR 2019 (what such a list cannot see).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.probes import wordless
from twin.detectors.parts.register import Flags, Register, among, declared_triples, look_up, marked, packed
from twin.detectors.parts.services import CONTROL, PEOPLE
from twin.detectors.parts.voice import Spacing, in_order

_SAID = ("bytes_out", "bytes_in")


class AllowList(Detector):
    """Flows outside the declared needs, by source: the first at once, then at most one alert an hour and level.

    High when a device that nobody works at opens a service that controls or writes; medium otherwise.
    """

    auditors: tuple[str, ...] = Field((), description="assets or kinds that are asked to look for services")

    _register: Register = PrivateAttr()
    _excused: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _people: Flags = PrivateAttr()
    _control: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn the declared needs, forget what was said."""
        super().start(watch)
        self._register = Register(watch)
        self._excused = self._register.meant(self.auditors)
        self._declared = declared_triples(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._people = self._register.flags(lambda asset: asset.function in PEOPLE)
        self._control = marked(watch.names, CONTROL)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Sources that opened something undeclared in *batch*."""
        flow = batch.tables["flow"]
        if not len(flow["time"]):
            return []
        strange = np.flatnonzero(~among(packed(flow["src"], flow["dst"], flow["service"]), self._declared))
        if len(strange):
            sources = self._register.numbers(flow["src"][strange])
            asked = self._excused[sources] & wordless({name: flow[name][strange] for name in _SAID})
            theirs = ~self._outside[sources] & ~asked
            self._accuse_flows(flow["flow"][strange[theirs]])
            return self._accuse(batch, flow, strange[theirs], sources[theirs])
        return []

    def _accuse(self, batch: Batch, flow: Columns, strange: Ints, sources: Ints) -> list[Alert]:
        control = look_up(self._control, flow["service"][strange]) == 1
        grave = control & ~self._people[sources]
        alerts = []
        for source in np.unique(flow["src"][strange]).tolist():
            mine = flow["src"][strange] == source
            level: Level = "high" if grave[mine].any() else "medium"
            if self._said.passes((source, level), batch.to_us):
                worst = int(np.argmax(np.where(mine, 1 + control, 0)))
                alerts.append(self._alert(batch, flow, int(strange[worst]), level, int(mine.sum())))
        return in_order(alerts)

    def _alert(self, batch: Batch, flow: Columns, row: int, level: Level, rows: int) -> Alert:
        text = batch.names.text
        service, entity = text(flow["service"][row]), text(flow["src"][row])
        technique = "T0886" if service in CONTROL else "T0846"
        title = f"{service or 'an unknown service'} that no declared need covers"
        return Alert(batch.to_us, entity, technique, level, title, int(flow["flow"][row]), rows)
