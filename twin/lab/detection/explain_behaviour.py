"""Explaining a detector of behaviour: how far its statistic came, against where it accuses.

The detector reads the run again at its own beats. One that keeps a statistic says how far it came
(:meth:`twin.detectors.base.Detector.why`); of any other its alerts are all that can be told, and that it could speak.

Source: none.
"""

from __future__ import annotations

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us, format_clock, us
from twin.detectors import DETECTORS
from twin.detectors.base import Alert, Batch, Detector, Reached
from twin.detectors.learning.learner import Learner
from twin.lab.detection.explain import Explained, Stage
from twin.lab.detection.explain_rows import Sight
from twin.lab.resources import scenario_root
from twin.lab.scenario import Choice
from twin.lab.unknowns import hindrance, knowledge_of
from twin.lab.wording import plural

MOST_NAMED = 5
_NOTHING = 1e-6
"""A statistic of so small a part of its threshold has not moved."""


def explain_behaviour(choice: Choice, sight: Sight, entity: str = "") -> Explained:
    """Why the detector *choice* did or did not accuse somebody in *sight*, or *entity* where one is named."""
    place = f"detector {choice.kind}"
    if reason := hindrance(choice.kind, sight.known):
        return Explained(choice.kind, place, 0, "no-rows", f"did not run: {reason}")
    detector = DETECTORS[choice.kind](**choice.parameters)
    alerts = [alert for alert in _heard(choice.kind, detector, sight) if entity in ("", alert.entity)]
    reached = [each for each in detector.why() if entity in ("", each.entity)]
    funnel = tuple(
        Stage(f"{each.entity}: {each.what} came to {each.value:.3g} of {each.threshold:.3g}", 0, 1, None)
        for each in reached[:MOST_NAMED]
        if each.value > _NOTHING * each.threshold
    )
    if alerts:
        first = alerts[0]
        when = format_clock(sight.starts, first.time_us)
        answer = f"fired {plural(len(alerts), 'time')}, first at {when} on {first.entity}: {first.title}"
        return Explained(choice.kind, place, 0, "fired", answer, len(alerts), first.time_us, funnel)
    return Explained(choice.kind, place, 0, "silent", _silence(reached, entity), funnel=funnel)


def _silence(reached: list[Reached], entity: str) -> str:
    if not reached:
        about = f" about {entity}" if entity else ""
        return f"silent{about}: it read every row, and keeps no statistic that could be told"
    near = reached[0]
    if near.value <= _NOTHING * near.threshold:
        return f"silent: {near.what} moved on nobody"
    return f"silent: {near.what} came to {near.value:.3g} on {near.entity}, {near.threshold:.3g} accuses"


def _heard(kind: str, detector: Detector, sight: Sight) -> list[Alert]:
    """Everything that *detector* says of *sight*, at its own beats."""
    if isinstance(detector, Learner):
        detector.locate(scenario_root() / "learned")
    try:
        detector.start(knowledge_of(kind, sight.watch))
    except ValueError as error:
        place = Place(f"ruleset: {kind}")
        raise BadInput(Fault(place, "bad-rules", line) for line in str(error).splitlines()) from None
    found: list[Alert] = []
    since: Us = 0
    beat = us(detector.cadence_s)
    while since + beat <= sight.span_us:
        found += detector.observe(_between(sight, since, since + beat))
        since += beat
    return found


def _between(sight: Sight, since: Us, until: Us) -> Batch:
    import numpy as np

    tables = {}
    for table, columns in sight.tables.items():
        start, end = np.searchsorted(columns["time"], [since, until]).tolist()
        tables[table] = {name: values[start:end] for name, values in columns.items()}
    return Batch(since, until, tables, sight.names)
