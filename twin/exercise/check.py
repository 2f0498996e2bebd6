"""Go or no-go: what would spoil an exercise, found before anybody sits down.

Faults of the text are told by whoever reads it. Here is what is written well and still goes wrong in the room: triggers
that can never hold, decisions that nobody ever sees, objectives without a measure, more injects at once than a person
reads, seats with nothing to do, options that change nothing, measures that the hub refuses. Then it is played once with
nobody acting.

Sources: HSEEP 2020 (injects tied to objectives, a measure for each); three injects in ten minutes a seat is a judgement
from table-top practice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from twin.core.errors import Place
from twin.core.units import MINUTE_US, SECOND_US, Us, format_duration
from twin.devices.world import World
from twin.exercise.dry_run import DryRun, dry_run
from twin.exercise.earliest import NEVER, at_the_end, earliest_moments
from twin.exercise.file import Loaded
from twin.exercise.references import ALL
from twin.exercise.spec import Action, DecisionCard
from twin.lab.decision_checks import hub_of
from twin.responses import RESPONSES

MOST_INJECTS = 3
"""In :data:`FLOOD_US` for one seat."""
FLOOD_US = 10 * MINUTE_US
LONGEST = 3.0
"""People may need so many times the length of the story; more is a slip."""

Level = Literal["no-go", "look"]


@dataclass(frozen=True)
class Finding:
    """Something to put right (``no-go``) or to look at, where it was written, and what to do."""

    level: Level
    check: str
    problem: str
    remedy: str
    place: Place


@dataclass(frozen=True)
class Verdict:
    """Whether an exercise can be played, with all that was found, and the dry run."""

    loaded: Loaded
    findings: Sequence[Finding]
    dry: DryRun | None

    @property
    def go(self) -> bool:
        """Nothing stands against it."""
        return not any(each.level == "no-go" for each in self.findings)


def check_exercise(loaded: Loaded, *, dry: bool = True, progress: Callable[[float], None] | None = None) -> Verdict:
    """Everything that can be found out about *loaded* before it is played; *dry* plays it once with nobody acting.

    *progress* is told the share of that play that is done.
    """
    findings = [finding for check in _CHECKS for finding in check(loaded)]
    ran = dry_run(loaded, progress) if dry else None
    if ran is not None:
        findings += [*_flood(loaded, ran), *_measures_nothing(loaded, ran)]
    return Verdict(loaded, tuple(findings), ran)


def _triggers(loaded: Loaded) -> Iterator[Finding]:
    """Injects and cards whose condition can never hold."""
    moments = earliest_moments(loaded)
    ends = format_duration(round(3600e6 * loaded.hours))
    for name in loaded.opens:
        here = next(each for each in (f"inject.{name}", f"decision.{name}") if each in moments)
        if moments[here] == NEVER:
            problem = f"{name} never comes: {loaded.opens[name]} cannot hold in {ends}"
            remedy = "wait for something earlier, for what can happen, or write when: by hand"
            yield _finding(loaded, "no-go", "dead-trigger", problem, remedy, here)


def _expected(loaded: Loaded) -> Iterator[Finding]:
    """Decisions that an inject expects before their card can open."""
    moments = earliest_moments(loaded)
    for inject in loaded.exercise.injects:
        fires, expect = moments[f"inject.{inject.id}"], inject.expect
        if expect is None or fires == NEVER:
            continue
        opens = moments[f"decision.{expect.decision}"]
        if opens > fires + expect.by_us / SECOND_US:
            problem = f"{inject.id} expects {expect.decision} before its card can open"
            remedy = "open the card earlier, or give people more time"
            yield _finding(loaded, "no-go", "too-late", problem, remedy, f"inject.{inject.id}")


def _objectives(loaded: Loaded) -> Iterator[Finding]:
    """Objectives that no rule rates, or whose rules ask for what never happens."""
    moments = earliest_moments(loaded)
    for each in loaded.exercise.objectives:
        rates, here = loaded.rates[each.id], f"objective.{each.id}"
        if not rates:
            yield _finding(
                loaded, "no-go", "no-measure", f"objective {each.id} has no rule", "write rate: {P: ...}", here
            )
        for word, node in rates.items():
            if not at_the_end(node, moments):
                problem = f"objective {each.id} is never rated {word}: {node} asks for what cannot happen"
                yield _finding(loaded, "no-go", "no-measure", problem, "name what can happen", here)
        if rates and "P" not in rates:
            problem = f"the best rating of objective {each.id} is {next(iter(rates))}"
            yield _finding(loaded, "look", "no-measure", problem, "say what performing without challenges means", here)


def _seats(loaded: Loaded) -> Iterator[Finding]:
    """Seats to which nothing ever comes, and modules without anything in them."""
    exercise = loaded.exercise
    reached = {seat for each in exercise.injects for seat in each.to}
    reached |= {seat for card in exercise.decisions for seat in card.to}
    approve = {card.approve_by for card in exercise.decisions}
    for role in exercise.roles:
        if not {ALL, role.id} & reached and role.id not in approve:
            problem, remedy = (
                f"nothing ever comes to {role.id}",
                "address an inject or a decision to it, or drop the seat",
            )
            yield _finding(loaded, "no-go", "idle-seat", problem, remedy, f"role.{role.id}")
        elif role.id not in reached | approve:
            problem = f"{role.id} gets only what everybody gets"
            yield _finding(loaded, "look", "idle-seat", problem, "give it something of its own", f"role.{role.id}")
    used = {each.module for each in exercise.injects} | {each.module for each in exercise.questions}
    for module in exercise.modules:
        if module.id not in used:
            problem, remedy = f"nothing happens in module {module.id}", "put an inject or a question into it"
            yield _finding(loaded, "look", "empty-module", problem, remedy, f"module.{module.id}")


def _options(loaded: Loaded) -> Iterator[Finding]:
    """Cards on which several options change nothing."""
    for card in loaded.exercise.decisions:
        idle = [option.id for option in card.options if not option.actions]
        if len(idle) == len(card.options):
            problem, level = f"no option of {card.id} does anything to the hub", "no-go"
        elif len(idle) > 1:
            problem, level = f"{' and '.join(idle)} of {card.id} do the same: nothing", "look"
        else:
            continue
        remedy = "give all but one of them actions"
        yield _finding(
            loaded, "no-go" if level == "no-go" else "look", "idle-option", problem, remedy, f"decision.{card.id}"
        )


def _targets(loaded: Loaded) -> Iterator[Finding]:
    """Measures that the hub would never apply."""
    world = hub_of(loaded.inputs, loaded.seed)
    for card, option, action in _actions(loaded):
        why = _never(action, world)
        if why:
            problem = f"{action.response.kind} of {card.id}.{option} is refused: {why}"
            remedy = f"twin explain {action.response.kind} says what it acts on"
            yield _finding(loaded, "no-go", "wrong-target", problem, remedy, f"decision.{card.id}.{option}")


def _actions(loaded: Loaded) -> Iterator[tuple[DecisionCard, str, Action]]:
    for card in loaded.exercise.decisions:
        for option in card.options:
            yield from ((card, option.id, action) for action in option.actions)


def _never(action: Action, world: World) -> str | None:
    return RESPONSES[action.response.kind](**action.response.parameters).never(world, action.on)


def _length(loaded: Loaded) -> Iterator[Finding]:
    """People's minutes against the hub's."""
    exercise = loaded.exercise
    needs, hub = exercise.minutes, 60 * loaded.hours / exercise.clock.speed
    words = f"people have {needs:g} min, and the hub runs {hub:g} min at speed {exercise.clock.speed:g}"
    if needs < hub:
        yield _finding(loaded, "no-go", "length", words, "raise clock.speed, cut twin.hours, or give modules time", "")
    elif needs > LONGEST * hub:
        yield _finding(loaded, "look", "length", words, "lower clock.speed, or shorten the modules", "")


def _flood(loaded: Loaded, dry: DryRun) -> Iterator[Finding]:
    """More injects for one seat than a person reads, when nobody acts."""
    injects = {each.id: each for each in loaded.exercise.injects}
    for role in loaded.exercise.roles:
        mine = [(when, name) for name, when in dry.fired.items() if {ALL, role.id} & set(injects[name].to)]
        crowd = _crowd(sorted(mine))
        if crowd:
            names = ", ".join(name for _, name in crowd)
            problem = f"{role.id} gets {len(crowd)} injects within 10 min: {names}"
            remedy = "spread them, or address fewer seats"
            yield _finding(loaded, "no-go", "flood", problem, remedy, f"inject.{crowd[-1][1]}")


def _crowd(fired: Sequence[tuple[Us, str]]) -> Sequence[tuple[Us, str]]:
    """The first injects that come too close together."""
    for last in range(MOST_INJECTS, len(fired)):
        if fired[last][0] - fired[last - MOST_INJECTS][0] < FLOOD_US:
            return fired[last - MOST_INJECTS : last + 1]
    return ()


def _measures_nothing(loaded: Loaded, dry: DryRun) -> Iterator[Finding]:
    """Objectives that are reached by doing nothing."""
    for name, rating in dry.ratings.items():
        if rating in ("P", "S"):
            problem = f"objective {name} is rated {rating} although nobody did anything"
            remedy = "ask for something that only people bring about"
            yield _finding(loaded, "no-go", "no-measure", problem, remedy, f"objective.{name}")


def _finding(loaded: Loaded, level: Level, check: str, problem: str, remedy: str, name: str) -> Finding:
    return Finding(level, check, problem, remedy, loaded.places.get(name, Place(loaded.exercise.name)))


_CHECKS: tuple[Callable[[Loaded], Iterator[Finding]], ...] = (
    _triggers, _expected, _objectives, _seats, _options, _targets, _length,
)  # fmt: skip

CHECKS: Mapping[str, str] = {
    "dead-trigger": "every inject and every decision can come",
    "too-late": "what an inject expects can be decided in time",
    "no-measure": "every objective has a measure, and doing nothing is not enough",
    "idle-seat": "every seat has something to do",
    "empty-module": "something happens in every module",
    "idle-option": "options change the hub",
    "wrong-target": "the hub applies every measure",
    "length": "people have the time that the hub needs",
    "flood": f"no seat gets more than {MOST_INJECTS} injects in ten minutes",
}
"""What is checked, in words."""
