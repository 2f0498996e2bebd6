"""Bus forensics: what a gateway publishes against what its sensors said on the serial bus.

A listener on the bus hears each sensor's own word. The gateway reads the same word and publishes it; whatever differs
was made in the gateway. A faulty or a spoofed sensor says the same wrong thing in both places, and so accuses nobody
here. Published values come from the historian, and from taps that see what is published in the open.

* **Other values.** A published value that is in no known unit the one that was read. A few of them accuse the gateway,
  and their order says whether values are frozen, replayed, offset, scaled or otherwise altered.
* **No value.** A sample that is not published within three minutes. A gateway keeps what nobody acknowledged, and sends
  it again, so a weak link delays and does not lose. A gateway whose session at the broker ended, or whose flows fail,
  has an excuse; if no other gateway's readings arrive either, the historian has the fault.
* **Late values.** Samples that are published more than three minutes late, without such an excuse.

It cannot see an alteration below ``tolerance``, nor what somebody changes on the bus itself, and it needs a tap there.

Sources: the forensic unit on a controller's bus as in D. Urbina et al., Survey and new directions for physics-based
attack detection in control systems, NIST GCR 16-010 (2016), section on trusted measurements; OASIS MQTT 5.0, 4.3.2 and
4.4 (delivery of what was not acknowledged); ATT&CK for ICS T1692.002 (Unauthorized Reporting Message), T1691.002 (Block
Reporting Message).
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, MINUTE_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.parts.register import Register, look_up, marked
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.physics.bus_book import BusBook, Pairs
from twin.detectors.physics.falsehoods import Units, kind_of

_TITLES = {
    "frozen": "publishes a frozen value while its bus says others",
    "replayed": "publishes what its bus said earlier",
    "offset": "publishes what its bus says with an offset",
    "scaled": "publishes a multiple of what its bus says",
    "altered": "publishes other values than its bus says",
}
_MOST_JUDGED = 16
_FORGIVEN, _MOST_SCORE = 0.2, 10.0
_EXCUSED_US = 10 * MINUTE_US


class _Published(NamedTuple):
    """What was said of samples, all shape (n,); the number is -1 where the publication has none."""

    sensor: Ints
    number: Ints
    time_us: Ints
    value: Floats


class BusForensics(Detector):
    """Values that a gateway publishes otherwise than its bus says them, late, or not at all."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    tolerance: float = Field(
        0.07, gt=0, le=10, description="difference that rounding explains, in the sensor's unit [DS18B20: one step]"
    )
    accuse: float = Field(3.0, ge=1, le=9, description="wrong values of one sensor that accuse [judgement]")
    lost: int = Field(6, ge=1, le=10_000, description="samples of one gateway, lost or late, that accuse [judgement]")
    late_s: float = Field(
        180.0, ge=30, le=900,
        description="delay that sending again explains, s [judgement: an outbox of 1,000, a hundred each ten seconds]",
    )  # fmt: skip

    _register: Register = PrivateAttr()
    _gateway: Ints = PrivateAttr()
    _book: BusBook = PrivateAttr()
    _units: Units = PrivateAttr()
    _mqtt: Ints = PrivateAttr()
    _score: Floats = PrivateAttr()
    _late: Floats = PrivateAttr()
    _missing: Floats = PrivateAttr()
    _heard_us: Ints = PrivateAttr()
    _excused_us: Ints = PrivateAttr()
    _by_topic: dict[int, int] = PrivateAttr()
    _said: Spacing = PrivateAttr()
    _named: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Forget every sample."""
        super().start(watch)
        self._register = register = Register(watch)
        size, index = register.count + 1, watch.inventory.index
        traits = [asset.traits for asset in register.assets]
        self._gateway = np.array([*(index.get(str(t.get("gateway", "")), register.count) for t in traits), size - 1])
        self._mqtt = marked(watch.names, ("mqtt", "mqtt_plain"))
        self._book = BusBook(size)
        self._units = Units([*(str(t.get("measures", "")) for t in traits), ""], self.tolerance)
        self._score, self._late, self._missing = np.zeros(size), np.zeros(size), np.zeros(size)
        self._heard_us = np.full(size, -1, dtype=np.int64)
        self._excused_us = np.full(size, -_EXCUSED_US, dtype=np.int64)
        self._by_topic, self._said, self._named = {}, Spacing(HOUR_US), Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """Gateways that do not say what their buses said."""
        self._excuse(batch)
        self._poll(batch)
        readings, seen = self._readings(batch), self._publications(batch)
        self._heard_us[self._gateway[readings.sensor]] = batch.to_us
        by_number = self._book.published(readings.sensor, readings.number, readings.value)
        pairs = [(by_number, readings.time_us[by_number.row])]
        unread = self._heard_us[self._gateway[seen.sensor]] < batch.from_us - us(self.late_s)
        seen = _Published(seen.sensor[unread], seen.number[unread], seen.time_us[unread], seen.value[unread])
        by_time = self._book.published_at(seen.sensor, seen.time_us, seen.value)
        pairs.append((by_time, seen.time_us[by_time.row]))
        alerts = [alert for pair in pairs for alert in self._compare(batch, *pair)]
        return in_order(alerts + self._miss(batch))

    def _excuse(self, batch: Batch) -> None:
        """Note gateways whose sessions ended or whose flows failed: their samples may come late, or never."""
        session, flow, names = batch.tables["session"], batch.tables["flow"], batch.names
        ended = session["client"][session["event"] == names.code("keep_alive_expired")]
        sent = self._register.numbers(flow["src"])
        failed = (look_up(self._mqtt, flow["service"]) > 0) & (flow["state"] != names.code("SF"))
        for gateway in (self._register.numbers(ended), sent[failed]):
            self._excused_us[gateway] = batch.to_us

    def _poll(self, batch: Batch) -> None:
        rows = batch.tables["bus"]
        sensor = self._register.numbers(rows["sensor"])
        known = sensor < self._register.count
        sensor = sensor[known]
        self._gateway[sensor] = self._register.numbers(rows["master"][known])
        self._book.polled(sensor, rows["sequence"][known], rows["time"][known], rows["value"][known])

    def _readings(self, batch: Batch) -> _Published:
        """What the historian wrote down of sensors on buses."""
        rows = batch.tables["reading"]
        sensor = self._register.numbers(rows["sensor"])
        row = np.flatnonzero(self._book.newest[sensor] >= 0)
        return _Published(sensor[row], rows["sequence"][row], rows["time"][row], rows["value"][row])

    def _publications(self, batch: Batch) -> _Published:
        """What gateways published in the open, by the last part of its topic."""
        rows = batch.tables["flow"]
        told = np.flatnonzero((rows["verb"] == batch.names.code("PUBLISH")) & ~np.isnan(rows["value"]))
        if not len(told):
            none = np.empty(0, dtype=np.int64)
            return _Published(none, none, none, np.empty(0))
        topics, which = np.unique(rows["object"][told], return_inverse=True)
        numbers = np.array([self._sensor_of(batch, topic) for topic in topics.tolist()], dtype=np.int64)
        sensor = numbers[which]
        known = self._book.newest[sensor] >= 0
        told, sensor = told[known], sensor[known]
        return _Published(sensor, np.full(len(told), -1), rows["time"][told], rows["value"][told])

    def _sensor_of(self, batch: Batch, topic: int) -> int:
        if topic not in self._by_topic:
            name = batch.names.text(topic).rpartition("/")[2]
            self._by_topic[topic] = self._watch.inventory.index.get(name, self._register.count)
        return self._by_topic[topic]

    def _compare(self, batch: Batch, pairs: Pairs, time_us: Ints) -> list[Alert]:
        """Wrong and late values among *pairs*, published at *time_us*, both shape (n,)."""
        wrong = ~self._units.agree(pairs.sensor, pairs.read, pairs.told)
        size = len(self._score)
        change = np.bincount(pairs.sensor, np.where(wrong, 1.0, -_FORGIVEN), minlength=size)
        self._score = np.minimum(np.maximum(self._score + change, 0.0), _MOST_SCORE)
        late = time_us - pairs.polled_us > us(self.late_s)
        alerts = self._held_back(batch, self._gateway[pairs.sensor[late]])
        if not wrong.any():
            return alerts
        off = np.flatnonzero((self._score > 0.0) & (np.bincount(pairs.sensor[wrong], minlength=size) > 0))
        for gateway in np.unique(self._gateway[off]).tolist():
            mine = off[self._gateway[off] == gateway]
            if gateway < self._register.count and self._score[mine].max() >= self.accuse:
                word = self._kind(mine)
                if word == "altered" and self._named.quiet(gateway, batch.to_us):
                    continue
                title = _TITLES[word]
                self._named.passes(gateway, batch.to_us)
                alerts += self._say(
                    batch, gateway, "T1692.002", title, int((self._gateway[pairs.sensor] == gateway).sum())
                )
        return alerts

    def _kind(self, sensors: Ints) -> str:
        """What most of the worst *sensors* say of the lie."""
        worst = sensors[np.argsort(-self._score[sensors], kind="stable")][:_MOST_JUDGED].tolist()
        words = Counter(kind_of(*self._book.history(sensor), self.tolerance) for sensor in worst)
        return max(sorted(words), key=words.__getitem__)

    def _held_back(self, batch: Batch, gateways: Ints) -> list[Alert]:
        """Gateways with enough late samples, one entry of *gateways* each, and no excuse."""
        self._late = self._summed(batch, self._late, gateways)
        title = "publishes long after its bus has said it"
        return self._over(batch, self._late, title)

    def _miss(self, batch: Batch) -> list[Alert]:
        """Gateways that have not published enough of what was polled, while others' readings arrived."""
        held_us = us(self.late_s)
        gateways = self._gateway[self._book.untold(batch.from_us - held_us, batch.to_us - held_us)]
        excused = [gateway for gateway in set(gateways.tolist()) if self._nobody_heard(gateway, batch.to_us)]
        self._missing = self._summed(batch, self._missing, gateways[~np.isin(gateways, excused)])
        return self._over(batch, self._missing, "does not publish what its bus says")

    def _nobody_heard(self, gateway: int, now_us: Us) -> bool:
        """Whether other gateways poll as well, and no reading of theirs arrives."""
        others = [each for each in set(self._gateway[self._book.newest >= 0].tolist()) if each != gateway]
        return bool(others) and all(2 * (now_us - self._heard_us[each]) > us(self.late_s) for each in others)

    def _summed(self, batch: Batch, counts: Floats, gateways: Ints) -> Floats:
        """*counts* with one more for each entry of *gateways* that has no excuse; all fade within minutes."""
        excused = batch.to_us - self._excused_us[gateways] < _EXCUSED_US
        fresh = np.bincount(gateways[~excused], minlength=len(counts))
        faded: Floats = counts * max(0.0, 1.0 - (batch.to_us - batch.from_us) / _EXCUSED_US) + fresh
        return faded

    def _over(self, batch: Batch, counts: Floats, title: str) -> list[Alert]:
        over = np.flatnonzero(counts[:-1] >= self.lost).tolist()
        return [a for n in over for a in self._say(batch, n, "T1691.002", title, int(counts[n]))]

    def _say(self, batch: Batch, gateway: int, technique: str, title: str, rows: int) -> list[Alert]:
        entity = self._register.assets[gateway].name
        if not self._said.passes((entity, title), batch.to_us):
            return []
        return [Alert(batch.to_us, entity, technique, "high", title, 0, rows)]
