"""Lessons: kept, divided among members, joined, and honest about what is unfamiliar."""

from __future__ import annotations

import numpy as np
import pytest

from tests.watching import batch, flow, watch
from twin.core.names import Names
from twin.detectors.base import Watch
from twin.detectors.learning import lessons as module
from twin.detectors.learning.features import COLUMNS, UNFAMILIAR, UNFAMILIAR_ASKERS, Features
from twin.detectors.learning.lessons import Lessons, Notebook, joined, with_unfamiliar


def _notes(seen: Watch, features: Features) -> Notebook:
    """Two folds with the same smb, and ssh in the second alone."""
    notes = Notebook(features)
    smb = [flow(1, "ws-01", "dc-01", "smb")]
    notes.write(features.of(batch(seen, 60, flow=smb)), 0)
    notes.write(features.of(batch(seen, 60, flow=[*smb, flow(2, "ws-02", "amr-001", "ssh")])), 1)
    return notes


def _lessons() -> tuple[Features, Lessons]:
    seen = watch()
    features = Features(seen)
    return features, _notes(seen, features).lessons()


def test_rows_are_kept_one_below_the_other_with_their_folds() -> None:
    """Two rows, then four; patterns point to rows of their own slice."""
    _, lessons = _lessons()
    assert lessons.fold.tolist() == [0, 0, 1, 1, 1, 1]
    assert lessons.fold[lessons.seen.openers].tolist() == [0, 1, 1]
    assert lessons.seen.values.shape == (6, len(COLUMNS))


def test_a_pattern_of_one_fold_is_rare_and_one_fold_alone_has_none() -> None:
    """Who learned from the first fold would not have known the shell of the second."""
    features, lessons = _lessons()
    assert [word[2] for word in features.spelt(lessons.rare())] == ["ssh"]
    alone = Lessons(lessons.seen, np.zeros_like(lessons.fold), lessons.group)
    assert len(alone.rare()) == 0


def test_unfamiliar_flows_are_counted_for_who_asks_and_who_answers() -> None:
    """Nobody else's row changes."""
    features, lessons = _lessons()
    strange = np.isin(lessons.seen.patterns, lessons.rare())
    values = with_unfamiliar(lessons.seen, strange).values
    names = [features.register.assets[n].name for n in lessons.seen.members.tolist()]
    assert [names[n] for n in np.flatnonzero(values[:, UNFAMILIAR])] == ["ws-02"]
    assert [names[n] for n in np.flatnonzero(values[:, UNFAMILIAR_ASKERS])] == ["amr-001"]
    assert lessons.with_unfamiliar(strange).seen.values[:, UNFAMILIAR].sum() == pytest.approx(np.log(2.0))


def test_members_divide_rows_and_each_pattern_goes_with_its_opener() -> None:
    """The rows of all members are all rows; a peer elsewhere is no row of mine."""
    features, lessons = _lessons()
    offices = features.register.flags(lambda asset: asset.function == "office")
    mine, theirs = lessons.of_members(offices), lessons.of_members(~offices)
    assert mine.rows + theirs.rows == lessons.rows
    assert len(mine.seen.patterns) == 3
    assert mine.seen.answerers.tolist() == [-1, -1, -1]
    assert len(theirs.seen.patterns) == 0


def test_lessons_of_other_codes_are_joined_in_the_terms_of_one() -> None:
    """The same patterns in words, each part a fold of its own."""
    features, first = _lessons()
    seen = watch(names=Names(["", *(f"other-{n}" for n in range(40))]))
    other = Features(seen)
    second = _notes(seen, other).lessons()
    both = joined([first, second.in_terms_of(other, features)])
    assert both.patterns.tolist() == first.patterns.tolist()
    assert both.fold.tolist() == [0] * 6 + [1] * 6
    assert len(both.rare()) == 0
    assert both.seen.openers.max() < both.rows


def test_a_notebook_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes when it is full is not written down."""
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    seen = watch()
    notes = _notes(seen, Features(seen))
    assert len(notes) == 2
