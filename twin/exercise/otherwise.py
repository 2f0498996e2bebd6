"""Otherwise: what was decided at the table, as acts that can be moved, swapped for another option, or taken away.

An act is one event with the decisions that the hub heard of it. Changing one changes no other: what was fired,
ordered and decided besides stays at its moment, as if everybody had done the same. Whether they would have is for
people to say.

A card that was open and that nobody decided is an act without decisions, so that one can ask what deciding would have
brought. A measure that was taken back is found again by what it was, because numbers move when decisions do.

Source: J. Pearl, Causality, 2nd ed. 2009, section 7.1: one action is set, what does not follow from it stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us, format_duration
from twin.exercise.event import Event, verify
from twin.exercise.file import Loaded, load_exercise
from twin.exercise.outcomes import outcomes
from twin.exercise.played import EVENTS_FILE, PLAYED_FILE
from twin.exercise.spec import DecisionCard, Option
from twin.exercise.state import State
from twin.lab.find import EXERCISE_FILE
from twin.lab.recipe import Recipe
from twin.lab.scenario import Decision
from twin.lab.what_if.numbers import acts_alone, renumbered

UNDECIDED = "undecided"


@dataclass(frozen=True)
class Act:
    """Event number ``seq`` at ``us``, its ``kind`` (decided, approved, ordered, undone, fired, undecided), by whom.

    ``ref`` is the card or inject, ``option`` what was chosen, ``options`` what could have been (id and label),
    ``decisions`` what the hub heard.
    """

    seq: int
    us: Us
    seat: str
    kind: str
    ref: str
    words: str
    decisions: tuple[Decision, ...] = ()
    option: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def of_people(self) -> bool:
        """Whether somebody at the table decided it, or could have."""
        return self.kind != "fired"


@dataclass(frozen=True)
class Change:
    """One act otherwise: at another time (``us``), with another ``option``, or ``gone``."""

    seq: int
    us: Us | None = None
    option: str = ""
    gone: bool = False


def acts_of(loaded: Loaded, events: Sequence[Event]) -> tuple[Act, ...]:
    """Every act of an exercise, in order of its events."""
    state, found = State(loaded.exercise), []
    for event in events:
        state.take(event)
        told = tuple(outcomes(state, event))
        if event.kind in ("decided", "approved") and state.cards[event.ref].status == "decided":
            found.append(_of_card(state, event, told))
        elif told:
            found.append(Act(event.seq, event.sim_us, event.seat, event.kind, event.ref, _words(event, told), told))
    return tuple(sorted([*found, *_undecided(state)], key=lambda act: act.seq))


def recipe_of(loaded: Loaded, acts: Sequence[Act]) -> Recipe:
    """The run that the exercise was, to be run again."""
    twin = loaded.exercise.twin
    decided = tuple(decision for act in acts for decision in act.decisions)
    return Recipe(twin.story, twin.posture, twin.site, loaded.seed, twin.hours, twin.settings, decided)


def digest_of(recipe: Recipe) -> str:
    """The sha256 of *recipe*: two courses of one run have the same, and after any other decision they have not."""
    text = json.dumps(recipe.to_json(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def decisions_with(loaded: Loaded, acts: Sequence[Act], change: Change) -> tuple[Decision, ...]:
    """What the hub hears when one of *acts* is otherwise; raises ``BadInput`` where it cannot be."""
    if all(act.seq != change.seq for act in acts):
        known = ", ".join(str(act.seq) for act in acts if act.of_people) or "none"
        raise _refused("missing-reference", f"number {change.seq} is no decision.", f"decisions: {known}")
    other = [_changed(loaded, act, change) if act.seq == change.seq else act for act in acts]
    alone = acts_alone(loaded.inputs.posture.response)
    return tuple(decision for _, decision in renumbered(_listed(acts), _listed(other), alone=alone))


def words_of(act: Act, change: Change) -> str:
    """The change as people say it."""
    if change.gone:
        return f"without: {act.words} (#{act.seq})"
    option = dict(act.options).get(change.option, "")
    what = f"{act.ref}: {option}" if option else act.words
    when = f", at {format_duration(change.us)}" if change.us is not None else ""
    return f"{what}{when}, instead of {act.words} at {format_duration(act.us)} (#{act.seq})"


def read_played(folder: Path) -> tuple[Loaded, list[Event]]:
    """The exercise in a folder that ``twin exercise play --out`` wrote; raises ``BadInput`` where it is none."""
    path = folder / EVENTS_FILE
    if not path.is_file():
        raise _no_record(path, "missing-file", "there are no events of an exercise here.")
    try:
        events = [Event.from_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except UnicodeDecodeError:
        raise _no_record(path, "not-text", "these are no events.") from None
    loaded = load_exercise(folder / EXERCISE_FILE)
    verify(events)
    if not events or events[0].body.get("sha256") != loaded.sha256:
        raise _no_record(path, "another-exercise", "the events are of another text.")
    return loaded, events


def recipe_in(folder: Path) -> tuple[Recipe, str]:
    """The run of such a folder, and the digest that it had; raises ``BadInput`` where there is none."""
    loaded, events = read_played(folder)
    path = folder / PLAYED_FILE
    try:
        digest = json.loads(path.read_text(encoding="utf-8"))["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _no_record(path, "missing-key", "it names no digest.") from None
    return recipe_of(loaded, acts_of(loaded, events)), str(digest)


def is_played(folder: Path) -> bool:
    """Whether *folder* holds an exercise that was played."""
    return (folder / EVENTS_FILE).is_file()


def _no_record(path: Path, code: str, problem: str) -> BadInput:
    return BadInput([Fault(Place(str(path)), code, problem, "name a folder that twin exercise play --out wrote")])


def _of_card(state: State, event: Event, told: tuple[Decision, ...]) -> Act:
    here, card = state.cards[event.ref], state.card(event.ref)
    words = f"{card.title}: {state.option(event.ref).label}"
    options = tuple((each.id, each.label) for each in card.options)
    return Act(event.seq, event.sim_us, here.seat, event.kind, event.ref, words, told, here.option, options)


def _undecided(state: State) -> Iterator[Act]:
    """Cards that were put to somebody and never decided, at the moment of their opening."""
    for card in state.exercise.decisions:
        here = state.cards[card.id]
        if here.opened_seq and here.status != "decided":
            options = tuple((each.id, each.label) for each in card.options)
            words = f"{card.title}: nobody decided"
            yield Act(here.opened_seq, here.opened_us, card.to[0], UNDECIDED, card.id, words, options=options)


def _words(event: Event, told: Sequence[Decision]) -> str:
    if event.kind == "fired":
        return f"inject {event.ref}"
    if event.kind == "undone":
        return f"measure {event.ref} taken back"
    first = told[0]
    return f"{first.response.kind if first.response else first.begin} on {first.target}"


def _changed(loaded: Loaded, act: Act, change: Change) -> Act:
    if change.gone:
        return replace(act, decisions=())
    at_us = act.us if change.us is None else change.us
    if not 0 <= at_us <= 3600e6 * loaded.hours:
        raise _refused("out-of-range", "that is not within the story.", f"choose a time up to {loaded.hours:g} h")
    chosen = change.option or act.option
    if act.options and chosen:
        return replace(act, us=at_us, decisions=tuple(_of_option(loaded, act, chosen, at_us)))
    if not act.decisions:
        raise _refused("missing-value", "nobody decided this, so it cannot be moved.", "choose an option for it")
    moved = [each.model_copy(update={"at_us": each.at_us - act.us + at_us}) for each in act.decisions]
    return replace(act, us=at_us, decisions=tuple(moved))


def _of_option(loaded: Loaded, act: Act, chosen: str, at_us: Us) -> Iterator[Decision]:
    """The decisions of an option: what the engine makes of it, at another time."""
    card = next(card for card in loaded.exercise.decisions if card.id == act.ref)
    option = _option(card, chosen)
    reason = act.decisions[0].reason if act.decisions and chosen == act.option else option.label
    for action in option.actions:
        yield Decision(
            at_us=at_us + option.delay_us, by=act.seat, reason=reason, response=action.response, target=action.on
        )


def _option(card: DecisionCard, chosen: str) -> Option:
    found = next((option for option in card.options if option.id == chosen), None)
    if found is None:
        raise _refused(
            "not-a-choice", f"{card.id} has no option {chosen!r}.", f"options: {', '.join(o.id for o in card.options)}"
        )
    return found


def _listed(acts: Sequence[Act]) -> list[tuple[tuple[int, int], Decision]]:
    """What the hub hears, each by its event and its place in that."""
    return [((act.seq, number), decision) for act in acts for number, decision in enumerate(act.decisions)]


def _refused(code: str, problem: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place("what if"), code, problem, remedy)])
