"""Encrypted: what can be said of a conversation that nobody can read.

Ciphertext hides what is said, and neither to whom, nor how, nor how much. Four signs, each from rows alone:

* **odd port**: a service that runs inside TLS or SSH at a port that is not its own, which a server chooses who must not
  be found, or a tunnel that takes what a firewall lets pass: medium;
* **stranger**: a session with somebody outside whose name no need of the device declares. A client says the name that
  it wants in clear text, so it is known even where addresses change: medium;
* **upload**: over a window, far more goes out to a peer outside than comes in, compared with what is declared for the
  pair. The measure is the producer consumer ratio (out - in) / (out + in): -1 downloads only, 1 uploads only. Above the
  declared one by ``ratio`` and above ``least_bytes`` it is medium, and high towards a stranger;
* **clear text**: a device speaks without encryption to a peer with whom it declares to speak encrypted by the same kind
  of service: medium. Somebody made it, or somebody is in between.

What a monitor reads of the hello itself (fingerprint of the client's software, version, certificate) is in the lab's
exports and not in its rows, because it follows there from who speaks to whom; so it is not judged here.

Sources: B. Anderson, D. McGrew, Identifying encrypted malware traffic with contextual flow data, ACM AISec 2016 (what
metadata tells); RFC 6066, section 3 (server name); C. Bullard, J. Gerth, PCR: a new flow metric, FloCon 2014; ATT&CK
T1571 (Non-Standard Port), T1573 (Encrypted Channel), T1041, T1557. Thresholds are judgements.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field, PrivateAttr

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.units import HOUR_US, us
from twin.detectors.base import Alert, Batch, Detector, Level, Watch
from twin.detectors.parts.register import Flags, Register, among, declared_triples, look_up, marked, packed, tabled
from twin.detectors.parts.voice import Spacing, in_order
from twin.net.protocols import PROTOCOLS

CLEAR = {"http": ("https",), "mqtt_plain": ("mqtt",), "telnet": ("ssh",)}
"""Services without encryption, and those that say the same with it."""
_READ = ("src", "dst", "service", "dst_port", "flow", "bytes_out", "bytes_in", "time")
_PAIRS_KEPT = 20_000


class Encrypted(Detector):
    """Sessions that nobody can read: odd ports, strangers, uploads, and clear text where there should be none."""

    cadence_s: float = Field(
        60.0, ge=1, le=3600, description="how often it reads what its tap collected, s [judgement]"
    )
    window_h: float = Field(1.0, gt=0, le=168, description="length of the window for uploads, h [judgement]")
    ratio: float = Field(
        0.5, gt=0, le=2, description="producer consumer ratio above the declared one that is odd [judgement]"
    )
    least_bytes: int = Field(
        1_000_000, ge=1, le=10**12, description="bytes in the window that nobody asks about, bytes [judgement]"
    )

    _register: Register = PrivateAttr()
    _outside: Flags = PrivateAttr()
    _declared: Ints = PrivateAttr()
    _pairs: Ints = PrivateAttr()
    _ports: Ints = PrivateAttr()
    _sealed: Ints = PrivateAttr()
    _plain: Ints = PrivateAttr()
    _open: dict[int, Ints] = PrivateAttr()
    _usual: dict[int, float] = PrivateAttr()
    _sent: Ints = PrivateAttr()
    _said: Spacing = PrivateAttr()

    def start(self, watch: Watch) -> None:
        """Learn who declares to speak with whom, how, and how much each way."""
        super().start(watch)
        names = watch.names
        self._register = Register(watch)
        self._outside = self._register.flags(lambda asset: asset.function == "internet")
        self._declared = declared_triples(watch)
        self._pairs = np.unique(self._declared >> _SERVICE_BITS)
        sealed = [service for service in sorted(PROTOCOLS) if PROTOCOLS[service].encrypted]
        ports = np.array([PROTOCOLS[service].port for service in sealed], dtype=np.int64)
        self._ports = tabled(names.codes(sealed), ports, -1)
        self._sealed = marked(names, sealed)
        self._plain = marked(names, sorted(CLEAR))
        self._open = {names.code(plain): names.codes(same) for plain, same in CLEAR.items()}
        self._usual = _usual(watch)
        self._sent = np.zeros((5, 0), dtype=np.int64)
        self._said = Spacing(HOUR_US)

    def observe(self, batch: Batch) -> list[Alert]:
        """What *batch* shows of sessions that cannot be read."""
        flow = batch.tables["flow"]
        plain = self._part(flow, look_up(self._plain, flow["service"]) == 1)
        sealed = look_up(self._sealed, flow["service"]) == 1
        odd = self._part(flow, sealed & (flow["dst_port"] != look_up(self._ports, flow["service"])))
        away = self._part(flow, sealed & self._outside[self._register.numbers(flow["dst"])])
        alerts = self._say(batch, plain, self._clear(plain), "T1557", "speaks in clear text where it declares not to")
        alerts += self._say(batch, odd, ~self._is_declared(odd), "T1571", "runs encrypted traffic over an odd port")
        strange = ~among(_pair(away), self._pairs)
        alerts += self._say(batch, away, strange, "T1573", "has encrypted sessions with somebody it does not declare")
        return in_order(alerts + self._uploads(batch, away))

    def _part(self, flow: Columns, rows: Flags) -> Columns:
        """The *rows* in which somebody inside said something."""
        found = np.flatnonzero(rows)
        said = ~self._outside[self._register.numbers(flow["src"][found])] & (flow["bytes_out"][found] > 0)
        return {name: flow[name][found[said]] for name in _READ}

    def _is_declared(self, flow: Columns) -> Flags:
        return among(packed(flow["src"], flow["dst"], flow["service"]), self._declared)

    def _clear(self, flow: Columns) -> Flags:
        """Which rows speak openly, undeclared, with somebody with whom the same is declared encrypted."""
        found = np.zeros(len(flow["src"]), dtype=np.bool_)
        for plain, same in self._open.items():
            rows = np.flatnonzero(flow["service"] == plain)
            for code in same.tolist():
                wanted = packed(flow["src"][rows], flow["dst"][rows], np.full(len(rows), code))
                found[rows] |= among(wanted, self._declared)
        return found & ~self._is_declared(flow)

    def _uploads(self, batch: Batch, away: Columns) -> list[Alert]:
        """Pairs of an asset and a peer outside to whom far more went than is declared, within the window."""
        fresh = np.stack(
            [_pair(away), *(away[name].astype(np.int64) for name in ("time", "bytes_out", "bytes_in", "flow"))]
        )
        kept = self._sent[:, self._sent[1] >= batch.to_us - us(3600 * self.window_h)]
        self._sent = np.concatenate([kept, fresh], axis=1)[:, -_PAIRS_KEPT:]
        pairs, which = np.unique(self._sent[0], return_inverse=True)
        out, back = (np.bincount(which, self._sent[row], len(pairs)) for row in (2, 3))
        usual = np.array([self._usual.get(pair, 0.0) for pair in pairs.tolist()])
        odd = (out >= self.least_bytes) & ((out - back) / np.maximum(out + back, 1) - usual >= self.ratio)
        alerts = []
        for number in np.flatnonzero(odd & np.isin(pairs, fresh[0])).tolist():
            mine = self._sent[4, which == number].astype(np.uint64)
            alerts += self._upload(batch, int(pairs[number]), mine.tolist())
        return alerts

    def _upload(self, batch: Batch, pair: int, flows: list[int]) -> list[Alert]:
        self._accuse_flows(np.array(flows, dtype=np.uint64))
        level: Level = "medium" if pair in self._usual else "high"
        if not self._said.passes((pair, level), batch.to_us):
            return []
        source, target = (batch.names.text(code) for code in (pair >> _SERVICE_BITS, pair & ((1 << _SERVICE_BITS) - 1)))
        title = f"sends {target} far more in ciphertext than comes back"
        return [Alert(batch.to_us, source, "T1041", level, title, flows[0], len(flows))]

    def _say(self, batch: Batch, flow: Columns, odd: Flags, technique: str, title: str) -> list[Alert]:
        """One alert for each source among the *odd* rows, unless it was said within the hour."""
        self._accuse_flows(flow["flow"][odd])
        alerts = []
        for source in np.unique(flow["src"][odd]).tolist():
            rows = flow["flow"][odd & (flow["src"] == source)]
            if self._said.passes((source, title), batch.to_us):
                entity = batch.names.text(source)
                alerts.append(Alert(batch.to_us, entity, technique, "medium", title, int(rows[0]), len(rows)))
        return alerts


_SERVICE_BITS = 21


def _pair(flow: Columns) -> Ints:
    """(source, destination) as one number, shape (n,)."""
    return packed(np.zeros(len(flow["src"]), dtype=np.int64), flow["src"], flow["dst"])


def _usual(watch: Watch) -> dict[int, float]:
    """Producer consumer ratio that the needs of each pair declare, by pair."""
    sums: dict[int, Floats] = {}
    for demand in watch.inventory.demands:
        pair = (watch.names.code(demand.src) << _SERVICE_BITS) | watch.names.code(demand.dst)
        sums.setdefault(pair, np.zeros(2))
        sums[pair] += demand.need.bytes_out, demand.need.bytes_in
    return {pair: float((out - back) / max(out + back, 1.0)) for pair, (out, back) in sums.items()}
