"""What a report is made of: the exercise, its events, the run that it was played on, and what came before it.

Everything in a report is a function of these. Nothing is read from a clock: the day of a report is the wall time of the
exercise's last event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from twin.core.errors import BadInput, Fault, Place
from twin.exercise.event import Event
from twin.exercise.file import Loaded
from twin.exercise.papers.document import Cite
from twin.exercise.rating import propose
from twin.exercise.report.branches import Branch
from twin.exercise.report.carried import Carried, identity
from twin.exercise.report.cover import Cover
from twin.exercise.report.times import Times
from twin.exercise.spec import Exercise
from twin.exercise.state import State, fold
from twin.lab.metrics.base import Evidence
from twin.lab.recipe import Recipe
from twin.lab.run import Run

if TYPE_CHECKING:
    from twin.exercise.engine import Engine

Row = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """A rating that a rule proposes (P, S, M or U), with the values and the events (by number) that led to it."""

    rating: str
    because: str
    events: tuple[int, ...] = ()


@dataclass
class Review:
    """A finished exercise with its run.

    ``proposals`` are by objective; ``branches`` are counterfactuals that somebody had run, beside those that events
    hold; ``carried`` are improvements that earlier exercises left.
    """

    loaded: Loaded
    events: Sequence[Event]
    run: Run
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    branches: Sequence[Branch] = ()
    carried: Sequence[Carried] = ()
    cover: Cover = field(default_factory=Cover)
    id: str = ""
    """What names the exercise among others: its id in the store, or what its events give."""

    def __post_init__(self) -> None:
        self.id = self.id or identity(self.events)

    @property
    def exercise(self) -> Exercise:
        """What was review."""
        return self.loaded.exercise

    @cached_property
    def state(self) -> State:
        """What the events add up to."""
        return fold(self.exercise, self.events)

    @cached_property
    def times(self) -> Times:
        """The hub's clock and the people's."""
        return Times(self.run.story.starts, self.events)

    @cached_property
    def evidence(self) -> Evidence:
        """What metrics read."""
        run = self.run
        return Evidence(run.log, run.site, run.story, run.posture, run.inventory, run.span_us)

    @cached_property
    def tables(self) -> Mapping[str, list[Row]]:
        """The small tables of the run's log that a report cites, each row as a dictionary."""
        return {name: self.run.log.records(name) for name in CITED}

    @cached_property
    def ended_us(self) -> int:
        """When the exercise was over, on the hub's clock."""
        return self.events[-1].sim_us if not self.of("finished") else self.of("finished")[-1].sim_us

    @cached_property
    def dated(self) -> str:
        """The wall time of the end (ISO 8601)."""
        return (self.of("finished") or list(self.events))[-1].wall

    def of(self, *kinds: str) -> list[Event]:
        """The events of *kinds*, in order."""
        return self.state.said(*kinds)

    def title(self, seat: str) -> str:
        """The words for a seat: a role's title, or what the seat is called."""
        role = next((role for role in self.exercise.roles if role.id == seat), None)
        return role.title if role else seat.capitalize() or "Exercise"

    def value(self, metric: str) -> float | None:
        """A metric of the whole run."""
        return self.run.metrics[metric].value


CITED = ("alert", "alarm", "attack", "compromise", "decision", "incident", "triage")
"""Tables of a run's log whose rows a report cites."""


def review_of(engine: Engine, **more: Any) -> Review:
    """The finished exercise of *engine*, with the ratings that rules propose; *more* are fields of :class:`Review`.

    Raises :class:`BadInput` where the exercise goes on.
    """
    if engine.run is None:
        remedy = "finish it first: the facilitator's Finish, or the end of the story"
        raise BadInput([Fault(Place(engine.exercise.name), "not-now", "the exercise goes on.", remedy)])
    loaded, done = engine.loaded, engine.run
    wanted, inputs = loaded.exercise.twin, loaded.inputs
    recipe = Recipe(
        wanted.story, wanted.posture, wanted.site, loaded.seed, wanted.hours, wanted.settings,
        tuple(engine.live.decisions),
    )  # fmt: skip
    run = Run(
        inputs.site, done.story, inputs.posture, loaded.seed, recipe, done.log, done.built, done.span_us,
        done.cpu_seconds,
    )  # fmt: skip
    proposed = propose(loaded, engine.state, engine.facts, engine.memory)
    proposals = {each.objective.id: Proposal(each.rating, each.because, each.events) for each in proposed}
    return Review(loaded, tuple(engine.events), run, **{"proposals": proposals, **more})


def cite(event: Event) -> Cite:
    """The citation of an event."""
    return Cite(event.seq)


def row_cite(table: str, number: int) -> Cite:
    """The citation of the row at index *number* of *table*."""
    return Cite(number + 1, table)


def follow(found: Cite, of: Review) -> Event | Row:
    """The event or row that a citation names; raises ``LookupError`` where there is none."""
    if not found.table:
        return next(event for event in of.events if event.seq == found.number) if _has(found, of) else _lost(found)
    rows = of.tables.get(found.table, [])
    return rows[found.number - 1] if 0 < found.number <= len(rows) else _lost(found)


def _has(found: Cite, of: Review) -> bool:
    return any(event.seq == found.number for event in of.events)


def _lost(found: Cite) -> Event:
    raise LookupError(f"{found} is in neither log")
