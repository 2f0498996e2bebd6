"""The table of a real exercise: stopped anywhere and set up again from its log, it is the one that never stopped."""

from __future__ import annotations

import pytest

from tests.exercise.trial import WALL, trial
from twin.core.errors import BadInput
from twin.core.units import SECOND_US
from twin.exercise.access.rights import must_see
from twin.exercise.access.seats import Seat
from twin.exercise.engine import Engine
from twin.exercise.host import live_table
from twin.exercise.host.live_table import LiveTable, loaded, sit
from twin.exercise.store.inbox import Waiting
from twin.lab.resources import scenario_root

MOVES = (
    (0.0, "soc", "join", "", {"name": "Ana"}),
    (0.0, "facilitator", "resume", "", {}),
    (31.3, "soc", "decide", "cut", {"option": "isolate", "reason": "it knocks", "confidence": 70}),
    (47.0, "ic", "approve", "cut", {}),
    (80.0, "facilitator", "fire", "knock", {}),
    (120.0, "facilitator", "pause", "", {}),
)


def _played(stops: tuple[float, ...]) -> LiveTable:
    """The trial with its moves; at each of *stops* the table is thrown away and set up again from its events."""
    table = LiveTable(Engine(trial(), WALL))
    for at_s, seat, kind, ref, body in MOVES:
        for stop_s in (s for s in stops if table.now_us < s * SECOND_US <= at_s * SECOND_US):
            table.advance(round(stop_s * SECOND_US), WALL)
            reached = table.now_us
            table = LiveTable(Engine(trial(), WALL, table.events))
            assert list(table.advance(reached, WALL)) == []
            assert table.now_us == reached
        table.advance(round(at_s * SECOND_US), WALL)
        table.do(Waiting(1, seat, kind, ref, body), WALL)
    return table


def test_wherever_it_is_stopped_events_views_and_hub_are_the_same() -> None:
    """To the last row of both books."""
    whole, cut = _played(()), _played((12.4, 31.3, 60.0, 101.0))
    assert [event.kind for event in whole.events].count("decided") == 1
    assert cut.events == whole.events
    assert dict(cut.views()) == dict(whole.views())
    digests = []
    for table in (whole, cut):
        table.engine.live.seal()
        digests.append((table.now_us, table.engine.live.log.digest()))
    assert digests[0] == digests[1]


def test_it_goes_as_fast_as_it_is_told_and_stands_when_paused() -> None:
    """Before the beginning too."""
    table = LiveTable(Engine(trial(clock={"speed": 3}), WALL))
    assert table.speed == 0
    table.do(Waiting(1, "facilitator", "resume", "", {}), WALL)
    assert table.speed == 3
    table.do(Waiting(1, "facilitator", "pause", "", {}), WALL)
    assert table.speed == 0
    assert not table.finished


def test_views_are_made_for_the_facilitator_and_for_seats_that_were_taken() -> None:
    """Nobody waits for a view that nobody reads."""
    table = _played(())
    assert [seat for seat, _ in table.views()] == ["facilitator", "soc"]


def test_no_picture_that_a_player_may_ask_for_is_of_the_truth() -> None:
    """Of the names that are really drawn, a player who sees everything gets those without truth in them."""
    names = set(_played(()).pictures())
    seat = Seat("x", "soc", "player", "Ana", 9e9)
    shown = set()
    for name in names:
        try:
            must_see(seat, ("map", "rooms", "network"), name)
        except BadInput:
            continue
        shown.add(name)
    assert shown == {name for name in names if "truth" not in name}
    assert {"map:static", "map:reported", "network:reported"} <= shown
    assert {"map:truth", "map-static:truth"} <= names


def test_a_text_is_read_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are forked find it read."""
    text = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
    loaded.cache_clear()
    first = sit("coffee-machine", text, (), WALL, lambda: None)
    monkeypatch.setattr(live_table, "read_exercise", None)
    assert sit("coffee-machine", text, (), WALL, lambda: None).engine.loaded is first.engine.loaded
    loaded.cache_clear()


def test_it_says_each_simulated_minute_that_it_came_round() -> None:
    """On the way, to the story's end where it is finished early, and when its log is played again; nothing changes."""
    told: list[int] = []
    engine = Engine(trial(), WALL, came_round=lambda: told.append(engine.live.now_us // (60 * SECOND_US)))
    table = LiveTable(engine)
    table.do(Waiting(1, "facilitator", "resume", "", {}), WALL)
    table.advance(130 * SECOND_US, WALL)
    assert told[-1] == 2
    table.do(Waiting(2, "facilitator", "finish", "", {}), WALL)
    assert told[-1] >= 5
    again: list[int] = []
    other = Engine(trial(), WALL, table.events, lambda: again.append(0))
    assert len(again) == len(told)
    plain = Engine(trial(), WALL, table.events)
    assert engine.run is not None
    assert other.run is not None
    assert plain.run is not None
    assert engine.run.log.digest() == other.run.log.digest() == plain.run.log.digest()
