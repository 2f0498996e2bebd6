"""One command: done and written together, or refused and nothing written."""

from __future__ import annotations

import pytest

from tests.rooms import WALL, SmallTable
from twin.core.errors import BadInput, Fault, Place
from twin.exercise.host.turn import Broken, Moment, refusal, take_turn
from twin.exercise.store.inbox import Answer, Sent, Waiting
from twin.exercise.store.lease import NotTheWriter
from twin.exercise.store.store import Store

NOW = Moment(WALL, 5.0)


@pytest.fixture
def table(store: Store, exercise: str) -> SmallTable:
    """The small table, its opening written down by the host that has the lease."""
    table = SmallTable("small", "format: 1", (), WALL)
    store.acquire(exercise, "host", 5.0)
    store.append(exercise, table.events, 0, "host")
    return table


def _turn(store: Store, exercise: str, table: SmallTable, kind: str, **body: object) -> int:
    store.send(exercise, Sent(kind, "soc", kind, "i1", body), 5.0)
    return take_turn(store, exercise, "host", table, store.take(exercise)[-1], NOW)


def test_what_was_done_is_written_and_answered(store: Store, exercise: str, table: SmallTable) -> None:
    """In one transaction."""
    assert _turn(store, exercise, table, "add", by=2) == 1
    assert store.events(exercise) == table.events
    assert store.answer_to(exercise, "soc", "add") == Answer(True, "done")


def test_what_was_refused_is_answered_with_words_and_remedy(store: Store, exercise: str, table: SmallTable) -> None:
    """And leaves nothing in the log."""
    assert _turn(store, exercise, table, "dance") == 0
    assert store.answer_to(exercise, "soc", "dance") == Answer(False, "nobody knows dance", "say something else")
    assert store.last_seq(exercise) == 1


def test_a_fault_of_ours_is_answered_once(store: Store, exercise: str, table: SmallTable) -> None:
    """Whoever catches it sets the engine up from the log."""
    with pytest.raises(Broken, match="break i1: RuntimeError: a fault of ours"):
        _turn(store, exercise, table, "break")
    assert store.take(exercise) == []
    assert store.last_seq(exercise) == 1


def test_a_refusal_that_leaves_events_behind_is_a_fault_of_ours(
    store: Store, exercise: str, table: SmallTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the log does not have, the engine must not have."""

    def half(command: Waiting, wall: str) -> list[object]:
        table._add(wall, command.seat, "half-done")
        raise BadInput([Fault(Place("add"), "not-now", "too late", "")])

    monkeypatch.setattr(table, "do", half)
    with pytest.raises(Broken, match="left events behind"):
        _turn(store, exercise, table, "add", by=2)
    assert store.answer_to(exercise, "soc", "add") == Answer(False, "too late")


def test_without_the_lease_nothing_is_done_for_good(store: Store, exercise: str, table: SmallTable) -> None:
    """The command waits for the host that has it."""
    store.acquire(exercise, "another", 50.0)
    with pytest.raises(NotTheWriter):
        _turn(store, exercise, table, "add", by=2)
    assert [waiting.kind for waiting in store.take(exercise)] == ["add"]
    assert store.last_seq(exercise) == 1


def test_many_faults_are_told_as_some() -> None:
    """Three, each in words."""
    faults = [Fault(Place("x"), "not-now", f"fault {n}", f"remedy {n}" if n else "") for n in range(9)]
    assert refusal(BadInput(faults)) == Answer(False, "fault 0; fault 1; fault 2", "remedy 1; remedy 2")
