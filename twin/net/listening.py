"""Listening: which rows the taps write, and what each tap says about itself.

A row is written by the first listening tap that caught the flow. A saturated tap catches a flow or does not: its port
overflows in bursts that are long against a conversation of a few packets, so all of them share one fate, drawn from the
flow's own identity and the tap's place. What one tap lost another may have caught; what a policy or a response refused
is in the log of the enforcement point, whatever the taps do.

Every minute each tap reports the packets that were mirrored to it and how many of them it dropped, as a sensor counts
them at its interface. A tap that is off reports silence, and that is all that tells.

Which taps a flow crosses is one number, a bit for each tap: bit 0 is the tap that claims first.

Sources: Zeek manual, capture_loss.log and stats.log (a sensor's own report of what it missed); RFC 7011, section 2.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from twin.core.chance import Ints, Keys, bits, stream_key
from twin.core.log import Array, Log, Words
from twin.core.units import MINUTE_US, Us
from twin.net.capacity import Capacity
from twin.net.channels import Mask
from twin.net.flow_rows import FlowCodes
from twin.net.network import Network
from twin.net.taps import BUS, INSPECTION

TOLD = ("verb", "object", "status", "user")
"""Columns that only a tap which reads the application record can fill."""
_SHARE_BITS, _TO_UNIT = 11, 2.0**-53


class Listening:
    """The taps of one run at work; a cohort that owes each tap's report of every whole minute.

    Attach it last: the reports of a minute count what every other cohort has written in it.
    """

    def __init__(self, network: Network, capacity: Capacity, log: Log, codes: FlowCodes, seed: int) -> None:
        self._network, self._capacity, self._log, self._codes = network, capacity, log, codes
        self._taps = network.paths.taps
        places = [tap.at for tap in self._taps.all]
        self._names: Ints = log.names.codes(tap.name for tap in self._taps.all)
        self._luck: list[int] = [stream_key(seed, f"tap/{at}", "capture") >> 2 for at in places]
        absent = {BUS} if network.segmentation.inspected else {BUS, INSPECTION}
        self._reporting = [number for number, at in enumerate(places) if at not in absent]
        self._minutes: dict[int, tuple[list[int], list[int]]] = {}
        self._singles: defaultdict[int, int] = defaultdict(int)
        self._minute_ends_us: Us = MINUTE_US
        self._packets = codes.layout.names.index("packets_out")
        self._told_us: Us = 0
        self._known: tuple[int, list[float]] = (-1, [])
        self._lossless = True
        self._on = (-1, 0)

    # -- rows --------------------------------------------------------------------------------------------------------

    def write(self, rows: Words, crossing: Ints) -> None:
        """Write the packed *rows* that a tap or an enforcement point caught of flows that cross ``crossing``."""
        listening = self._listening()
        if not len(rows):
            return
        row, offered = self._codes.layout.records(rows), crossing & listening
        packets = row["packets_out"] + row["packets_in"]
        self._count(0, row["time"], offered, packets)
        if any(self._losses()):
            dropped = self._unlucky(row["flow"]) & offered
            self._count(1, row["time"], dropped, packets)
            rows = self._retold(rows, offered & ~dropped)
        self._log.packed("flow", rows)

    def block(self, columns: dict[str, Array], src: Ints, dst: Ints) -> None:
        """The same of rows as columns, of flows between asset numbers *src* and *dst*."""
        rows = self._codes.layout.blank(len(src))
        row = self._codes.layout.records(rows)
        for name, values in columns.items():
            row[name] = values
        self.write(rows, self._network.paths.crossing(src, dst))

    def single(self, row: tuple[Any, ...], crossing: int) -> tuple[Any, ...] | None:
        """The *row* of one flow, a value for each column in order, as the tap that caught it tells it, or None."""
        if row[0] >= self._minute_ends_us or self._network.epoch != self._on[0]:
            self._begin_minute(row[0])
        self._singles[crossing] += row[self._packets] + row[self._packets + 1]
        if self._known[0] == self._capacity.epoch and self._lossless:
            return row
        return self._single_by_luck(row, crossing & self._listening()) if any(self._losses()) else row

    def _begin_minute(self, now_us: Us) -> None:
        """Count single messages for the minute of *now_us* and the taps that listen now."""
        self._place_singles()
        self._minute_ends_us = (now_us // MINUTE_US + 1) * MINUTE_US
        self._listening()

    def _place_singles(self) -> None:
        """Put what single messages have offered so far to the minute and the taps that it belongs to."""
        counts, on = self._counts((self._minute_ends_us - 1) // MINUTE_US)[0], self._on[1]
        for crossing, packets in self._singles.items():
            self._add(counts, crossing & on, packets)
        self._singles.clear()

    def _single_by_luck(self, row: tuple[Any, ...], offered: int) -> tuple[Any, ...] | None:
        """The same where some tap is saturated: by way of :meth:`write`'s rules, with the packets counted already."""
        rows = self._codes.layout.of_tuples([row])
        records = self._codes.layout.records(rows)
        dropped = self._unlucky(records["flow"]) & offered
        self._count(1, records["time"], dropped, records["packets_out"] + records["packets_in"])
        found = self._retold(rows, np.array([offered], dtype=np.int64) & ~dropped)
        if not len(found):
            return None
        told: tuple[Any, ...] = self._codes.layout.records(found)[list(self._codes.layout.names)][0].item()
        return told

    def _listening(self) -> int:
        """The taps that listen, a bit for each."""
        if self._on[0] != self._network.epoch:
            self._place_singles()
            on = sum(1 << number for number, tap in enumerate(self._taps.all) if self._taps.listens(tap.at))
            self._on = (self._network.epoch, on)
        return self._on[1]

    def _losses(self) -> list[float]:
        """What each tap drops now."""
        if self._known[0] != self._capacity.epoch:
            self._known = (self._capacity.epoch, self._capacity.tap_loss().tolist())
            self._lossless = not any(self._known[1])
        return self._known[1]

    def _unlucky(self, flow: Keys) -> Ints:
        """The taps that drop each flow where they get it, a bit for each, shape (n,)."""
        missed = np.zeros(len(flow), dtype=np.int64)
        for number, loss in enumerate(self._losses()):
            if loss > 0.0:
                drawn = (bits(flow, self._luck[number]) >> np.uint64(_SHARE_BITS)).astype(np.float64) * _TO_UNIT
                missed |= (drawn < loss).astype(np.int64) << number
        return missed

    def _retold(self, rows: Words, kept: Ints) -> Words:
        """Rows as the first tap that kept them tells them; those that none kept and nobody refused are gone."""
        row, codes = self._codes.layout.records(rows), self._codes
        refused: Mask = (row["action"] == codes.deny) | (row["tap"] == codes.enforcement)
        tap = np.full(len(rows), codes.enforcement, dtype=np.int64)
        for number in reversed(range(len(self._names))):
            tap = np.where(kept >> number & 1 == 1, self._names[number], tap)
        row["tap"] = tap
        hidden = np.isin(row["service"], codes.service[codes.encrypted]) & (tap != codes.inspection)
        for name in TOLD:
            row[name][hidden] = 0
        row["value"][hidden] = np.nan
        found: Words = rows[(kept != 0) | refused]
        return found

    # -- reports -----------------------------------------------------------------------------------------------------

    def flush(self, until_us: Us) -> None:
        """Write the report of every minute that is over."""
        while self._told_us + MINUTE_US <= until_us:
            self._report(self._told_us + MINUTE_US)

    def finish(self, end_us: Us) -> None:
        """Write what is left of the last minute."""
        self.flush(end_us)
        if end_us > self._told_us:
            self._report(end_us)

    def _report(self, end_us: Us) -> None:
        self._begin_minute(end_us)
        offered, dropped = self._counts(self._told_us // MINUTE_US)
        del self._minutes[self._told_us // MINUTE_US]
        for number in self._reporting:
            share = dropped[number] / offered[number] if offered[number] else 0.0
            self._log.one(
                "tap_health", time=end_us, tap=int(self._names[number]), span_us=end_us - self._told_us,
                offered=offered[number], dropped=dropped[number], share=share,
            )  # fmt: skip
        self._told_us = end_us

    def _count(self, which: int, time_us: Ints, crossing: Ints, packets: Ints) -> None:
        """Add *packets* to the minutes in which they passed: offered (0) or dropped (1)."""
        first, last = int(time_us.min()) // MINUTE_US, int(time_us.max()) // MINUTE_US
        for number in range(first, last + 1):
            here = packets if first == last else packets * (time_us // MINUTE_US == number)
            counts = self._counts(number)[which]
            for tap in range(len(counts)):
                counts[tap] += int((here * (crossing >> tap & 1)).sum())

    @staticmethod
    def _add(counts: list[int], crossed: int, packets: int) -> None:
        for tap in range(crossed.bit_length()):
            counts[tap] += packets * (crossed >> tap & 1)

    def _counts(self, minute: int) -> tuple[list[int], list[int]]:
        """Packets offered to and dropped by each tap in one minute."""
        found = self._minutes.get(minute)
        if found is None:
            found = self._minutes[minute] = ([0] * len(self._names), [0] * len(self._names))
        return found
