"""Measures: what people and playbooks have decided in the hub, and what became of each, as the decision log says.

A measure that was decided at the table has the number of the event that it followed from: what was decided there enters
the hub in order, so the rows of the log that say the same of the same moment are matched in that order.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from twin.core.units import Us
from twin.exercise.facts import LiveFacts, Row
from twin.lab.live import Live
from twin.lab.scenario import Decision

Became = Literal["decided", "applied", "refused", "undone"]


@dataclass(frozen=True)
class Measure:
    """One row of the table ``decision``, and its last phase; ``why`` is the reason, or that of a refusal."""

    number: int
    response: str
    target: str
    by: str
    state: Became
    us: Us
    why: str = ""
    seq: int = 0
    """The event that it followed from; 0 where nobody at the table decided it."""


class Hub(Protocol):
    """Where measures are read."""

    facts: LiveFacts
    live: Live
    caused_by: list[int]

    @property
    def now_us(self) -> Us:
        """Until when."""


def measures_of(hub: Hub) -> list[Measure]:
    """Every measure up to now, by its number."""
    rows = (row for row in hub.facts.rows("decision") if row["time"] < hub.now_us)
    return measures_in(rows, hub.live.decisions, hub.caused_by)


def measures_in(
    rows: Iterable[Row], decisions: Sequence[Decision] = (), caused_by: Sequence[int] = ()
) -> list[Measure]:
    """The measures that *rows* of the table ``decision`` tell of, by their numbers.

    ``caused_by`` has the number of the event that each of *decisions* followed from.
    """
    waiting: dict[tuple[object, ...], deque[int]] = defaultdict(deque)
    for decision, seq in zip(decisions, caused_by, strict=True):
        if decision.response is not None:
            waiting[decision.at_us, decision.by, decision.response.kind, decision.target].append(seq)
    measures: dict[int, Measure] = {}
    for row in rows:
        number, phase = row["decision"], row["phase"]
        if phase == "decided":
            words = (row["response"], row["target"], row["by"])
            came = waiting[row["time"], row["by"], row["response"], row["target"]]
            seq = came.popleft() if came else 0
            measures[number] = Measure(number, *words, "decided", row["time"], row["reason"], seq)
        elif number in measures and row["response"] != "undo":
            measures[number] = replace(measures[number], state=phase, us=row["time"], why=row["reason"])
    return list(measures.values())
