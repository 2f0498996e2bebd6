"""A sweep: many knocks on many ports, spread over time, decided one by one as the rules stand when each is due.

A probe that is answered (SYN, SYN-ACK, RST) or refused by a live host (SYN, RST) tells the scanner that the host is
there; one that a filter drops, or that reaches nobody, is answered by silence.

Sources: RFC 9293 (TCP, reset of connections to closed ports); Jung et al., Fast portscan detection using sequential
hypothesis testing, IEEE S&P 2004, for why failures matter.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints, bits, stream_key
from twin.core.units import SECOND_US, Us
from twin.net.traffic import EPHEMERAL_PORT, OTHER, Mask, Traffic
from twin.net.verdicts import SERVICE_ID


class Sweep:
    """Probes of ``ports`` on ``targets`` from ``src``, every ``1 / rate_per_s`` seconds from ``starts_us`` on.

    Targets vary slowest. ``answers`` holds the (target, port) pairs that accepted, ``alive`` the hosts that answered at
    all. The sweep is a cohort: flush it before rules change.
    """

    def __init__(
        self, traffic: Traffic, src: str, targets: tuple[str, ...], ports: tuple[int, ...], rate_per_s: float,
        starts_us: Us, step: str,
    ) -> None:  # fmt: skip
        self.traffic, self.src, self.targets, self.ports = traffic, src, targets, ports
        self.starts_us, self.gap_us, self.step = starts_us, round(SECOND_US / rate_per_s), step
        self.answers: list[tuple[str, int]] = []
        self.alive: dict[str, None] = {}
        self._done = 0
        self._service = np.array([_service_of(traffic, port) for port in ports], dtype=np.int64)
        self._key = np.array([stream_key(traffic.seed, f"{src}/{step}", f"sweep@{starts_us}")], dtype=np.uint64)
        names = traffic.log.names
        self._step = names.code(step)
        self._service_codes = traffic.codes.service[self._service]
        self._states = names.codes(("S0", "REJ", "SF"))
        self._words = {word: names.code(word) for word in ("allow", "deny", "tcp", "enforcement")}

    @property
    def size(self) -> int:
        """How many probes there are."""
        return len(self.targets) * len(self.ports)

    @property
    def ends_us(self) -> Us:
        """When the last probe has been sent."""
        return self.starts_us + self.size * self.gap_us

    def flush(self, until_us: Us) -> None:
        """Send every probe due before *until_us*."""
        upto = min(self.size, max(self._done, -((self.starts_us - until_us) // self.gap_us)))
        if upto > self._done:
            self._send(np.arange(self._done, upto, dtype=np.int64))
            self._done = upto

    def _send(self, number: Ints) -> None:
        network, index = self.traffic.network, self.traffic.inventory.index
        target, port = number // len(self.ports), number % len(self.ports)
        src = np.full(len(number), index[self.src], dtype=np.int64)
        dst = np.array([index[self.targets[t]] for t in target], dtype=np.int64)
        rule = network.decide(src, dst, self._service[port])
        network.count(rule)
        allowed = network.allowed(rule)
        offered = allowed & network.offers(dst, self._service[port])
        self._remember(target[allowed], target[offered], port[offered])
        self._write(number, src, dst, port, rule, allowed, offered)

    def _remember(self, alive: Ints, target: Ints, port: Ints) -> None:
        for t in alive:
            self.alive[self.targets[t]] = None
        self.answers += [(self.targets[t], self.ports[p]) for t, p in zip(target, port, strict=True)]

    def _write(self, number: Ints, src: Ints, dst: Ints, port: Ints, rule: Ints, allowed: Mask, offered: Mask) -> None:
        traffic, words = self.traffic, self._words
        flow = bits(self._key, number)
        time_us = self.starts_us + number * self.gap_us
        tap = traffic.network.tap(src, dst)
        seen = (tap != 0) | ~allowed
        traffic.log.block("label", time=time_us, flow=flow, step=self._step, delivered=allowed)
        traffic.log.block(
            "flow",
            time=time_us[seen],
            flow=flow[seen],
            tap=np.where(tap == 0, words["enforcement"], tap)[seen],
            src=traffic.codes.asset[src[seen]],
            dst=traffic.codes.asset[dst[seen]],
            src_port=EPHEMERAL_PORT + (flow[seen] % np.uint64(16_384)).astype(np.int64),
            dst_port=np.array(self.ports, dtype=np.int64)[port[seen]],
            service=self._service_codes[port[seen]],
            transport=words["tcp"],
            action=np.where(allowed[seen], words["allow"], words["deny"]),
            rule=traffic.network.lines.codes(rule[seen]),
            state=self._states[allowed[seen].astype(np.int64) + offered[seen]],
            packets_out=np.where(offered[seen], 2, 1),
            packets_in=allowed[seen].astype(np.int64),
        )


def _service_of(traffic: Traffic, port: int) -> int:
    return traffic.codes.of_port.get(port, SERVICE_ID[OTHER])
