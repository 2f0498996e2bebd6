"""Ratings: what the rules of an objective propose, and the values and events that led to it.

An objective has a condition for each of P, S and M, the best first: the first that holds is proposed, and U where none
does. HSEEP leaves the rating to people, and so does this: what a rule proposes is confirmed, or not, by an evaluator.
What is rated while the exercise goes on is a note for later: the rules may still propose another rating, so nobody can
say yet whether it differs from theirs. Of record is what was said after the end.

Source: HSEEP, 2020 edition, exercise evaluation guides (P performed without challenges, S with some, M with major
challenges, U unable to be performed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twin.exercise.conditions import Memory, Node, holds
from twin.exercise.conditions.tree import Happening
from twin.exercise.event import Event
from twin.exercise.facts import LiveFacts
from twin.exercise.file import Loaded
from twin.exercise.spec import Objective, Rating
from twin.exercise.state import State
from twin.exercise.values import names_of, values


@dataclass(frozen=True)
class Tried:
    """A rule that was asked: the rating it stands for, its words, whether it held, and the values of its parts."""

    rating: Rating
    rule: str
    held: bool
    values: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Proposed:
    """What the rules propose for one objective: every rule that was asked, and the events (by number) they rest on."""

    objective: Objective
    rating: Rating
    tried: tuple[Tried, ...]
    events: tuple[int, ...]
    of_record: Event | None

    @property
    def because(self) -> str:
        """The rule that held, or those that did not, with the values, in a line."""
        asked = self.tried[-1:] if self.tried and self.tried[-1].held else self.tried
        parts = [f"{each.rating} {'holds' if each.held else 'does not hold'} ({_listed(each)})" for each in asked]
        return "; ".join(parts) or "no rule was written"


def propose(loaded: Loaded, state: State, facts: LiveFacts, memory: Memory) -> list[Proposed]:
    """What the rules propose now, for every objective in the order of the file."""
    return [_proposed(objective, loaded, state, facts, memory) for objective in loaded.exercise.objectives]


def of_record(state: State, objective: str) -> Event | None:
    """The rating of record: the last one, where it was given after the end; one from before waits to be confirmed."""
    given, ended = state.ratings.get(objective), state.said("finished")
    return given if given is not None and ended and given.seq > ended[0].seq else None


def _proposed(objective: Objective, loaded: Loaded, state: State, facts: LiveFacts, memory: Memory) -> Proposed:
    tried: list[Tried] = []
    rating: Rating = "U"
    seqs: set[int] = set()
    for word, node in loaded.rates.get(objective.id, {}).items():
        held = holds(node, facts, dict(memory))
        tried.append(Tried(word, str(node), held, tuple(values(node, facts, memory, names_of(loaded.exercise)))))
        seqs.update(_events(node, state))
        if held:
            rating = word
            break
    return Proposed(objective, rating, tuple(tried), tuple(sorted(seqs)), of_record(state, objective.id))


def _events(node: Node, state: State) -> Iterator[int]:
    """The events whose times a rule asks for."""
    for part in node.parts():
        if isinstance(part, Happening):
            found = state.happened.get(part.what, [])
            chosen = found[:1] if part.ask == "t" else found[-1:] if part.ask == "last" else found
            yield from (each.seq for each in chosen)


def _listed(tried: Tried) -> str:
    return ", ".join(str(each["words"]) for each in tried.values) or tried.rule
