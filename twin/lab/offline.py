"""Offline: the detectors of a ruleset over what was recorded, as live: the same rows at the same beats, batch by batch.

A detector gets exactly the rows since its last beat, at its own cadence, whether a run wrote them or somebody else's
monitor. What defenders know beforehand is the recording's register, and the site where one is named: declared needs,
rooms with their bands, the robots' top speed. A detector that cannot work without what is not known, or without rows
that the recording lacks, is not started and says why: the silence of one that could not have spoken is no good news.

Memory holds the rows between two beats of the slowest detector, and the names.

Sources: none; the beats are those of :mod:`twin.lab.watchers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from heapq import heapify, heapreplace
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.core.names import Names
from twin.core.units import SECOND_US, Us, us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.sigma import Sigma
from twin.lab.build import register
from twin.lab.feed import Feed
from twin.lab.recording import Recording
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice, Site
from twin.lab.unknowns import Known, hindrance, knowledge_of, limits
from twin.lab.watchers import SEEN
from twin.net.inventory import Inventory
from twin.plant.control import usual_band

_NO_LIMIT_MPS = 1e9
"""Top speed of robots that nobody knows: none is too fast."""


@dataclass(frozen=True)
class Status:
    """Whether a detector of the ruleset ran; why it did not, or what it had to do without; and its alerts."""

    kind: str
    ran: bool
    reason: str
    alerts: int


@dataclass(frozen=True)
class Raised:
    """An alert with its number, from 1, and the kind of detector that raised it."""

    number: int
    detector: str
    alert: Alert


@dataclass(frozen=True)
class Offline:
    """What a ruleset says about a recording: alerts in order, and a status for each of its detectors."""

    alerts: tuple[Raised, ...]
    statuses: tuple[Status, ...]

    def to_json(self) -> dict[str, Any]:
        """Alerts with their times in seconds, and every detector's status, as one JSON document."""
        told = [{"number": each.number, "detector": each.detector, **asdict(each.alert)} for each in self.alerts]
        alerts = [{"time_s": row.pop("time_us") / SECOND_US, **row} for row in told]
        return {"alerts": alerts, "detectors": [asdict(status) for status in self.statuses]}


def offline(recording: Recording, ruleset: Sequence[Choice], site: Site | None = None) -> Offline:
    """The alerts of *ruleset* over *recording*; *site* says what the defenders of that hub know.

    A recording that is cut (``between``) is watched to its end; any other to the first beat after its last row. Raises
    ``BadInput`` for rules that cannot be read.
    """
    names = Names()
    watch = _watch(recording, names, site)
    known = Known(watch, *_recorded(recording))
    detectors = [(choice.kind, DETECTORS[choice.kind](**choice.parameters)) for choice in ruleset]
    hindrances = [hindrance(kind, known) for kind, _ in detectors]
    able = [n for n, reason in enumerate(hindrances) if not reason]
    for number in able:
        _start(*detectors[number], knowledge_of(detectors[number][0], watch))
    raised: list[Raised] = []
    counts = [0] * len(detectors)
    for number, alert in _watched(recording, {n: detectors[n] for n in able}, names):
        raised.append(Raised(len(raised) + 1, detectors[number][0], alert))
        counts[number] += 1
    statuses = (
        Status(kind, not hindrances[n], hindrances[n] or limits(kind, known), counts[n])
        for n, (kind, _) in enumerate(detectors)
    )
    return Offline(tuple(raised), tuple(statuses))


def _recorded(recording: Recording) -> tuple[tuple[str, ...], bool]:
    """Which observed tables have rows, and whether the first flows say what an enforcement point decided."""
    first = {table: next(recording.batches(table), None) for table in SEEN}
    flows = first["flow"]
    verdicts = flows is None or any(word for word in flows.column("action").unique().to_pylist())
    return tuple(table for table in SEEN if first[table] is not None), verdicts


def _watch(recording: Recording, names: Names, site: Site | None) -> Watch:
    """What defenders know: the site's register with everything else that was seen, or the recording's alone."""
    assets = {asset.name: asset for asset in recording.assets}
    declared = register(site) if site else Inventory((), ())
    assets |= {asset.name: asset for asset in declared.assets}
    inventory = Inventory(tuple(assets[name] for name in sorted(assets)), declared.demands)
    names.codes(asset.name for asset in inventory.assets)
    if site is None:
        return Watch(inventory, names, {}, _NO_LIMIT_MPS)
    fleet = site.plant.fleet
    bands = {room.name: usual_band(room) for room in site.plant.rooms}
    return Watch(inventory, names, bands, max(fleet.speed_empty_mps, fleet.speed_loaded_mps))


def _start(kind: str, detector: Detector, watch: Watch) -> None:
    if isinstance(detector, Sigma):
        detector.locate(scenario_root() / "rules")
    try:
        detector.start(watch)
    except ValueError as error:
        place = Place(f"ruleset: {kind}")
        raise BadInput(Fault(place, "bad-rules", line) for line in str(error).splitlines()) from None


def _watched(
    recording: Recording, detectors: dict[int, tuple[str, Detector]], names: Names
) -> Iterator[tuple[int, Alert]]:
    """Every alert with its detector's number, in the order in which a clock would raise them."""
    feeds = {table: Feed(recording, table, names) for table in SEEN}
    read = {number: dict.fromkeys(SEEN, 0) for number in detectors}
    since: dict[int, Us] = dict.fromkeys(detectors, 0)
    beats = [(us(d.cadence_s), f"watch/{kind}/{number}", number) for number, (kind, d) in detectors.items()]
    heapify(beats)
    left = set(detectors)
    while left and beats[0][0] <= recording.to_us:
        now, key, number = beats[0]
        detector = detectors[number][1]
        ends = {table: feed.end(now) for table, feed in feeds.items()}
        tables = {table: feed.rows(read[number][table], ends[table]) for table, feed in feeds.items()}
        for alert in detector.observe(Batch(since[number], now, tables, names)):
            yield number, alert
        read[number], since[number] = ends, now
        for table, feed in feeds.items():
            feed.forget(min(each[table] for each in read.values()))
        if not recording.is_cut and all(feed.exhausted and ends[t] == feed.loaded for t, feed in feeds.items()):
            left.discard(number)
        heapreplace(beats, (now + us(detector.cadence_s), key, number))
