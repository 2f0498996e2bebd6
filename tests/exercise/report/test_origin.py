"""Where a report comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

from tests.exercise.reviewed import LATER, finished, review
from twin.core.errors import BadInput
from twin.exercise.commands.base import Command
from twin.exercise.engine import Engine
from twin.exercise.event import Event
from twin.exercise.file import read_exercise
from twin.exercise.moves import load_moves
from twin.exercise.play import play_moves
from twin.exercise.played import write_played
from twin.exercise.report.compose import report
from twin.exercise.report.cover import Cover
from twin.exercise.report.findings import plan
from twin.exercise.report.origin import carried_in, review_in_store, review_of_folder, with_events
from twin.exercise.store.store import Kept, Store

TEXT = """
format: 1
title: Six minutes
twin: {story: quiet-day, posture: flat, hours: 0.1}
roles: [{id: soc, title: Analyst}]
modules: [{id: one, title: One, minutes: 10}]
objectives: [{id: answer, text: Answer the call, rate: {P: happened(inject.call)}}]
injects: [{id: call, module: one, when: {at: 1 min}, to: soc, text: Somebody calls}]
"""


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
    """In the order in which they were opened; what one of them settled is done; what is not named says nothing."""
    left = carried_in(FakeStore(), ["second", "first"])  # type: ignore[arg-type] - the two doors that are used
    assert {(item.id, item.status) for item in left} == {("first#1", "done"), ("first#2", "open"), ("second#2", "open")}
    assert all(item.settled_seq == 0 for item in left)
    assert carried_in(FakeStore(), []) == []  # type: ignore[arg-type] - the same
    with pytest.raises(BadInput, match="missing-reference"):
        carried_in(FakeStore(), ["nowhere"])  # type: ignore[arg-type] - the same


def test_an_exercise_that_is_not_in_the_store_is_a_fault() -> None:
    """With those that are."""
    with pytest.raises(BadInput, match="missing-reference"):
        review_in_store(FakeStore(), "nowhere")  # type: ignore[arg-type] - the same


def test_a_folder_that_holds_no_exercise_is_a_fault(tmp_path: Path) -> None:
    """It names the file that is missing."""
    with pytest.raises(BadInput, match="missing-file"):
        review_of_folder(tmp_path)


def _kept(store: Store, day: int, *agreed: tuple[str, dict[str, str]]) -> str:
    """The id of a short exercise in a real store: always the same file, with improvements after its end."""
    loaded = read_exercise(TEXT, "six-minutes")
    engine = play_moves(loaded).engine
    for ref, body in agreed:
        engine.do(Command("facilitator", "improvement", ref, body), LATER)
    kept = store.create(TEXT, f"2026-11-2{day}T10:00:00Z", name="six-minutes", title="Six minutes", roles=())
    assert store.acquire(kept, "host", 1.0)
    store.append(kept, engine.events, 0, "host")
    return kept


def test_what_is_done_stays_done_from_exercise_to_exercise_of_a_store(tmp_path: Path) -> None:
    """An item has one name, in the report of its own exercise and in those after it, though the file is the same."""
    store = Store(str(tmp_path / "room.sqlite"))
    first = _kept(store, 1, ("", {"item": "Label it"}), ("", {"item": "Ring the bell"}))
    own, _ = plan(review_in_store(store, first))
    assert all(item.id.startswith(f"{first}#") for item in own)
    assert first != "six-minutes"
    again = _kept(store, 2, (own[0].id, {"item": "Label it", "status": "done"}), ("", {"item": "Count them"}))
    assert plan(review_in_store(store, again))[1] == []
    mine, left = plan(review_in_store(store, again, earlier=[first]))
    assert [(item.item, item.status) for item in left] == [("Ring the bell", "open"), ("Label it", "done")]
    assert [item.item for item in mine] == ["Count them"]
    last = _kept(store, 3)
    _, left = plan(review_in_store(store, last, earlier=[again, first]))
    assert {item.item: item.status for item in left} == {
        "Label it": "done", "Ring the bell": "open", "Count them": "open",
    }  # fmt: skip
    store.close()


def test_an_item_that_its_own_exercise_settled_is_done_in_the_next(tmp_path: Path) -> None:
    """The name that the page settles is the name that the next exercise reads."""
    store = Store(str(tmp_path / "room.sqlite"))
    kept = _kept(store, 1, ("", {"item": "Label it"}))
    (item,) = plan(review_in_store(store, kept))[0]
    store_events = store.events(kept)
    engine = Engine(read_exercise(TEXT, "six-minutes"), events=store_events)
    engine.do(Command("facilitator", "improvement", item.id, {"item": "Label it", "status": "done"}), LATER)
    store.append(kept, engine.events[len(store_events) :], len(store_events), "host")
    assert [each.status for each in plan(review_in_store(store, kept))[0]] == ["done"]
    assert [each.status for each in carried_in(store, [kept])] == ["done"]
    store.close()


def test_two_folders_of_one_file_are_two_exercises(tmp_path: Path) -> None:
    """An event's number in the one is not that in the other, although both began with the same event."""
    loaded = read_exercise(TEXT, "six-minutes")
    ids = []
    for name, delay in (("one", "10 s"), ("other", "20 s")):
        moves, folder = tmp_path / f"{name}.yaml", tmp_path / name
        one = f"{{seat: soc, acknowledge: call, after: call, delay: {delay}}}"
        moves.write_text(f"format: 1\ntitle: A\nmoves: [{one}]\n", encoding="utf-8")
        played = play_moves(loaded, load_moves(moves, loaded).script.moves)
        played.engine.do(Command("facilitator", "improvement", "", {"item": "Label it"}), LATER)
        folder.mkdir()
        write_played(played, folder)
        own, left = plan(review_of_folder(folder, earlier=[tmp_path / "one"] if ids else []))
        assert [item.id for item in left] == ids
        ids = [item.id for item in own]
    assert left[0].seq == own[0].seq
    assert left[0].id != own[0].id


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
