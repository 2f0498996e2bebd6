"""The host: what was written is what happened, whenever it dies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.exercise.host.conftest import Clock
from tests.rooms import MINUTE_US, SmallTable
from twin.core.errors import BadInput
from twin.core.units import Us
from twin.exercise.event import Event, verify
from twin.exercise.host.heart import STUCK_S
from twin.exercise.host.loop import NOBODY_S, STEP_S, Host
from twin.exercise.store.inbox import Answer, Sent, Waiting
from twin.exercise.store.lease import MOST_HOSTS, NotTheWriter, RoomFull
from twin.exercise.store.store import Store

Seated = Callable[[str], Host]


def _say(store: Store, exercise: str, kind: str, ref: str = "", seat: str = "soc", **body: object) -> str:
    command_id = f"{kind}-{ref}-{seat}-{len(store.take(exercise))}-{store.last_seq(exercise)}"
    store.send(exercise, Sent(command_id, seat, kind, ref, body), 0.0)
    return command_id


def _kinds(store: Store, exercise: str) -> list[str]:
    events = store.events(exercise)
    verify(events)
    return [event.kind for event in events]


def test_an_exercise_is_opened_once(store: Store, exercise: str, seated: Seated) -> None:
    """By its first host; the next one finds it open."""
    seated("first")
    store.release(exercise, "first")
    seated("second")
    assert _kinds(store, exercise) == ["opened"]


def test_the_hub_goes_on_by_the_clock_times_its_speed(
    store: Store, exercise: str, seated: Seated, clock: Clock
) -> None:
    """At 60 a second of people is a minute of the hub, and at each minute it rings; paused it stands."""
    host = seated("first")
    _say(store, exercise, "resume")
    host.step()
    for _ in range(10):
        clock.on(1.01 * STEP_S)
        host.step()
    assert host.table.now_us == pytest.approx(1.01 * 2 * MINUTE_US, abs=10)
    _say(store, exercise, "pause")
    host.step()
    stood = host.table.now_us
    clock.on(1.01 * STEP_S)
    host.step()
    assert host.table.now_us == stood
    assert _kinds(store, exercise) == ["opened", "resumed", "rang", "rang", "paused"]


def test_what_a_dead_host_had_written_is_there_and_what_it_had_not_is_done_again(
    store: Store, exercise: str, seated: Seated, clock: Clock
) -> None:
    """It goes on at the moment that was last shown, and does the commands that wait."""
    host = seated("first")
    _say(store, exercise, "resume")
    host.step()
    _say(store, exercise, "add", by=3)
    host.step()
    for _ in range(8):
        clock.on(1.01 * STEP_S)
        host.step()
    shown = store.host(exercise)
    assert shown is not None
    waiting = _say(store, exercise, "add", by=4)
    before = store.events(exercise)
    clock.on(5.0)
    second = seated("second")
    assert store.events(exercise) == before
    assert second.table.now_us == shown.sim_us
    second.step()
    assert isinstance(second.table, SmallTable)
    assert second.table.count == 7
    assert store.answer_to(exercise, "soc", waiting) == Answer(True, "done")
    _say(store, exercise, "add", by=5)
    with pytest.raises(NotTheWriter):
        host.step()
    second.step()
    assert second.table.count == 12


def test_a_host_that_was_replaced_writes_nothing_more(
    store: Store, exercise: str, seated: Seated, clock: Clock
) -> None:
    """Though it believes itself to be the only one."""
    first = seated("first")
    clock.on(5.0)
    seated("second")
    _say(store, exercise, "add", by=1)
    with pytest.raises(NotTheWriter):
        first.step()
    assert _kinds(store, exercise) == ["opened"]


def test_after_a_fault_of_ours_the_room_goes_on_from_the_log(store: Store, exercise: str, seated: Seated) -> None:
    """The command is answered, nothing half-done is kept, and the next command is done."""
    host = seated("first")
    broken = _say(store, exercise, "break")
    added = _say(store, exercise, "add", by=2)
    host.step()
    host.step()
    answer = store.answer_to(exercise, "soc", broken)
    assert answer is not None
    assert not answer.ok
    assert "fault of the lab" in answer.words
    assert store.answer_to(exercise, "soc", added) == Answer(True, "done")
    assert _kinds(store, exercise) == ["opened", "added"]


def test_a_finished_exercise_is_over_and_still_listens(store: Store, exercise: str, seated: Seated) -> None:
    """For the hot wash."""
    host = seated("first")
    _say(store, exercise, "finish", seat="facilitator")
    host.step()
    kept = store.found(exercise)
    assert kept is not None
    assert kept.over
    late = _say(store, exercise, "add", by=1)
    host.step()
    assert store.answer_to(exercise, "soc", late) == Answer(True, "done")


def test_nobody_plays_on_a_text_that_was_changed(store: Store, seated: Seated) -> None:
    """Should somebody drop the guard, change the text and put it back, the digest shows it."""
    with store._writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER exercises_fixed")
        connection.exec_driver_sql("UPDATE exercises SET text = 'format: 1\ntitle: other'")
    with pytest.raises(BadInput, match="not the one that was opened"):
        seated("first")


def test_nobody_plays_on_a_log_that_was_changed(store: Store, exercise: str, seated: Seated) -> None:
    """Should somebody drop the guard and change an event, the chain shows it."""
    host = seated("first")
    _say(store, exercise, "add", by=1)
    host.step()
    store.release(exercise, "first")
    with store._writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_not_changed")
        connection.exec_driver_sql("""UPDATE events SET text = replace(text, '"by":1', '"by":9') WHERE seq = 2""")
    with pytest.raises(BadInput, match="its content is not that of its digest"):
        seated("second")


def test_a_host_leaves_when_nobody_looks(store: Store, exercise: str, clock: Clock) -> None:
    """Ten minutes after the last look; its lease is free at once."""
    host = Host(store, exercise, "first", SmallTable, clock=clock, ticks=clock)
    clock.on(NOBODY_S + 1)
    assert host.run()
    state = store.host(exercise)
    assert state is not None
    assert not state.holder


def test_a_host_that_finds_another_leaves(store: Store, exercise: str) -> None:
    """After a little more than a lease."""
    now_s = 1000.0
    store.acquire(exercise, "first", now_s)
    ticks = iter(range(100))
    host = Host(store, exercise, "second", SmallTable, clock=lambda: now_s, ticks=lambda: next(ticks))
    assert not host.run()
    state = store.host(exercise)
    assert state is not None
    assert state.holder == "first"


def test_a_host_that_finds_the_room_full_leaves(store: Store, exercise: str, clock: Clock) -> None:
    """At once, and it says so."""
    for n in range(MOST_HOSTS):
        other = store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="t", roles=())
        store.acquire(other, f"host-{n}", clock())
    with pytest.raises(RoomFull, match="8 exercises are played here already"):
        Host(store, exercise, "ninth", SmallTable, clock=clock, ticks=clock).run()
    state = store.host(exercise)
    assert state is not None
    assert (state.holder, state.fault) == ("", "")


def test_a_host_that_fails_says_why_and_gives_the_lease_back(store: Store, exercise: str, clock: Clock) -> None:
    """So that whoever looks can read it."""

    def fail(*_: object) -> SmallTable:
        raise ValueError("no such hub")

    with pytest.raises(ValueError, match="no such hub"):
        Host(store, exercise, "first", fail, clock=clock, ticks=clock).run()
    state = store.host(exercise)
    assert state is not None
    assert (state.holder, state.fault) == ("", "no such hub")


class SlowTable(SmallTable):
    """Twenty seconds of people pass at each slice of the way, and ten times as many in the end."""

    spend: Callable[[], None]

    def advance(self, to_us: Us, wall: str) -> list[Event]:
        """Go on, slowly."""
        del wall
        self.spend()
        self.now_us = to_us
        return []

    def do(self, command: Waiting, wall: str) -> list[Event]:
        """Finish slowly, and say that it goes on."""
        for _ in range(10 * (command.kind == "finish")):
            self.spend()
            self.came_round()
        return super().do(command, wall)


def test_a_host_that_works_for_minutes_keeps_its_lease(
    store: Store, exercise: str, seated: Seated, clock: Clock
) -> None:
    """While it goes on to where the last one was, and while an exercise is finished; each slice is a sign of life."""
    first = seated("first")
    _say(store, exercise, "resume")
    first.step()
    for _ in range(20):
        clock.on(1.01 * STEP_S)
        first.step()
    store.release(exercise, "first")
    held: list[bool] = []

    def spend() -> None:
        clock.on(20.0)
        second._heart.beat()
        state = store.host(exercise)
        held.append(state is not None and state.alive(clock()))

    def slow(name: str, text: str, events: Sequence[Event], wall: str, came_round: Callable[[], None]) -> SlowTable:
        table = SlowTable(name, text, events, wall, came_round)
        table.spend, table.now_us = spend, 0
        return table

    assert store.acquire(exercise, "second", clock())
    second = Host(store, exercise, "second", slow, clock=clock, ticks=clock)
    second.sit_down()
    slices = len(held)
    assert 20.0 * slices > 2 * STUCK_S
    _say(store, exercise, "finish", seat="facilitator")
    second.step()
    assert 20.0 * (len(held) - slices) >= 200.0
    assert all(held)
