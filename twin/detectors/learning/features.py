"""Features: what an asset did between two beats, as a row of numbers that can be learned from.

A batch becomes one row for each asset that did anything in it or had anything done to it. Counts, bytes and seconds are
taken as ``log(1 + x)``, so that a row is read as times, not as amounts: ten times the usual bytes stick out alike for a
thermostat and for a server. Assets are learned in **groups**, a kind with its function, so that a new member has the
profile of its peers, and so that hubs with other names can share what they learned.

Beside the numbers stand the **patterns** of a row: which group asks which group over which service with which verb. A
pattern that was never learned is what sticks out most in a hub, where machines do the same for years.

Sources: the features of a flow and host summary as in Kitsune (Mirsky et al., NDSS 2018) and in the 2009 survey of
anomaly detection by Chandola, Banerjee and Kumar (section 2); RFC 7011 for what a flow collector can count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from twin.core import elementary
from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Columns
from twin.core.units import SECOND_US
from twin.detectors.base import Batch, Watch
from twin.detectors.parts.register import Flags, Register, look_up

COLUMNS = (
    "flows", "peers", "ports", "bytes sent", "bytes received", "largest sending", "seconds", "failures", "outside",
    "unfamiliar", "messages", "names", "web", "control", "remote", "asked", "askers", "bytes taken", "failed on",
    "unfamiliar askers", "leap", "orders", "reading",
)  # fmt: skip
"""The columns of a row, in order, as an alert's title names them."""

_AT = {name: number for number, name in enumerate(COLUMNS)}
UNFAMILIAR, UNFAMILIAR_ASKERS = _AT["unfamiliar"], _AT["unfamiliar askers"]
EVENTS = np.array(
    [_AT[name] for name in ("failures", "outside", "unfamiliar", "failed on", "unfamiliar askers")], dtype=np.int64
)
"""Columns in which one more is news where there was none; in the others only many more are."""
COUNTS = np.array(
    [
        _AT[name]
        for name in (
            "flows", "peers", "ports", "messages", "names", "web", "control", "remote", "asked", "askers",
        )
    ],
    dtype=np.int64,
)  # fmt: skip
"""Columns that count what machines do alike every minute."""
DONE_TO = np.array(
    [_AT[name] for name in ("asked", "askers", "bytes taken", "failed on", "unfamiliar askers")], dtype=np.int64
)
"""Columns that say what was done to an asset, not what it did."""
_SERVICES = (
    ("messages", ("mqtt", "mqtt_plain", "syslog")),
    ("names", ("dns", "mdns", "ntp", "dhcp")),
    ("web", ("http", "https", "rtsp")),
    ("control", ("modbus", "modbus_rtu", "bacnet", "opcua", "robot_api", "snmp")),
    ("remote", ("ssh", "rdp", "smb", "telnet", "kerberos", "ldap", "sql")),
)
_WORD_BITS, _GROUP_BITS = 21, 9
_WORD_MASK, _GROUP_MASK = (1 << _WORD_BITS) - 1, (1 << _GROUP_BITS) - 1
_NO_SETPOINT = 1e6


class Slice(NamedTuple):
    """One batch as rows: ``members`` (n,) numbers in the register, ``values`` (n, columns) as log(1 + x).

    ``patterns`` (m,) are packed, ``counts`` (m,) their flows, ``openers`` and ``answerers`` (m,) the rows they belong
    to. The two columns of unfamiliar patterns are 0: what is familiar is not the features' to say.
    """

    members: Ints
    values: Floats
    patterns: Ints
    counts: Ints
    openers: Ints
    answerers: Ints


class Features:
    """Rows of features for the assets of a register."""

    def __init__(self, watch: Watch) -> None:
        self.register = Register(watch)
        words = [f"{asset.kind}/{asset.function}" for asset in self.register.assets]
        self.group, known = self.register.ids(words)
        self.groups = (*known, "stranger")
        self._names = watch.names
        self._outside = self.register.flags(lambda asset: asset.function == "internet")
        self._denied, self._finished = watch.names.code("deny"), watch.names.code("SF")
        self._fine = watch.names.codes(("", "ok"))
        self._class = _classes(watch)
        self._temperature = watch.names.code("temperature_c")
        self._setpoint = _setpoints(watch)
        self._services, self._verbs = _Small(), _Small()
        self._limit_mps = watch.speed_limit_mps

    def group_of(self, members: Ints) -> Ints:
        """The numbers of the groups of *members*, as ``groups`` has them."""
        found: Ints = self.group[members]
        return found

    def of(self, batch: Batch) -> Slice:
        """The rows of *batch*, in order of the register."""
        values = np.zeros((len(COLUMNS), self.register.count + 1))
        flow = batch.tables["flow"]
        source, target = self.register.numbers(flow["src"]), self.register.numbers(flow["dst"])
        patterns, counts, opener, answerer = self._patterns(flow, source, target)
        if len(source):
            self._count(values, flow, source, target)
            pair = _runs(opener * values.shape[1] + answerer)[0]
            for name, ends in (("peers", pair // values.shape[1]), ("askers", pair % values.shape[1])):
                values[_AT[name]] = np.bincount(ends, minlength=values.shape[1])
        self._move(values, batch.tables["robot_state"])
        self._read(values, batch.tables["reading"])
        members = np.flatnonzero(values.any(axis=0))
        row = np.zeros(values.shape[1], dtype=np.int64)
        row[members] = np.arange(len(members))
        rows = np.ascontiguousarray(values[:, members].T)
        some = rows > 0.0
        rows[some] = elementary.log(1.0 + rows[some])
        return Slice(members, rows, patterns, counts, row[opener], row[answerer])

    def _count(self, values: Floats, flow: Columns, source: Ints, target: Ints) -> None:
        """Put the columns of flows into *values* (columns, assets)."""
        size = values.shape[1]
        failed = (flow["action"] == self._denied) | (flow["state"] != self._finished) | self._unwell(flow["status"])
        sent = flow["bytes_out"].astype(np.float64)
        weights = (
            ("flows", None), ("bytes sent", sent), ("bytes received", flow["bytes_in"]),
            ("seconds", flow["duration_us"] / SECOND_US), ("failures", failed), ("outside", self._outside[target]),
        )  # fmt: skip
        for name, weight in weights:
            values[_AT[name]] = np.bincount(source, weight, size)
        np.maximum.at(values[_AT["largest sending"]], source, sent)
        for name, weight in (("asked", None), ("bytes taken", sent), ("failed on", failed)):
            values[_AT[name]] = np.bincount(target, weight, size)
        values[_AT["ports"]] = np.bincount(_runs(source << 32 | flow["dst_port"])[0] >> 32, minlength=size)
        kinds = look_up(self._class, flow["service"]) * size + source
        first, many = _AT[_SERVICES[0][0]], len(_SERVICES)
        values[first : first + many] = np.bincount(kinds, minlength=size * (many + 1)).reshape(-1, size)[1:]

    def _unwell(self, status: Ints) -> Flags:
        wrong: Flags = (status != self._fine[0]) & (status != self._fine[1])
        return wrong

    def _move(self, values: Floats, state: Columns) -> None:
        """How far a moving robot's reports leap beyond what its top speed explains, metres; how many orders it had.

        A robot that stands before and after was carried there by somebody.
        """
        if not len(state["time"]):
            return
        by_robot = np.argsort(state["robot"], kind="stable")
        names = ("robot", "x_m", "y_m", "time", "order", "speed_mps")
        robot, x_m, y_m, time, visit, speed = (state[name][by_robot] for name in names)
        same = robot[1:] == robot[:-1]
        number = self.register.numbers(robot[1:])
        drove = same & ((speed[1:] > 0.0) | (speed[:-1] > 0.0))
        far_m = np.sqrt(np.diff(x_m) ** 2 + np.diff(y_m) ** 2) - self._limit_mps * np.diff(time) / SECOND_US
        np.maximum.at(values[_AT["leap"]], number, np.where(drove, np.maximum(far_m, 0.0), 0.0))
        new = same & (visit[1:] != visit[:-1])
        values[_AT["orders"]] = np.bincount(number, new, values.shape[1])

    def _read(self, values: Floats, rows: Columns) -> None:
        """How far a thermometer's mean is from its room's setpoint, kelvin."""
        wanted = self._setpoint[np.minimum(rows["room"], len(self._setpoint) - 1)]
        warm = ((rows["quantity"] == self._temperature) & (wanted < _NO_SETPOINT)).nonzero()[0]
        if len(warm):
            sensor = self.register.numbers(rows["sensor"][warm])
            total = np.bincount(sensor, rows["value"][warm] - wanted[warm], values.shape[1])
            values[_AT["reading"]] = np.abs(total) / np.maximum(np.bincount(sensor, minlength=values.shape[1]), 1)

    def _patterns(self, flow: Columns, source: Ints, target: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Packed patterns, how many flows have them, and the numbers of opener and answerer."""
        count = self.register.count + 1
        service, verb = self._services.ids(flow["service"]), self._verbs.ids(flow["verb"])
        keys, counts = _runs(((service * len(self._verbs.codes) + verb) * count + source) * count + target)
        pair, word = keys % (count * count), keys // (count * count)
        opener, answerer = pair // count, pair % count
        verbs = max(1, len(self._verbs.codes))
        words = self._services.codes[word // verbs] << _WORD_BITS | self._verbs.codes[word % verbs]
        groups = self.group[opener] << _GROUP_BITS | self.group[answerer]
        return groups << (2 * _WORD_BITS) | words, counts, opener, answerer

    def patterns_of(self, flow: Columns, rows: Ints) -> Ints:
        """The packed pattern of each of the *rows* (n,) of *flow*."""
        source, target = (self.group[self.register.numbers(flow[end][rows])] for end in ("src", "dst"))
        service, verb = (flow[name][rows].astype(np.int64) for name in ("service", "verb"))
        return (source << _GROUP_BITS | target) << (2 * _WORD_BITS) | service << _WORD_BITS | verb

    def spelt(self, patterns: Ints) -> list[tuple[str, str, str, str]]:
        """Packed *patterns* in words: who asks, whom, over which service, with which verb."""
        return [
            (
                self.groups[pattern >> (2 * _WORD_BITS + _GROUP_BITS)],
                self.groups[pattern >> (2 * _WORD_BITS) & _GROUP_MASK],
                self._names.text(pattern >> _WORD_BITS & _WORD_MASK),
                self._names.text(pattern & _WORD_MASK),
            )
            for pattern in patterns.tolist()
        ]

    def packed(self, spelt: Iterable[tuple[str, str, str, str]]) -> Ints:
        """Patterns in words as numbers, in their order; -1 for patterns of groups that are not here."""
        place = {group: number for number, group in enumerate(self.groups)}
        code = self._names.code
        found = [
            (place[a] << _GROUP_BITS | place[b]) << (2 * _WORD_BITS) | code(service) << _WORD_BITS | code(verb)
            if a in place and b in place
            else -1
            for a, b, service, verb in spelt
        ]
        return np.array(found, dtype=np.int64)


def _classes(watch: Watch) -> Ints:
    """A table from a service's code to the number of its class, 0 for every other service."""
    words = [(word, number) for number, (_, each) in enumerate(_SERVICES, 1) for word in each]
    codes = watch.names.codes(word for word, _ in words)
    table = np.zeros(int(codes.max()) + 2, dtype=np.int64)
    table[codes] = [number for _, number in words]
    return table


def _setpoints(watch: Watch) -> Floats:
    """A table from a room's code to its setpoint, degC; ``_NO_SETPOINT`` for everything else."""
    codes = watch.names.codes(watch.rooms)
    table = np.full(int(codes.max(initial=-1)) + 2, _NO_SETPOINT)
    table[codes] = [band[0] for band in watch.rooms.values()]
    return table


def _runs(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct *keys*, ascending, and how often each occurs."""
    ordered = np.sort(keys)
    new = np.empty(len(ordered), dtype=np.bool_)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    first = new.nonzero()[0]
    return ordered[first], np.diff(first, append=len(ordered))


class _Small:
    """Small numbers for the codes that occur, in order of occurrence; ``codes`` leads back."""

    def __init__(self) -> None:
        self.codes: Ints = np.empty(0, dtype=np.int64)
        self._number: Ints = np.full(1, -1, dtype=np.int64)

    def ids(self, codes: Ints) -> Ints:
        """The numbers of *codes*, shape as given."""
        found = look_up(self._number, codes)
        strange = found < 0
        if not strange.any():
            return found
        self.codes = np.concatenate([self.codes, np.unique(codes[strange])])
        self._number = np.full(int(self.codes.max()) + 2, -1, dtype=np.int64)
        self._number[self.codes] = np.arange(len(self.codes))
        return look_up(self._number, codes)
