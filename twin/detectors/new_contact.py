"""New contact: a device does what it has never done.

While it learns, every (source, destination, service) that succeeds is taken down. After that a new one is a finding: a
device that opens a service it never used, or talks to somebody it never talked to. It needs no declared needs and so
works on any network, but it believes what it saw while it learned, an attack included.

Sources: the first-seen analytics of passive monitoring (NIST SP 800-94, 2.3: anomaly-based detection by profiles; its
warning of malicious activity in the training period is ours too); ATT&CK for ICS T0886 (Remote Services).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.log import Columns
from twin.core.units import HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.contacts import Contacts
from twin.detectors.parts.register import Flags, Register, packed
from twin.detectors.parts.voice import Spacing, in_order

_REMEMBERED = 65_536


class NewContact(Detector):
    """Contacts that were never made while it learned; high where the service is new to the device as well."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    learn_min: float = Field(20.0, gt=0, le=100_000, description="how long it only learns, min [judgement]")

    _register: Register = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _contacts: Contacts = PrivateAttr()
    _used: Contacts = PrivateAttr()
    _until_us: Us = PrivateAttr()
    _denied: int = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every contact."""
        super().start(watch)
        self._register = Register(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._contacts, self._used = Contacts(_REMEMBERED), Contacts(_REMEMBERED)
        self._until_us = us(60 * self.learn_min)
        self._denied = watch.names.code("deny")
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Contacts in *batch* that are new, once it has learned."""
        flow = batch.tables["flow"]
        rows = np.flatnonzero((flow["action"] != self._denied) & ~self._outside[self._register.numbers(flow["src"])])
        none = np.zeros(len(rows), dtype=np.int64)
        new = rows[self._contacts.first(packed(flow["src"][rows], flow["dst"][rows], flow["service"][rows]))]
        unused = rows[self._used.first(packed(flow["src"][rows], none, flow["service"][rows]))]
        if batch.to_us <= self._until_us:
            return []
        return in_order(self._accuse(batch, flow, new, np.isin(new, unused)))

    def _accuse(self, batch: Batch, flow: Columns, new: Ints, grave: Flags) -> list[Alert]:
        alerts = []
        for source in np.unique(flow["src"][new]).tolist():
            mine = flow["src"][new] == source
            level: Level = "medium" if grave[mine].any() else "low"
            if self._said.passes((source, level), batch.to_us):
                what = "a service that it never used" if level == "medium" else "somebody whom it never met"
                first = int(flow["flow"][new[mine][0]])
                title = f"opens {what}"
                alerts.append(
                    Alert(batch.to_us, batch.names.text(source), "T0886", level, title, first, int(mine.sum()))
                )
        return alerts
