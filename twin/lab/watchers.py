"""Watchers: the detectors of a posture, each reading what its tap collected, at its own cadence.

A cadence is part of the posture. At each beat the cohorts are settled, the log sealed, and the detector gets exactly
the observed rows since its last beat. It sees no other book: a :class:`~twin.detectors.base.Batch` is built from
observed tables only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from twin.core.clock import LATE
from twin.core.errors import BadInput, Fault, Place
from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import MINUTE_US, Us, us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.detectors.learning.learner import Learner
from twin.detectors.sigma import Sigma
from twin.lab.build import Built
from twin.lab.drawing import drawing_of
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.plant.control import usual_band
from twin.plant.spec import PlantSpec

SEEN = ("flow", "reading", "robot_state", "alarm", "tap_health", "bus", "control", "session")
"""Observed tables that detectors read."""

Listener = Callable[[int, str, Alert], None]
"""Told of each alert: its number, the detector's kind, and the alert."""


class Watchers:
    """All detectors of one run; time 0 is *starts_us* after 1970-01-01T00:00Z."""

    def __init__(
        self, built: Built, ruleset: Sequence[Choice], listeners: Sequence[Listener], starts_us: Us = 0
    ) -> None:
        self._built, self._listeners, self._starts_us = built, listeners, starts_us
        self._raised = 0
        self._detectors = [(choice.kind, DETECTORS[choice.kind](**choice.parameters)) for choice in ruleset]
        self._read = [dict.fromkeys(SEEN, 0) for _ in self._detectors]
        self._since: list[Us] = [0 for _ in self._detectors]
        self._collected_us: Us = -1
        self._sealed_us: Us = 0
        self._rows = dict.fromkeys(SEEN, 0)
        self._parts: dict[tuple[str, int], Columns] = {}

    def start(self) -> None:
        """Put every detector on the clock."""
        world = self._built.world
        watch = known_before(
            world.plant.spec, self._built.inventory, self._built.segmentation, world.log.names, self._starts_us
        )
        for number, (kind, detector) in enumerate(self._detectors):
            if isinstance(detector, Sigma):
                detector.locate(scenario_root() / "rules")
            if isinstance(detector, Learner):
                detector.locate(scenario_root() / "learned")
            _start(kind, detector, watch)
            world.clock.every(us(detector.cadence_s), f"watch/{kind}/{number}", partial(self._beat, number), LATE)

    def _beat(self, number: int) -> None:
        """Settle, seal, read on, and pass on what the detector says."""
        now = self._built.world.clock.now_us
        self._collect(now)
        kind, detector = self._detectors[number]
        for alert in detector.observe(self._batch(number, now)):
            self._raise(kind, alert)

    def _collect(self, now: Us) -> None:
        """Bring the observed book up to *now*, once a time: what is decided at *now* writes rows from *now* on."""
        if now > self._collected_us:
            self._built.world.clock.settle()
            self._seal(now)
            self._collected_us = now
            self._rows = {name: self._built.world.log.rows(name) for name in SEEN}
            self._parts.clear()

    def _seal(self, now: Us) -> None:
        """Put the observed book into order up to *now*, and every minute the other, which no detector waits for."""
        both = now - self._sealed_us >= MINUTE_US
        self._built.world.log.seal(now, None if both else "observed")
        self._sealed_us = now if both else self._sealed_us

    def _batch(self, number: int, now: Us) -> Batch:
        read, self._read[number] = self._read[number], self._rows
        tables = {name: self._part(name, start) for name, start in read.items()}
        since, self._since[number] = self._since[number], now
        return Batch(since, now, tables, self._built.world.log.names)

    def _part(self, name: str, start: int) -> Columns:
        """Rows of table *name* from row *start* on, cut out once for all detectors that read on from there."""
        if (name, start) not in self._parts:
            self._parts[name, start] = self._built.world.log.since(name, start)
        return self._parts[name, start]

    def _raise(self, kind: str, alert: Alert) -> None:
        self._raised += 1
        self._built.world.log.one(
            "alert", time=self._built.world.clock.now_us, alert=self._raised, detector=kind, entity=alert.entity,
            technique=alert.technique, level=alert.level, title=alert.title, evidence=alert.evidence,
            evidence_rows=alert.evidence_rows, rule=alert.rule, author=alert.author, tags=",".join(alert.tags),
        )  # fmt: skip
        for listener in self._listeners:
            listener(self._raised, kind, alert)


def known_before(
    plant: PlantSpec, inventory: Inventory, segmentation: Segmentation, names: Names, starts_us: Us = 0
) -> Watch:
    """What the defenders of a hub know before a run of it, which begins *starts_us* after 1970."""
    fleet, known = plant.fleet, inventory.register
    return Watch(
        inventory=known,
        names=names,
        rooms={room.name: usual_band(room) for room in plant.rooms},
        speed_limit_mps=max(fleet.speed_empty_mps, fleet.speed_loaded_mps),
        starts_us=starts_us,
        **drawing_of(segmentation, known)._asdict(),
    )


def _start(kind: str, detector: Detector, watch: Watch) -> None:
    """Start *detector*; what it cannot understand of its own files is the user's to mend."""
    try:
        detector.start(watch)
    except ValueError as error:
        place = Place(f"ruleset: {kind}")
        raise BadInput(Fault(place, "bad-rules", line) for line in str(error).splitlines()) from None
