"""New contact: a device does what it has never done, with a peer or a service that it never had.

While it learns, every (source, destination, service) in which something is said is taken down, with every peer and
every service of every source. After that a new one is a finding, by how new it is:

* a new peer **and** a service that is new to the source: high, for it is a new habit altogether;
* a service that is new to the source, with a peer it knows: medium;
* a peer whom the source never met, by a service it uses: low;
* a service it uses, with a peer it knows by others: nothing.

What was learned ages: a contact that nobody has made for ``forget_h`` is new again, because a way that was open a month
ago for a visitor is no habit. It needs no declared needs and so works on any network, but it believes what it saw while
it learned, an attack included. Where needs are declared, what they cover is nobody's discovery.

Sources: the first-seen analytics of passive monitoring (NIST SP 800-94, 2.3: anomaly-based detection by profiles; its
warning of malicious activity in the training period is ours too); RITA's configuration, which weighs a peer by the days
since it was first seen; ATT&CK for ICS T0886 (Remote Services).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.ages import Ages
from twin.detectors.parts.probes import wordless
from twin.detectors.parts.register import Flags, Register, among, declared_triples, packed
from twin.detectors.parts.voice import Spacing, in_order

_REMEMBERED = 131_072
_LEVELS: tuple[Level, ...] = ("low", "medium", "high")
_TITLES = {
    "low": "meets somebody whom it never met",
    "medium": "opens a service that it never used",
    "high": "opens a service that it never used, at somebody whom it never met",
}


class NewContact(Detector):
    """Contacts that were never made while it learned; high where both the peer and the service are new."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    learn_min: float = Field(20.0, gt=0, le=100_000, description="how long it only learns, min [judgement]")
    forget_h: float = Field(720.0, gt=0, le=100_000, description="a contact not made so long is new again, h [a month]")

    _register: Register = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _met: tuple[Ages, Ages, Ages] = PrivateAttr()
    _until_us: Us = PrivateAttr()
    _denied: int = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every contact."""
        super().start(watch)
        self._register = Register(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._declared = declared_triples(watch)
        keep_us = us(3600 * self.forget_h)
        self._met = (Ages(_REMEMBERED, keep_us), Ages(_REMEMBERED, keep_us), Ages(_REMEMBERED, keep_us))
        self._until_us = us(60 * self.learn_min)
        self._denied = watch.names.code("deny")
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Contacts in *batch* that are new, once it has learned."""
        flow = batch.tables["flow"]
        heard = (flow["action"] != self._denied) & ~self._outside[self._register.numbers(flow["src"])]
        rows = np.flatnonzero(heard & ~wordless(flow))
        if not len(rows):
            return []
        new, grade = self._news({name: flow[name][rows] for name in ("src", "dst", "service")}, batch.to_us)
        if batch.to_us <= self._until_us:
            return []
        return in_order(self._accuse(batch, {name: flow[name][rows[new]] for name in ("src", "flow")}, grade))

    def _news(self, said: Columns, now_us: Us) -> tuple[Ints, Ints]:
        """Rows whose contact is new and no habit, and how new: 0 the peer, 1 the service, 2 both."""
        none = np.zeros(len(said["src"]), dtype=np.int64)
        contact = packed(said["src"], said["dst"], said["service"])
        keys = (contact, packed(none, said["src"], said["dst"]), packed(none, said["src"], said["service"]))
        fresh, peer, service = (ages.first(key, now_us) for ages, key in zip(self._met, keys, strict=True))
        by_peer, by_service = among(keys[1], np.unique(keys[1][peer])), among(keys[2], np.unique(keys[2][service]))
        told = fresh[(by_peer | by_service)[fresh] & ~among(contact[fresh], self._declared)]
        return told, by_peer[told].astype(np.int64) + 2 * by_service[told] - 1

    def _accuse(self, batch: Batch, new: Columns, grade: Ints) -> list[Alert]:
        self._accuse_flows(new["flow"])
        alerts = []
        for source in np.unique(new["src"]).tolist():
            mine = new["src"] == source
            worst = int(grade[mine].max())
            level = _LEVELS[worst]
            if self._said.passes((source, level), batch.to_us):
                first = int(new["flow"][mine & (grade == worst)][0])
                entity = batch.names.text(source)
                alerts.append(Alert(batch.to_us, entity, "T0886", level, _TITLES[level], first, int(mine.sum())))
        return alerts
