"""A sweep: many knocks on many ports, spread over time, decided one by one as the rules stand when each is due.

A probe that is answered (SYN, SYN-ACK, RST: state RSTO) or refused by a live host (SYN, RST) tells the scanner that
the host is there; one that a filter drops, an overfull link loses, or that reaches nobody, is answered by silence.

Sources: RFC 9293 (TCP, reset of connections to closed ports); Jung et al., Fast portscan detection using sequential
hypothesis testing, IEEE S&P 2004, for why failures matter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.core.chance import Ints, Keys, bits, stream_key
from twin.core.units import SECOND_US, Us
from twin.net.flow_rows import luck_of
from twin.net.limits import Claims
from twin.net.message import Fate
from twin.net.traffic import EPHEMERAL_PORT, OTHER, Mask, Traffic
from twin.net.verdicts import SERVICE_ID

_FATES: tuple[Fate, ...] = ("delivered", "lost", "denied", "contained", "unanswered")

PROBE_BYTES = 120
"""A SYN and its answer on the wire: two frames of 60 octets without check sum (IEEE 802.3, the smallest there are)."""


class Sweep:
    """Probes of ``ports`` on ``targets`` from ``src``, every ``1 / rate_per_s`` seconds from ``starts_us`` on.

    Targets vary slowest. ``answers`` holds the (target, port) pairs that accepted, ``alive`` the hosts that answered at
    all; ``met`` what became of the first probe of each target (of the first that no response refused, where there is),
    and ``last`` of the last probe so far. The sweep is a cohort: flush it before rules or loads change.
    """

    def __init__(
        self, traffic: Traffic, src: str, targets: tuple[str, ...], ports: tuple[int, ...], rate_per_s: float,
        starts_us: Us, step: str,
    ) -> None:  # fmt: skip
        self.traffic, self.src, self.targets, self.ports = traffic, src, targets, ports
        self.starts_us, self.gap_us, self.step = starts_us, round(SECOND_US / rate_per_s), step
        self.answers: list[tuple[str, int]] = []
        self.alive: dict[str, None] = {}
        self.met: dict[str, Fate] = {}
        self.last: Fate = "unanswered"
        self._done, self._asked = 0, 0
        self._granted: Ints = np.zeros(0, dtype=np.int64)
        self._service = np.array([_service_of(traffic, port) for port in ports], dtype=np.int64)
        self._key = np.array([stream_key(traffic.seed, f"{src}/{step}", f"sweep@{starts_us}")], dtype=np.uint64)
        names = traffic.log.names
        self._step = traffic.log.truth_names.code(step)
        self._service_codes = traffic.codes.service[self._service]
        self._states = names.codes(("S0", "REJ", "RSTO"))
        self._words = {word: names.code(word) for word in ("allow", "deny", "tcp", "enforcement")}
        traffic.limits.join(self)

    @property
    def size(self) -> int:
        """How many probes there are."""
        return len(self.targets) * len(self.ports)

    @property
    def ends_us(self) -> Us:
        """When the last probe has been sent."""
        return self.starts_us + self.size * self.gap_us

    @property
    def services(self) -> Ints:
        """Number of the service that each port is known for, shape (ports,)."""
        return self._service

    @property
    def load_bps(self) -> int:
        """Bits a second that it puts on the way to each target while it runs: its rate, shared among them."""
        return round(8 * PROBE_BYTES * SECOND_US / (self.gap_us * max(1, len(self.targets))))

    def flush(self, until_us: Us) -> None:
        """Send every probe due before *until_us*."""
        self.traffic.limits.settle(until_us)
        upto = self._due(until_us)
        if upto > self._done:
            self._send(np.arange(self._done, upto, dtype=np.int64))
            self._done = upto

    def stop(self) -> None:
        """Knock no more."""
        self.traffic.limits.leave(self)

    def claims(self, until_us: Us) -> Claims:
        """The probes due before *until_us* that have not been asked for; what is refused anyway needs no leave."""
        first = max(self._asked, self._done)
        number = np.arange(first, max(first, self._due(until_us)), dtype=np.int64)
        self._asked = first + len(number)
        src, dst, port = self._ends(number)
        service, network = self._service[port], self.traffic.network
        metered = network.allowed(network.decide(src, dst, service))
        limit = np.where(metered, self.traffic.limits.which(src, dst, service), -1)
        one = np.ones(len(number), dtype=np.int64)
        return Claims(
            self.traffic.inventory.index[self.src], limit, self.starts_us + number * self.gap_us, one, 0 * one
        )

    def grant(self, granted: Ints) -> None:
        """Which of them may pass (1) or exceed a limit (0)."""
        self._granted = np.concatenate((self._granted, granted))

    def _due(self, until_us: Us) -> int:
        """How many probes are due before *until_us*."""
        return min(self.size, max(self._done, -((self.starts_us - until_us) // self.gap_us)))

    def _send(self, number: Ints) -> None:
        network, (src, dst, port) = self.traffic.network, self._ends(number)
        rule = self._decide(src, dst, port)
        network.count(rule)
        allowed, flow = network.allowed(rule), bits(self._key, number)
        arrived = allowed & ~self._lost(src, dst, flow)
        offered = arrived & network.offers(dst, self._service[port])
        fates = np.where(allowed, np.where(arrived, 0, 1), np.where(network.contained(rule), 3, 2))
        fates = np.where(network.lines.absent(rule), 4, fates)
        self._remember(number // len(self.ports), fates, port, offered)
        self._write(number, rule, arrived, offered)

    def _decide(self, src: Ints, dst: Ints, port: Ints) -> Ints:
        """The line that decides over each of the next probes: the policy's, a response's, or a limit's."""
        limits, service = self.traffic.limits, self._service[port]
        rule = self.traffic.network.decide(src, dst, service)
        if not limits.any:
            return rule
        over, self._granted = self._granted[: len(src)] == 0, self._granted[len(src) :]
        rule[over] = limits.lines[limits.which(src[over], dst[over], service[over])]
        return rule

    def _ends(self, number: Ints) -> tuple[Ints, Ints, Ints]:
        """Source, destination and place in ``ports`` of each probe."""
        index = self.traffic.inventory.index
        src = np.full(len(number), index[self.src], dtype=np.int64)
        dst = np.array([index[name] for name in self.targets], dtype=np.int64)[number // len(self.ports)]
        return src, dst, number % len(self.ports)

    def _lost(self, src: Ints, dst: Ints, flow: Keys) -> Mask:
        """Which probes an overfull link loses; each one's luck is its own, whatever the posture."""
        capacity = self.traffic.capacity
        if not capacity.lossy:
            return np.zeros(len(flow), dtype=np.bool_)
        return luck_of(flow) < capacity.loss(src, dst)

    def _remember(self, target: Ints, fates: Ints, port: Ints, offered: Mask) -> None:
        for t, fate in zip(target.tolist(), fates.tolist(), strict=True):
            if self.met.get(self.targets[t], "contained") == "contained":
                self.met[self.targets[t]] = _FATES[fate]
            if fate == 0:
                self.alive[self.targets[t]] = None
        self.last = _FATES[fates[-1]]
        open_there = zip(target[offered].tolist(), port[offered].tolist(), strict=True)
        self.answers += [(self.targets[t], self.ports[p]) for t, p in open_there]

    def _write(self, number: Ints, rule: Ints, arrived: Mask, offered: Mask) -> None:
        traffic, words, (src, dst, port) = self.traffic, self._words, self._ends(number)
        allowed, flow = traffic.network.allowed(rule), bits(self._key, number)
        time_us = self.starts_us + number * self.gap_us
        tap = traffic.network.tap(src, dst)
        delay_us = traffic.network.latency_us(src, dst) + traffic.capacity.delay_us(src, dst)
        lines = traffic.network.lines
        absent = lines.absent(rule)
        seen = ((tap != 0) | (~allowed & ~absent) | lines.watched(rule)) & ~lines.unsaid(rule)
        if self.step:  # a scan that nobody means ill with is in no book of attacks
            traffic.log.block("label", time=time_us, flow=flow, step=self._step, delivered=arrived)
        rows: dict[str, Any] = dict(  # noqa: C408 - the columns as the log names them
            time=time_us[seen],
            flow=flow[seen],
            tap=np.where(tap == 0, words["enforcement"], tap)[seen],
            src=traffic.codes.asset[src[seen]],
            dst=traffic.codes.asset[dst[seen]],
            src_port=EPHEMERAL_PORT + (flow[seen] % np.uint64(16_384)).astype(np.int64),
            dst_port=np.array(self.ports, dtype=np.int64)[port[seen]],
            service=self._service_codes[port[seen]],
            transport=words["tcp"],
            action=np.where((allowed | absent)[seen], words["allow"], words["deny"]),
            rule=lines.codes(rule[seen]),
            state=self._states[arrived[seen].astype(np.int64) + offered[seen]],
            duration_us=(2 * delay_us * arrived)[seen],
            packets_out=np.where(offered[seen], 2, 1),
            packets_in=arrived[seen].astype(np.int64),
        )
        traffic.listening.block(rows, src[seen], dst[seen])


def _service_of(traffic: Traffic, port: int) -> int:
    return traffic.codes.of_port.get(port, SERVICE_ID[OTHER])
