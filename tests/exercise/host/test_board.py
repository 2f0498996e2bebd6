"""Views are put up where they changed, at most four times a second."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.rooms import WALL, SmallTable
from twin.exercise.host.board import QUIET_S, SOONEST_S, Board
from twin.exercise.store.inbox import Waiting
from twin.exercise.store.store import Store


@pytest.fixture
def table() -> SmallTable:
    """The small table."""
    return SmallTable("small", "format: 1", (), WALL)


@pytest.fixture
def board(store: Store, exercise: str) -> Board:
    """A board of the host that has the lease."""
    store.acquire(exercise, "host", 0.0)
    return Board(store, exercise, "host")


def test_what_happened_is_put_up_at_once_but_not_too_often(
    board: Board, table: SmallTable, store: Store, exercise: str
) -> None:
    """And nothing is put up where nothing changed."""
    assert board.show(table, 10.0)
    assert not board.show(table, 99.0)
    table.do(Waiting(1, "soc", "add", "", {"by": 1}), WALL)
    assert board.show(table, 99.0)
    table.do(Waiting(2, "soc", "add", "", {"by": 1}), WALL)
    assert not board.show(table, 99.0 + SOONEST_S - 0.01)
    assert board.show(table, 99.0 + SOONEST_S)
    assert store.version(exercise) == 3


def test_while_only_the_clock_goes_on_twice_a_second_is_enough(board: Board, table: SmallTable) -> None:
    """Nobody reads faster."""
    board.show(table, 10.0)
    table.now_us += 1
    assert not board.show(table, 10.0 + QUIET_S - 0.01)
    assert board.show(table, 10.0 + QUIET_S)


def test_a_seat_s_row_holds_its_own_view_and_an_unchanged_picture_stays(
    board: Board, table: SmallTable, store: Store, exercise: str
) -> None:
    """A player's row has nothing of the facilitator's; what did not change keeps its version."""
    table.do(Waiting(1, "soc", "join", "", {"name": "Ana"}), WALL)
    board.show(table, 10.0)
    table.do(Waiting(2, "soc", "add", "", {"by": 1}), WALL)
    board.show(table, 20.0)
    version, body = store.view(exercise, "seat:soc")
    assert body is not None
    assert json.loads(body) == {"seat": "soc", "count": 1, "now_us": 0}
    assert b"coffee machine" not in body
    assert version == 2
    assert store.view(exercise, "seat:ic") == (0, None)
    assert store.view(exercise, "picture:map:reported") == (1, b"reported")


def test_play_goes_on_without_a_picture_that_cannot_be_drawn(
    board: Board, table: SmallTable, store: Store, exercise: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """The last one stays, and the host's own log says why, once."""
    board.show(table, 10.0)

    def fail() -> Mapping[str, bytes]:
        raise ValueError("no such colour")

    monkeypatch.setattr(table, "pictures", fail)
    for second in (20.0, 30.0):
        table.do(Waiting(1, "soc", "add", "", {"by": 1}), WALL)
        assert board.show(table, second)
    assert store.view(exercise, "picture:map:reported") == (1, b"reported")
    assert caplog.text.count("cannot be drawn") == 1


@pytest.mark.parametrize("worth", [float("nan"), 10**5000, object(), "\ud800"], ids=["nan", "huge", "object", "half"])
def test_play_goes_on_without_a_view_that_json_cannot_hold(
    worth: object, board: Board, table: SmallTable, store: Store, exercise: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Its seat keeps the last one, the others get theirs, and the host's own log says why, once."""
    table.do(Waiting(1, "soc", "join", "", {"name": "Ana"}), WALL)
    board.show(table, 10.0)
    kept = store.view(exercise, "seat:facilitator")
    views = SmallTable.views

    def spoilt(table: SmallTable) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for seat, view in views(table):
            yield seat, {**view, "worth": worth} if seat == "facilitator" else view

    monkeypatch.setattr(SmallTable, "views", spoilt)
    for second in (20.0, 30.0):
        table.do(Waiting(2, "soc", "add", "", {"by": 1}), WALL)
        assert board.show(table, second)
    assert store.view(exercise, "seat:facilitator") == kept
    _, body = store.view(exercise, "seat:soc")
    assert body is not None
    assert json.loads(body)["count"] == 2
    assert caplog.text.count("is no JSON") == 1
