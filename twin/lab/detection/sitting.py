"""A sitting: one detector before one kept run, flow by flow, so that it can be scored and not only counted.

Regression tests ask for alerts. A study asks more: which flows was each alert about, and what did it cost to find
them. So every detector reads the tape by itself, at its own beats, and names every flow that it accuses.

Source: ours; the beats are those of :mod:`twin.lab.offline`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import process_time

from twin.core.log import Array
from twin.core.names import Names
from twin.core.units import Us, us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.learning.learner import Learner
from twin.detectors.sigma import Sigma
from twin.lab.detection.listen import known_of
from twin.lab.detection.tapes import Take, Tape, TapeReader
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice
from twin.lab.unknowns import Known, hindrance, knowledge_of
from twin.lab.watchers import SEEN


@dataclass(frozen=True)
class Sitting:
    """What a detector said: its alerts, the ids of all flows that it accuses, shape (n,), and its CPU time, s.

    ``reason`` says why it could not speak; it is empty where it could.
    """

    kind: str
    reason: str
    alerts: tuple[Alert, ...]
    flows: Array
    cpu_s: float


@dataclass(frozen=True)
class Room:
    """A tape with everything that detectors before it may know, read once."""

    tape: Tape
    known: Known
    readers: dict[str, TapeReader]

    @property
    def names(self) -> Names:
        """The names that all rows are in."""
        return self.known.watch.names


def open_room(tape: Tape, take: Take) -> Room:
    """The room in which detectors sit before *tape*, which is *take*."""
    return Room(tape, known_of(tape, take, tape.names()), {table: tape.reader(table) for table in SEEN})


def sit(room: Room, choice: Choice) -> Sitting:
    """What the detector *choice* says of the run in *room*."""
    detector = DETECTORS[choice.kind](**choice.parameters)
    detector.name_flows()
    reason = hindrance(choice.kind, room.known)
    if reason:
        return Sitting(choice.kind, reason, (), detector.accused(), 0.0)
    began = process_time()
    _start(detector, knowledge_of(choice.kind, room.known.watch))
    alerts = tuple(alert for batch in beats(room, detector.cadence_s) for alert in detector.observe(batch))
    return Sitting(choice.kind, "", alerts, detector.accused(), process_time() - began)


def beats(room: Room, cadence_s: float) -> Iterator[Batch]:
    """The rows of the run in batches of *cadence_s*, as a clock would hand them over."""
    every, since = us(cadence_s), 0
    starts = dict.fromkeys(room.readers, 0)
    for now in range(every, room.tape.truth.span_us + 1, every):
        ends = {table: reader.end(now) for table, reader in room.readers.items()}
        tables = {table: reader.rows(starts[table], ends[table]) for table, reader in room.readers.items()}
        yield Batch(since, now, tables, room.names)
        starts, since = ends, now


def first_right(sittings: Sequence[Sitting], tape: Tape, since_us: Us) -> Us | None:
    """When the first of *sittings* accused an asset in which the attack was at work, from *since_us* on."""
    times = (
        alert.time_us
        for each in sittings
        for alert in each.alerts
        if alert.time_us >= since_us and tape.truth.is_right(alert.entity, alert.time_us)
    )
    return min(times, default=None)


def _start(detector: Detector, watch: Watch) -> None:
    if isinstance(detector, Sigma):
        detector.locate(scenario_root() / "rules")
    if isinstance(detector, Learner):
        detector.locate(scenario_root() / "learned")
    detector.start(watch)
