"""DNS: who asks whom, for what, and how often in vain.

Five signs, each from the resolver's or the tap's rows alone: a device asks a resolver on the internet that it has no
declared need for; most of its questions name things that do not exist; the names look drawn by lot, or are as long as
names get; several devices ask for the same odd name; one device asks for hundreds of names below one domain, as a
tunnel must (:mod:`.parts.tunnels`). One device that does so is suspicious, three of a kind are a campaign, and the
level says so. Of a tunnel the number of names says the level.

Sources: MITRE ATT&CK T1071.004 (Application Layer Protocol: DNS) and T1568.002 (generated domains); RFC 1035 (NXDOMAIN
is response code 3); entropy of labels as a sign: C. Shannon, A Mathematical Theory of Communication, 1948,
applied as is usual in network monitoring; RITA's bands for names below a domain. Other thresholds are judgements.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import log
from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.core.units import HOUR_US, Us, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.register import Flags, Register, among, packed
from twin.detectors.parts.trail import Trail
from twin.detectors.parts.tunnels import Tunnels, band
from twin.detectors.parts.voice import Spacing, in_order
from twin.detectors.parts.window import Window, tally

_NAMES_KEPT = 2_048
_SIGNS = (
    "asks a resolver outside the hub",
    "asks for names that do not exist",
    "asks for names that look drawn by lot",
)


class Dns(Detector):
    """Name look-ups at foreign resolvers, in vain, or for generated names; level high when three of a kind do it."""

    cadence_s: float = Field(
        30.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_s: float = Field(1800.0, ge=60, le=86_400, description="length of the sliding window, s [judgement]")
    outside: int = Field(3, ge=1, le=1000, description="undeclared look-ups outside the hub in a window [judgement]")
    vain: int = Field(10, ge=1, le=10_000, description="look-ups without result in a window [judgement]")
    vain_share: float = Field(0.5, gt=0, le=1, description="and their share of all look-ups [judgement]")
    odd: int = Field(10, ge=1, le=10_000, description="look-ups of generated names in a window [judgement]")
    entropy_bits: float = Field(
        3.5, gt=0, le=6, description="entropy a character of a generated label, bit [judgement]"
    )
    long_label: int = Field(
        40, ge=12, le=63, description="characters of a label that carries data [judgement; 63 is the most]"
    )
    tunnel_h: float = Field(24.0, gt=0, le=168, description="time in which names below a domain count, h [RITA: a day]")
    shared: int = Field(
        3, ge=2, le=1000, description="devices of a kind, or of a name, that make a campaign [judgement]"
    )

    _register: Register = PrivateAttr()
    _kind: Ints = PrivateAttr()
    _internet: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _asked: Window = PrivateAttr()
    _signs: list[Window] = PrivateAttr()
    _trail: Trail = PrivateAttr()
    _tunnels: Tunnels = PrivateAttr()
    _looks: dict[int, bool] = PrivateAttr()
    _askers: dict[int, dict[int, Us]] = PrivateAttr()
    _said: Spacing = PrivateAttr()
    _codes: dict[str, int] = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn which resolvers are declared, empty the windows."""
        super().start(watch)
        self._register = Register(watch)
        self._kind = self._register.ids(asset.kind for asset in self._register.assets)[0]
        self._internet = self._register.flags(lambda asset: asset.function == "internet")
        self._declared = _declared(watch)
        length = round(self.window_s / self.cadence_s)
        self._asked, *self._signs = (Window(length, self._register.count + 1) for _ in range(1 + len(_SIGNS)))
        self._trail = Trail(length)
        self._tunnels = Tunnels(us(3600 * self.tunnel_h))
        self._looks, self._askers = {}, {}
        self._said = Spacing(HOUR_US)
        self._codes = {word: watch.names.code(word) for word in ("dns", "NXDOMAIN")}

    def observe(self, batch: Batch) -> list[Alert]:
        """Assets that show a sign at the end of *batch*."""
        flow = batch.tables["flow"]
        rows = np.flatnonzero(flow["service"] == self._codes["dns"])
        asked = {name: flow[name][rows] for name in ("src", "dst", "object", "status", "flow")}
        source = self._register.numbers(asked["src"])
        signs = self._signs_of(asked, batch.names)
        size = self._register.count + 1
        total = self._asked.push(tally(source, size))
        counts = [window.push(tally(source[sign], size)) for window, sign in zip(self._signs, signs, strict=True)]
        self._remember(asked["object"], source, signs[0] | signs[1], batch.to_us)
        shown = self._shown(total, counts)
        if self._names_flows:
            self._name(signs, source, asked["flow"], shown)
        dug = self._dug(batch, asked, source) if len(rows) else []
        if not shown.any():
            return in_order(dug)
        return in_order(self._accuse(batch, asked, source, shown) + dug)

    def _name(self, signs: list[Flags], source: Ints, flows: Array, shown: Flags) -> None:
        """Accuse the flows in the window that show a sign which is over its threshold."""
        size = shown.shape[1]
        for number, sign in enumerate(signs):
            self._trail.push(source[sign] + number * size, flows[sign])
        self._accuse_flows(self._trail.take(shown.ravel()))

    def _dug(self, batch: Batch, asked: Columns, source: Ints) -> list[Alert]:
        """Alerts about assets that have asked for so many names below one domain that they say more than a name."""
        named = np.flatnonzero((source < self._register.count) & ~self._internet[source])
        news = self._tunnels.ask(source[named], asked["object"][named].astype(np.int64), batch.to_us, batch.names)
        alerts = []
        for number, (domain, count) in news.items():
            level = band(count)
            if level is None:
                continue
            flows = asked["flow"][source == number]
            self._accuse_flows(flows)
            if self._said.passes((number, level, domain), batch.to_us):
                entity, title = self._register.assets[number].name, f"asks for hundreds of names below {domain}"
                alerts.append(Alert(batch.to_us, entity, "T1572", level, title, int(flows[0]), len(flows)))
        return alerts

    def _signs_of(self, asked: Columns, names: Names) -> list[Flags]:
        """Which rows ask an undeclared resolver outside, get no such name, ask for a generated one."""
        outside = self._internet[self._register.numbers(asked["dst"])]
        pairs = packed(asked["src"], asked["dst"], np.zeros(len(outside), dtype=np.int64))
        vain = asked["status"] == self._codes["NXDOMAIN"]
        fresh = [code for code in np.unique(asked["object"]).tolist() if code not in self._looks]
        if len(self._looks) > _NAMES_KEPT:
            self._looks, fresh = {}, np.unique(asked["object"]).tolist()
        for code in fresh:
            self._looks[code] = looks_generated(names.text(code), self.entropy_bits, self.long_label)
        odd = np.array([self._looks[code] for code in asked["object"].tolist()], dtype=np.bool_)
        return [outside & ~among(pairs, self._declared), vain, odd]

    def _remember(self, name: Ints, source: Ints, strange: Flags, now_us: Us) -> None:
        """Who asked for which name in a strange way, within the window."""
        for code, number in zip(name[strange].tolist(), source[strange].tolist(), strict=True):
            if code not in self._askers and len(self._askers) >= _NAMES_KEPT:
                del self._askers[next(iter(self._askers))]
            self._askers.setdefault(code, {})[number] = now_us

    def _shown(self, total: Ints, counts: list[Ints]) -> Flags:
        """Signs over their threshold, shape (signs, count + 1); the internet's own are not ours to judge."""
        outside, vain, odd = counts
        in_vain = (vain >= self.vain) & (vain >= self.vain_share * total)
        shown: Flags = np.array([outside >= self.outside, in_vain, odd >= self.odd]) & ~self._internet
        shown[:, -1] = False
        return shown

    def _accuse(self, batch: Batch, asked: Columns, source: Ints, shown: Flags) -> list[Alert]:
        accused = np.flatnonzero(shown.any(axis=0)).tolist()
        kinds = Counter(int(self._kind[number]) for number in accused)
        common = self._shared_askers(batch.to_us)
        alerts = []
        for number in accused:
            campaign = kinds[int(self._kind[number])] >= self.shared or number in common
            level: Level = "high" if campaign else "medium"
            rows = np.flatnonzero(source == number)
            if self._said.passes((number, level), batch.to_us):
                sign = _SIGNS[int(np.argmax(shown[:, number]))]
                title = f"{sign}, like others of its kind" if campaign else sign
                evidence = int(asked["flow"][rows[0]]) if len(rows) else 0
                entity = self._register.assets[number].name
                alerts.append(Alert(batch.to_us, entity, "T1071.004", level, title, evidence, max(1, len(rows))))
        return alerts

    def _shared_askers(self, now_us: Us) -> set[int]:
        """Assets that asked for a name which enough others asked for too, within the window."""
        since = now_us - us(self.window_s)
        found: set[int] = set()
        for code, askers in list(self._askers.items()):
            recent = {number: when for number, when in askers.items() if when >= since}
            if not recent:
                del self._askers[code]
            elif len(recent) >= self.shared:
                found.update(recent)
        return found


def looks_generated(name: str, entropy_bits: float, long_label: int = 63) -> bool:
    """Whether the longest label of *name* has at least *long_label* characters, or twelve and *entropy_bits* a one."""
    label = max(name.split("."), key=len)
    if len(label) < 12 or len(label) >= long_label:
        return len(label) >= long_label
    shares = np.array([count / len(label) for count in Counter(label).values()])
    bits = -float((shares * log(shares)).sum() / log(np.array([2.0]))[0])
    return bits >= entropy_bits


def _declared(watch: Watch) -> Ints:
    demands = [demand for demand in watch.inventory.demands if demand.need.service == "dns"]
    sources = watch.names.codes(demand.src for demand in demands)
    targets = watch.names.codes(demand.dst for demand in demands)
    return np.unique(packed(sources, targets, np.zeros(len(demands), dtype=np.int64)))
