"""Where a report comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from tests.exercise.reviewed import finished, review
from twin.core.errors import BadInput
from twin.exercise.event import Event
from twin.exercise.report.compose import report
from twin.exercise.report.cover import Cover
from twin.exercise.report.origin import carried_in, review_in_store, review_of_folder, with_events
from twin.exercise.store.store import Kept


class FakeStore:
    """Exercises that left improvements, without a database."""

    def __init__(self) -> None:
        self.kept = [
            Kept(name, name, name.capitalize(), "", (), f"2026-11-2{day}T10:00:00Z", 1, over=True)
            for day, name in ((3, "third"), (1, "first"), (2, "second"))
        ]
        self.said = {
            "first": [("", {"item": "Label it"}), ("", {"item": "Ring the bell"})],
            "second": [("first#1", {"item": "Label it", "status": "done"}), ("", {"item": "Count them"})],
            "third": [("", {"item": "Later"})],
        }

    def exercises(self) -> list[Kept]:
        """All, in no order that means anything."""
        return self.kept

    def found(self, exercise: str) -> Kept | None:
        """One by its id."""
        return next((each for each in self.kept if each.id == exercise), None)

    def events(self, exercise: str) -> list[Event]:
        """What was agreed."""
        return [Event(n, 0, "w", "f", "improvement", ref, body) for n, (ref, body) in enumerate(self.said[exercise], 1)]


def test_what_earlier_exercises_of_a_store_left_goes_on() -> None:
    """In the order in which they were opened; what one of them settled is done; later ones say nothing."""
    left = carried_in(FakeStore(), "third")  # type: ignore[arg-type] - the three doors that are used
    assert {(item.id, item.status) for item in left} == {("first#1", "done"), ("first#2", "open"), ("second#2", "open")}
    assert all(item.settled_seq == 0 for item in left)
    assert carried_in(FakeStore(), "first") == []  # type: ignore[arg-type] - the same


def test_an_exercise_that_is_not_in_the_store_is_a_fault() -> None:
    """With those that are."""
    with pytest.raises(BadInput, match="missing-reference"):
        review_in_store(FakeStore(), "nowhere")  # type: ignore[arg-type] - the same


def test_a_folder_that_holds_no_exercise_is_a_fault(tmp_path: Path) -> None:
    """It names the file that is missing."""
    with pytest.raises(BadInput, match="missing-file"):
        review_of_folder(tmp_path)


def test_what_is_said_after_the_end_changes_the_report_and_not_the_run() -> None:
    """The run is the same object; the new rating is in the report."""
    engine, made = finished(), review()
    ended = made.of("finished")[0].seq
    before = with_events(made, engine.events[:ended], Cover(), [])
    after = with_events(before, engine.events, Cover(sponsor="Hub North"), [])
    assert after.run is made.run
    assert before.state.ratings == {}
    assert after.state.ratings["decide"].body["rating"] == "S"
    assert report(before).answer == report(after).answer
