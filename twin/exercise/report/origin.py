"""Where a report comes from: a folder that a play left, or an exercise of a store; with those before it that are named.

The text and the log are the exercise, so the run is made again from them; that takes as long as the exercise took the
machine, and gives the same log to the byte. What was said after the end changes the report and not the run: a run that
was made once serves every later edition (:func:`with_events`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from twin.core.errors import BadInput, Fault, Place
from twin.exercise.engine import Engine
from twin.exercise.event import Event
from twin.exercise.file import read_exercise
from twin.exercise.otherwise import read_played
from twin.exercise.report.carried import Carried, carried_into, identity, improvements
from twin.exercise.report.cover import Cover
from twin.exercise.report.review import Review, review_of

if TYPE_CHECKING:
    from twin.exercise.store.store import Kept, Store

NO_COVER = Cover()


def review_of_folder(folder: Path, cover: Cover = NO_COVER, earlier: Iterable[Path] = ()) -> Review:
    """The exercise in *folder*; *earlier* are folders of exercises before it, in order, whose improvements go on."""
    carried: list[Carried] = []
    for each in earlier:
        loaded, events = read_played(each)
        carried = _after(carried, identity(events), loaded.exercise.title, events)
    loaded, events = read_played(folder)
    return review_of(Engine(loaded, events=events), cover=cover, carried=carried)


def review_in_store(store: Store, exercise: str, cover: Cover = NO_COVER, earlier: Iterable[str] = ()) -> Review:
    """Exercise number *exercise* of *store*, with what the exercises *earlier*, named by their ids, left to do."""
    kept = _kept(store, exercise)
    loaded = read_exercise(store.text(exercise), kept.name)
    engine = Engine(loaded, events=store.events(exercise))
    return review_of(engine, cover=cover, carried=carried_in(store, earlier), id=kept.id)


def carried_in(store: Store, earlier: Iterable[str]) -> list[Carried]:
    """What the exercises *earlier* of *store* left, in the order in which they were opened.

    Only those that somebody named: a store holds exercises of people who may know nothing of each other.
    """
    carried: list[Carried] = []
    named = {each: _kept(store, each) for each in earlier}
    for kept in sorted(named.values(), key=lambda each: (each.opened, each.id)):
        carried = _after(carried, kept.id, kept.title, store.events(kept.id))
    return carried


def _kept(store: Store, exercise: str) -> Kept:
    kept = store.found(exercise)
    if kept is None:
        known = ", ".join(each.id for each in store.exercises()[:5]) or "none"
        raise BadInput(
            [Fault(Place(exercise), "missing-reference", "no such exercise is in the store.", f"the last: {known}")]
        )
    return kept


def with_events(review: Review, events: Sequence[Event], cover: Cover, carried: Sequence[Carried]) -> Review:
    """*review* with what has been said since: the same run, other events after its end."""
    return replace(review, events=tuple(events), cover=cover, carried=tuple(carried))


def _after(carried: list[Carried], exercise: str, title: str, events: Sequence[Event]) -> list[Carried]:
    before = [replace(item, settled_seq=0) for item in carried_into(carried, events)]
    return [*before, *improvements(exercise, title, events)]
