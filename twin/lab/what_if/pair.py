"""A pair: one seed, lived once up to where two lists of decisions part, and from there on twice.

Up to the first decision that differs both branches are the same run, so it is run once. Then the process is doubled
(:mod:`twin.lab.what_if.child`) and each branch goes on by itself. What comes out is what two runs from the start would
have given, byte for byte; where a process cannot be doubled, that is what is done.

Source: common random numbers, Law, Simulation Modeling and Analysis, 5th ed., section 11.2; the rest is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twin.core.units import Us
from twin.lab.comparison import Trial
from twin.lab.live import Live
from twin.lab.loader import load_inputs
from twin.lab.recipe import Recipe
from twin.lab.run import Run
from twin.lab.scenario import Decision
from twin.lab.what_if.child import FORKS, Child
from twin.lab.what_if.curves import Curves, Points, curves_of
from twin.lab.what_if.first_change import Change, first_changes
from twin.lab.what_if.tail import Tail, rows_of
from twin.lab.wording import refusals

Beat = Callable[[], None]


@dataclass(frozen=True)
class PairJob:
    """Both branches of one seed: *recipe* as it was, and with the decisions *other*.

    ``closely`` asks for curves and for what changed first as well; ``fork`` allows this process to be doubled, and
    ``together`` lets both branches run at once.
    """

    recipe: Recipe
    other: tuple[Decision, ...]
    seed: int
    closely: bool = False
    fork: bool = FORKS
    together: bool = False


@dataclass(frozen=True)
class Branch:
    """What one branch came to; the last two are None unless it was looked at closely."""

    trial: Trial
    refused: tuple[str, ...]
    curves: Curves | None = None
    tail: Tail | None = None


@dataclass(frozen=True)
class Pair:
    """Both branches of one seed: their trials, what the other one refused, its curves beside those as it was."""

    was: Trial
    otherwise: Trial
    refused: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    curves: tuple[Curves, Curves] | None = None


def parting(first: Sequence[Decision], second: Sequence[Decision]) -> Us:
    """When two lists of decisions first differ; 0 where they do not, because then any moment will do."""
    one, other = (Counter(each.model_dump_json() for each in decided) for decided in (first, second))
    differ = (one - other) + (other - one)
    return min((Decision.model_validate_json(text).at_us for text in differ), default=0)


def run_pair(job: PairJob) -> Pair:
    """Both branches of *job*."""
    apart_us = parting(job.recipe.decisions, job.other)
    trunk = _live(job.recipe, job.seed)
    starts = _to_the_fork(trunk, job.recipe.decisions, apart_us)
    points = Points.of(trunk.horizon_us, apart_us) if job.closely else None
    if not job.fork:
        twin = _live(job.recipe, job.seed)
        _to_the_fork(twin, job.other, apart_us)
        was, otherwise = (
            _go_on(live, job, decided, apart_us, starts, points)
            for live, decided in ((trunk, job.recipe.decisions), (twin, job.other))
        )
        return _pair(was, otherwise)
    child = Child(lambda beat: _go_on(trunk, job, job.other, apart_us, starts, points, beat))
    if not job.together:
        otherwise = child.result()
    was = _go_on(trunk, job, job.recipe.decisions, apart_us, starts, points)
    return _pair(was, child.result() if job.together else otherwise)


def _live(recipe: Recipe, seed: int) -> Live:
    chosen = load_inputs(recipe.story, recipe.posture, recipe.site, recipe.settings, recipe.hours)
    story = chosen.story.model_copy(update={"steps": ()}) if recipe.quiet else chosen.story
    return Live(chosen.site, story, chosen.posture, seed)


def _to_the_fork(live: Live, decisions: Sequence[Decision], apart_us: Us) -> dict[str, int]:
    """Go on to where the branches part, and how many rows each table has there."""
    for decision in decisions:
        if decision.at_us < apart_us:
            live.decide(decision)
    live.advance(apart_us)
    live.seal()
    return rows_of(live.log)


def _go_on(
    live: Live, job: PairJob, decisions: Sequence[Decision], apart_us: Us, starts: dict[str, int],
    points: Points | None, beat: Beat | None = None,
) -> Branch:  # fmt: skip
    """From the fork to the end under the rest of *decisions*."""
    for decision in decisions:
        if decision.at_us >= apart_us:
            live.decide(decision)
    if beat is not None:
        live.each_minute(lambda _share: beat())
    measured = curves_of(live, points) if points is not None else None
    done = _finished(live, job, decisions)
    by = {decision.by for decision in decisions}
    tail = Tail.of(done.log, starts) if points is not None else None
    curves = measured.ended(done.metrics) if measured is not None else None
    return Branch(Trial.of(done), tuple(refusals(done.decisions, by)), curves, tail)


def _finished(live: Live, job: PairJob, decisions: Sequence[Decision]) -> Run:
    left = live.finish()
    recipe = job.recipe
    made = Recipe(
        recipe.story, recipe.posture, recipe.site, job.seed, recipe.hours, recipe.settings, tuple(decisions),
        recipe.quiet,
    )  # fmt: skip
    books = (left.log, left.built, left.span_us, left.cpu_seconds)
    return Run(live.site, left.story, live.posture, job.seed, made, *books)


def _pair(was: Branch, otherwise: Branch) -> Pair:
    if was.tail is None or otherwise.tail is None or was.curves is None or otherwise.curves is None:
        return Pair(was.trial, otherwise.trial, otherwise.refused)
    changes = first_changes(was.tail, otherwise.tail)
    return Pair(was.trial, otherwise.trial, otherwise.refused, changes, (was.curves, otherwise.curves))
