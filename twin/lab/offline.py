"""Offline: the detectors of a ruleset over what was recorded, as live: the same rows at the same beats, batch by batch.

A detector gets exactly the rows since its last beat, at its own cadence, whether a run wrote them or somebody else's
monitor. What defenders know beforehand is the recording's register, and the site where one is named: declared needs,
rooms with their bands, the robots' top speed. A detector that cannot work without what is not known, or without rows
that the recording lacks, is not started and says why: the silence of one that could not have spoken is no good news.

Detectors are asked about many beats at once, which is quicker and changes no alert. Memory holds the rows between two
beats of the slowest detector, those of a hundred thousand rows more, and the names.

Sources: none; the beats are those of :mod:`twin.lab.watchers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import heapify, heapreplace
from typing import TYPE_CHECKING, Any, Protocol

from twin.core.errors import BadInput, Fault, Place
from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import SECOND_US, Us, us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.learning.learner import Learner
from twin.detectors.sigma import Sigma
from twin.lab.build import register
from twin.lab.drawing import drawing_of
from twin.lab.feed import Feed
from twin.lab.recording import Recording
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice, Site
from twin.lab.unknowns import Known, hindrance, knowledge_of, knows_kinds, limits
from twin.lab.watchers import SEEN
from twin.net.inventory import Inventory
from twin.plant.control import usual_band
from twin.policies import POLICIES

if TYPE_CHECKING:
    from twin.detectors.sigma_rules.status import RuleStatus

_NO_LIMIT_MPS = 1e9
"""Top speed of robots that nobody knows: none is too fast."""
_MOST_BEATS, _MOST_ROWS = 2_000, 100_000
"""So much is read before detectors are asked [measured: more is not quicker]."""


@dataclass(frozen=True)
class Status:
    """Whether a detector of the ruleset ran; why it did not, or what it had to do without; and its alerts."""

    kind: str
    ran: bool
    reason: str
    alerts: int


@dataclass(frozen=True)
class RuleHeard:
    """One rule of a Sigma detector: its place in the ruleset, where it is written, and what became of it.

    ``status`` is one of :mod:`twin.detectors.sigma_rules.status`; ``reason`` says why a silence is no good news.
    """

    position: int
    title: str
    rule: str
    file: str
    line: int
    status: str
    reason: str


@dataclass(frozen=True)
class Raised:
    """An alert with its number, from 1, and the kind of detector that raised it with its place in the ruleset."""

    number: int
    detector: str
    alert: Alert
    position: int = 0


@dataclass(frozen=True)
class Offline:
    """What a ruleset says about a recording: alerts in order, and a status for each of its detectors and rules."""

    alerts: tuple[Raised, ...]
    statuses: tuple[Status, ...]
    rules: tuple[RuleHeard, ...] = ()

    def unread(self, position: int) -> tuple[str, ...]:
        """Titles of the rules of the detector at *position* that had no row to read."""
        return tuple(rule.title for rule in self.rules if rule.position == position and rule.status == "unread")

    def to_json(self) -> dict[str, Any]:
        """Alerts with their times in seconds, and the status of every detector and rule, as one JSON document."""
        told = [{"number": each.number, "detector": each.detector, **asdict(each.alert)} for each in self.alerts]
        alerts = [{"time_s": row.pop("time_us") / SECOND_US, **row} for row in told]
        detectors, rules = [*map(asdict, self.statuses)], [*map(asdict, self.rules)]
        return {"alerts": alerts, "detectors": detectors, "rules": rules}


class Reader(Protocol):
    """A table's rows by number from 0, in order of time, as :class:`~twin.lab.feed.Feed` reads them on."""

    @property
    def exhausted(self) -> bool:
        """Whether every row has been read."""

    @property
    def loaded(self) -> int:
        """How many rows have been read."""

    def end(self, now_us: Us) -> int:
        """How many rows there are with ``time < now_us``."""

    def rows(self, start: int, end: int) -> Columns:
        """Rows from number *start* up to *end*."""

    def forget(self, start: int) -> None:
        """Nobody will ask for rows before number *start* again."""


def offline(
    recording: Recording,
    ruleset: Sequence[Choice],
    site: Site | None = None,
    policy: Choice | None = None,
    lacks: tuple[str, ...] = (),
) -> Offline:
    """The alerts of *ruleset* over *recording*; *site*, under *policy*, says what the defenders of that hub know.

    *lacks* names columns of flows that whoever recorded it could not fill.

    A recording that is cut (``between``) is watched to its end; any other to the first beat after its last row. Raises
    ``BadInput`` for rules that cannot be read.
    """
    names = Names()
    known = replace(known_of(recording, names, site, policy), lacks=lacks)
    feeds = {table: Feed(recording, table, names) for table in SEEN}
    return listen(ruleset, known, feeds, recording.to_us, cut=recording.is_cut)


def known_of(recording: Recording, names: Names, site: Site | None, policy: Choice | None) -> Known:
    """What the defenders of *recording* know beforehand, and which of its tables have rows, as :func:`offline` has it.

    The assets' names are coded in *names*.
    """
    watch = replace(_watch(recording, names, site, policy), starts_us=recording.epoch_us(0))
    return Known(watch, *_recorded(recording))


def listen(ruleset: Sequence[Choice], known: Known, readers: Mapping[str, Reader], to_us: Us, *, cut: bool) -> Offline:
    """The alerts of *ruleset*, which knows what is *known*, over the tables of *readers* (their codes are its names').

    With *cut* they are watched up to *to_us*, else to the first beat after the last row. Raises ``BadInput`` for rules
    that cannot be read.
    """
    detectors = [(choice.kind, DETECTORS[choice.kind](**choice.parameters)) for choice in ruleset]
    hindrances = [hindrance(kind, known) for kind, _ in detectors]
    able = [n for n, reason in enumerate(hindrances) if not reason]
    for number in able:
        _start(*detectors[number], knowledge_of(detectors[number][0], known.watch))
    raised: list[Raised] = []
    counts = [0] * len(detectors)
    for number, alert in _watched({n: detectors[n] for n in able}, readers, known.watch.names, to_us, cut=cut):
        raised.append(Raised(len(raised) + 1, detectors[number][0], alert, number))
        counts[number] += 1
    statuses = (
        Status(kind, not hindrances[n], hindrances[n] or _shortfalls(kind, detector, known), counts[n])
        for n, (kind, detector) in enumerate(detectors)
    )
    heard = (rule for n in able for rule in _rules(n, detectors[n][1], known))
    return Offline(tuple(raised), tuple(statuses), tuple(heard))


def _rules(position: int, detector: Detector, known: Known) -> Iterator[RuleHeard]:
    """What became of the rules of *detector*, if it has any."""
    for each in detector.statuses() if isinstance(detector, Sigma) else ():
        reason = each.reason or _doubt(each, known)
        yield RuleHeard(position, each.title, each.id, str(each.path), each.line, each.status, reason)


def _doubt(rule: RuleStatus, known: Known) -> str:
    """Why the silence of *rule* is no good news, or its alert no bad news, where the recording or the register lacks.

    Who leaves some out by what is not known leaves nobody out, and speaks too often.
    """
    from twin.detectors.sigma_rules.status import doubt_without_register

    lacking = [name for name in rule.columns if name in known.lacks] if rule.status == "silent" else []
    doubts = [f"asks for {', '.join(lacking)}, which this recording cannot have"] if lacking else []
    if not knows_kinds(known) and rule.status in ("silent", "alerted"):
        doubts.append(doubt_without_register(rule))
    return "; ".join(doubt for doubt in doubts if doubt)


def _shortfalls(kind: str, detector: Detector, known: Known) -> str:
    """What *detector*, which ran, had to do without, and which of its rules could not match; empty where nothing."""
    said = [limits(kind, known)]
    if isinstance(detector, Sigma):
        from twin.detectors.sigma_rules.status import summary, without_register

        rules = detector.statuses()
        said += [summary(rules), "" if knows_kinds(known) else without_register(rules)]
    return "; ".join(each for each in said if each)


def _recorded(recording: Recording) -> tuple[tuple[str, ...], bool]:
    """Which observed tables have rows, and whether the first flows say what an enforcement point decided."""
    first = {table: next(recording.batches(table), None) for table in SEEN}
    flows = first["flow"]
    verdicts = flows is None or any(word for word in flows.column("action").unique().to_pylist())
    return tuple(table for table in SEEN if first[table] is not None), verdicts


def _watch(recording: Recording, names: Names, site: Site | None, policy: Choice | None) -> Watch:
    """What defenders know: the site's register with everything else that was seen, or the recording's alone.

    Zones and conduits are those that *policy* draws for the site.
    """
    assets = {asset.name: asset for asset in recording.assets}
    declared = register(site) if site else Inventory((), ())
    assets |= {asset.name: asset for asset in declared.assets}
    inventory = Inventory(tuple(assets[name] for name in sorted(assets)), declared.demands).register
    names.codes(asset.name for asset in inventory.assets)
    if site is None:
        return Watch(inventory, names, {}, _NO_LIMIT_MPS)
    fleet = site.plant.fleet
    bands = {room.name: usual_band(room) for room in site.plant.rooms}
    plain = Watch(inventory, names, bands, max(fleet.speed_empty_mps, fleet.speed_loaded_mps))
    if policy is None:
        return plain
    segmentation = POLICIES[policy.kind](**policy.parameters).compile(declared)
    return replace(plain, **drawing_of(segmentation, declared.register)._asdict())


def _start(kind: str, detector: Detector, watch: Watch) -> None:
    if isinstance(detector, Sigma):
        detector.locate(scenario_root() / "rules")
    if isinstance(detector, Learner):
        detector.locate(scenario_root() / "learned")
    try:
        detector.start(watch)
    except ValueError as error:
        place = Place(f"ruleset: {kind}")
        raise BadInput(Fault(place, "bad-rules", line) for line in str(error).splitlines()) from None


def _watched(
    detectors: dict[int, tuple[str, Detector]], readers: Mapping[str, Reader], names: Names, to_us: Us, *, cut: bool
) -> Iterator[tuple[int, Alert]]:
    """Every alert with its detector's number, in the order in which a clock would raise them."""
    read = {number: dict.fromkeys(readers, 0) for number in detectors}
    since: dict[int, Us] = dict.fromkeys(detectors, 0)
    beats = [(us(d.cadence_s), f"watch/{kind}/{number}", number) for number, (kind, d) in detectors.items()]
    heapify(beats)
    left, moment, waiting = set(detectors), _Moment(readers, -1), _Waiting(detectors)
    while left and beats[0][0] <= to_us:
        now, key, number = beats[0]
        if moment.now_us != now:
            if waiting.is_enough(moment.rows):
                yield from waiting.told(moment.rows)
            _forget(readers, read)
            moment = _Moment(readers, now)
        waiting.add(number, key, Batch(since[number], now, moment.since(read[number]), names))
        read[number], since[number] = moment.ends, now
        if not cut and moment.at_the_end:
            left.discard(number)
        heapreplace(beats, (now + us(detectors[number][1].cadence_s), key, number))
    yield from waiting.told(moment.rows)


class _Waiting:
    """Beats that were read and not yet put to their detectors, who are quicker with many at once."""

    def __init__(self, detectors: Mapping[int, tuple[str, Detector]]) -> None:
        self._detectors = detectors
        self._batches: dict[int, list[Batch]] = {number: [] for number in detectors}
        self._keys: dict[int, str] = {}
        self._count = self._rows_told = 0

    def add(self, number: int, key: str, batch: Batch) -> None:
        """Keep *batch* for detector *number*, which stands at *key* among those of the same time."""
        self._batches[number].append(batch)
        self._keys[number] = key
        self._count += 1

    def is_enough(self, rows: int) -> bool:
        """Whether no more should be kept, when *rows* have been read in all."""
        return self._count >= _MOST_BEATS or rows - self._rows_told >= _MOST_ROWS

    def told(self, rows: int) -> list[tuple[int, Alert]]:
        """Every alert of what was kept with its detector's number, in the order in which a clock would raise them."""
        said: list[tuple[Us, str, int, Alert]] = []
        for number, batches in self._batches.items():
            for batch, alerts in zip(batches, self._detectors[number][1].observe_all(batches), strict=True):
                said += [(batch.to_us, self._keys[number], number, alert) for alert in alerts]
            batches.clear()
        self._count, self._rows_told = 0, rows
        return [(number, alert) for _, _, number, alert in sorted(said, key=lambda each: each[:2])]


class _Moment:
    """The tables at one time; what detectors have in common is cut out once."""

    def __init__(self, readers: Mapping[str, Reader], now_us: Us) -> None:
        self.now_us, self._readers = now_us, readers
        self.ends = {table: reader.end(now_us) for table, reader in readers.items()}
        self._parts: dict[tuple[str, int], Columns] = {}

    @property
    def rows(self) -> int:
        """How many rows all tables have up to then."""
        return sum(self.ends.values())

    @property
    def at_the_end(self) -> bool:
        """Whether nothing is left to read."""
        return all(reader.exhausted and self.ends[table] == reader.loaded for table, reader in self._readers.items())

    def since(self, read: Mapping[str, int]) -> dict[str, Columns]:
        """The rows of each table from the number on that *read* gives."""
        return {table: self._part(table, start) for table, start in read.items()}

    def _part(self, table: str, start: int) -> Columns:
        found = self._parts.get((table, start))
        if found is None:
            found = self._parts[table, start] = self._readers[table].rows(start, self.ends[table])
        return found


def _forget(readers: Mapping[str, Reader], read: Mapping[int, Mapping[str, int]]) -> None:
    for table, reader in readers.items():
        reader.forget(min(each[table] for each in read.values()))
