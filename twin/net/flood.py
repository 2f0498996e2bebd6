"""A flood: one device says as much as it can to another, and every link on the way carries it.

Datagrams of full length go to a port, whether anybody listens there or not; at a broker's own port they are messages
that the broker must take in. What matters is the load: it fills the links between the two, a radio cell and a broker
among them, and whoever shares them loses messages (:mod:`twin.net.capacity`). A flood that an enforcement point refuses
still fills the first link, behind which it begins. One whose sender is cut off at its port fills nothing.

A tap writes it as a flow meter with an active timeout of one second would: one row a second with its packets and bytes,
of what the first link carried on; so a flood of an hour is 3,600 rows, whatever its rate. Datagrams are one
conversation for ever (state S0). Messages are a session a second: opened, all of them said, closed. What of a second
exceeds a limit (:mod:`twin.net.limits`) is a row of its own, refused: the datagrams, or a session that nobody answers.

Sources: ATT&CK for ICS T0814 (Denial of Service), Enterprise T1498.001 (Direct Network Flood) and T1499.002 (Service
Exhaustion Flood); Antonakakis et al., Understanding the Mirai botnet, USENIX Security 2017 (floods of datagrams);
RFC 7011, section 5.1.1 and RFC 5102, section 5.11.3 (active timeout of a flow meter).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from twin.core.chance import Ints, Keys, bits, stream_key
from twin.core.units import SECOND_US, Us
from twin.net.flow_rows import EPHEMERAL_PORT, EPHEMERAL_PORTS, OTHER
from twin.net.limits import Claims
from twin.net.message import Fate
from twin.net.paths import BROKER
from twin.net.segments import MTU_PAYLOAD, Openings, packets_of
from twin.net.traffic import Traffic
from twin.net.verdicts import SERVICE_ID

MESSAGE_BYTES = 200
"""Payload of a message that a broker is flooded with (judgement: a short topic and a number)."""

Reach = Literal["whole way", "first link", "nowhere"]


class Flood:
    """``mbps`` Mbit/s from ``src`` to port ``port`` of ``dst``, from ``starts_us`` for ``lasts_us``, a row a second.

    ``arrived`` counts the seconds in which it reached its target, ``last`` is what became of the last. A cohort: flush
    it before rules or loads change, and ask ``reach`` again after.
    """

    def __init__(
        self, traffic: Traffic, src: str, dst: str, port: int, mbps: float, starts_us: Us, lasts_us: Us, step: str
    ) -> None:  # fmt: skip
        self.traffic, self.src, self.dst, self.port = traffic, src, dst, port
        self.rate_bps, self.step = round(1e6 * mbps), step
        self.starts_us, self.ends_us = starts_us, starts_us + lasts_us
        self.arrived = 0
        self.last: Fate = "unanswered"
        self._done, self._asked = 0, 0
        self._granted: Ints = np.zeros(0, dtype=np.int64)
        index = traffic.inventory.index
        self._src, self._dst = (np.array([index[name]], dtype=np.int64) for name in (src, dst))
        self.service = traffic.codes.of_port.get(port, SERVICE_ID[OTHER])
        kind = traffic.inventory.by_name[dst].kind
        offered = bool(traffic.network.offers(self._dst, np.array([self.service]))[0])
        self.messages_per_s = self.rate_bps / (8 * MESSAGE_BYTES) if kind == BROKER and offered else 0.0
        self._key, self._rest = (
            np.array([stream_key(traffic.seed, f"{src}>{dst}:{port}/{step}", what)], dtype=np.uint64)
            for what in ("flood", "flood over its limit")
        )
        self._words = {word: traffic.log.code(word) for word in ("tcp", "udp", "S0", "SF", "allow", "deny")}
        self._step = traffic.log.truth_names.code(step) if step else 0
        traffic.limits.join(self)

    @property
    def limit(self) -> int:
        """Number of the limit that meters it, -1 where none does."""
        return int(self.traffic.limits.which(self._src, self._dst, np.array([self.service]))[0])

    @property
    def unit_bytes(self) -> int:
        """Payload of one datagram, or of one message at a broker."""
        return MESSAGE_BYTES if self.messages_per_s else MTU_PAYLOAD

    @property
    def reach(self) -> Reach:
        """How far it comes under the rules as they stand."""
        if self.traffic.network.quarantined()[self._src[0]]:
            return "nowhere"
        return "whole way" if self._fate() == "delivered" else "first link"

    def flush(self, until_us: Us) -> None:
        """Write every second that has begun before *until_us*."""
        self.traffic.limits.settle(until_us)
        upto = self._begun(until_us)
        if upto > self._done:
            self._write(np.arange(self._done, upto, dtype=np.int64))
            self._done = upto

    def stop(self) -> None:
        """Send no more."""
        self.traffic.limits.leave(self)

    def claims(self, until_us: Us) -> Claims:
        """What it asks to send in each second begun before *until_us*; what is refused anyway needs no leave."""
        first = max(self._asked, self._done)
        second = np.arange(first, max(first, self._begun(until_us)), dtype=np.int64)
        self._asked = first + len(second)
        limit = np.full(len(second), self.limit if self._fate() == "delivered" else -1, dtype=np.int64)
        time_us, size = self.starts_us + second * SECOND_US, np.full(len(second), self.unit_bytes, dtype=np.int64)
        return Claims(int(self._src[0]), limit, time_us, self._units(time_us), size)

    def grant(self, granted: Ints) -> None:
        """How many datagrams or messages of each of those seconds may pass."""
        self._granted = np.concatenate((self._granted, granted))

    def _begun(self, until_us: Us) -> int:
        """How many seconds of it have begun before *until_us*."""
        return -((self.starts_us - min(until_us, self.ends_us)) // SECOND_US)

    def _units(self, time_us: Ints) -> Ints:
        """Datagrams, or messages, of the second from each time."""
        if not self.messages_per_s:
            return self._datagrams(time_us)
        return np.maximum(self._sent(time_us) // MESSAGE_BYTES, 1)

    def _sent(self, time_us: Ints) -> Ints:
        """Payload bytes sent in the second from each time."""
        span_us: Ints = np.minimum(self.ends_us - time_us, SECOND_US)
        return span_us * self.rate_bps // (8 * SECOND_US)

    def _datagrams(self, time_us: Ints) -> Ints:
        """Datagrams that the first link carries on in the second from each time."""
        kept = self.traffic.capacity.kept_first(self.src, self.dst)
        return np.maximum((self._sent(time_us) * kept).astype(np.int64) // MTU_PAYLOAD, 1)

    def _line(self) -> Ints:
        return self.traffic.network.decide(self._src, self._dst, np.array([self.service], dtype=np.int64))

    def _fate(self) -> Fate:
        network, line = self.traffic.network, self._line()
        if network.allowed(line)[0]:
            return "delivered"
        return "contained" if network.contained(line)[0] else "denied"

    def _write(self, second: Ints) -> None:
        """Write what passes of each *second*, and what a limit refuses of it."""
        line, fate, limits = self._line(), self._fate(), self.traffic.limits
        asked = self._units(self.starts_us + second * SECOND_US)
        granted, self._granted = self._granted[: len(second)], self._granted[len(second) :]
        over = granted < asked if limits.any else np.zeros(len(second), dtype=np.bool_)
        self.last = fate
        if not over.any():
            self.arrived += len(second) * (fate == "delivered")
            self._put(second, line, fate)
            return
        limit = limits.lines[[self.limit]]
        if self.traffic.network.allowed(limit)[0]:
            self.arrived += len(second)
            self._put(second[~over], line, fate)
            self._put(second[over], limit, fate)
            return
        self.arrived += int((~over).sum())
        refused: Fate = "contained" if self.traffic.network.contained(limit)[0] else "denied"
        self.last = refused if over[-1] else fate
        self._put(second[granted > 0], line, fate, granted[granted > 0])
        self._put(second[over], limit, refused, (asked - granted)[over])

    def _put(self, second: Ints, line: Ints, fate: Fate, units: Ints | None = None) -> None:
        """Write a row for each *second*, of all that was sent in it or of so many *units*."""
        traffic, count = self.traffic, len(second)
        if not count:
            return
        traffic.network.count(np.repeat(line, count))
        rest = units is not None and fate != "delivered"
        time_us, flow = self.starts_us + second * SECOND_US, bits(self._rest if rest else self._key, second)
        if self._step:
            through = np.full(count, fate == "delivered")
            traffic.log.block("label", time=time_us, flow=flow, step=self._step, delivered=through)
        src, dst = np.repeat(self._src, count), np.repeat(self._dst, count)
        tap = traffic.network.tap(self._src, self._dst)[0]
        if tap == 0 and fate == "delivered" and not traffic.network.lines.watched(line)[0]:
            return
        rows = self._rows(time_us, units, through=fate == "delivered") | {
            "time": time_us, "flow": flow, "tap": tap or traffic.codes.enforcement, "src": traffic.codes.asset[src],
            "dst": traffic.codes.asset[dst], "src_port": self._src_port(flow), "dst_port": self.port,
            "action": self._words["allow" if fate == "delivered" else "deny"],
            "rule": traffic.network.lines.codes(line),
        }  # fmt: skip
        traffic.listening.block(rows, src, dst)

    def _rows(self, time_us: Ints, units: Ints | None, *, through: bool) -> dict[str, Any]:
        """What is said in each second: protocol, state, sizes and packets; of so many *units*, or of all."""
        codes, words = self.traffic.codes, self._words
        span_us = np.minimum(self.ends_us - time_us, SECOND_US)
        spoken = {"service": codes.service[self.service], "transport": words["tcp"]}
        if units is not None and self.messages_per_s and not through:
            return spoken | {"state": words["S0"], "packets_out": 1, "packets_in": 0}
        if through and self.messages_per_s:
            sent = self._sent(time_us) if units is None else units * MESSAGE_BYTES
            return spoken | self._session(sent, span_us)
        packets = self._datagrams(time_us) if units is None else units
        return {
            "service": codes.service[SERVICE_ID[OTHER]], "transport": words["udp"], "state": words["S0"],
            "duration_us": span_us, "bytes_out": packets * MTU_PAYLOAD, "packets_out": packets, "packets_in": 0,
        }  # fmt: skip

    def _session(self, sent: Ints, span_us: Ints) -> dict[str, Any]:
        """The rows of sessions in which that many bytes of messages are said."""
        codes = self.traffic.codes
        bounds = codes.sizes(self.service, "PUBLISH")
        out, into = np.maximum(sent, bounds.least_out), np.full(len(sent), bounds.least_in)
        yes = np.ones(len(sent), dtype=np.bool_)
        opening = Openings(*(np.full(len(sent), part[self.service]) for part in codes.opening))
        packets = packets_of(yes, yes, ~yes, out, into, opening)
        return {
            "state": self._words["SF"], "duration_us": span_us, "bytes_out": out, "bytes_in": into,
            "packets_out": packets.out, "packets_in": packets.into,
        }  # fmt: skip

    def _src_port(self, flow: Keys) -> Ints:
        """Datagrams come from one port, sessions each from one of its own."""
        drawn = flow if self.messages_per_s else np.repeat(self._key, len(flow))
        port: Ints = EPHEMERAL_PORT + (drawn % np.uint64(EPHEMERAL_PORTS)).astype(np.int64)
        return port
