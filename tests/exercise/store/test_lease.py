"""One host writes an exercise, whatever the clocks say."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.rooms import chain
from twin.exercise.store.inbox import Answer
from twin.exercise.store.lease import MOST_HOSTS, NotTheWriter, RoomFull
from twin.exercise.store.store import Store


def test_one_host_at_a_time_has_the_lease(store: Store, exercise: str, opened: Callable[[], Store]) -> None:
    """Another gets it two seconds after the last beat, and then the first may write nothing."""
    other = opened()
    assert store.acquire(exercise, "first", 100.0)
    assert not other.acquire(exercise, "second", 101.9)
    store.beat(exercise, "first", 101.5)
    assert not other.acquire(exercise, "second", 103.4)
    assert other.acquire(exercise, "second", 103.6)
    events = chain("opened")
    for word in (
        lambda: store.append(exercise, events, 0, "first"),
        lambda: store.beat(exercise, "first", 103.7),
        lambda: store.put_views(exercise, "first", {"seat:soc": b"x"}, 5),
        lambda: store.settle(exercise, "first", 1, Answer(True, "done"), events, 0, 103.7),
        lambda: store.mark_over(exercise, "first"),
    ):
        with pytest.raises(NotTheWriter, match="the writer is second, not first"):
            word()
    other.append(exercise, events, 0, "second")
    assert store.events(exercise) == events


def test_a_lease_that_was_given_back_is_free_at_once(store: Store, exercise: str) -> None:
    """And says why, where something was wrong."""
    store.acquire(exercise, "first", 100.0)
    store.release(exercise, "somebody else", "nothing of the kind")
    assert not store.acquire(exercise, "second", 100.1)
    store.release(exercise, "first", "it broke")
    state = store.host(exercise)
    assert state is not None
    assert (state.holder, state.fault, state.alive(100.1)) == ("", "it broke", False)
    assert store.acquire(exercise, "second", 100.1)
    assert store.played(100.2) == {exercise}
    assert not store.played(103.0)


def test_of_many_hosts_that_ask_at_once_one_gets_the_lease(exercise: str, url: str) -> None:
    """However their transactions fall together."""
    got: list[bool] = []

    def ask(name: str) -> None:
        mine = Store(url)
        got.append(mine.acquire(exercise, name, 50.0))
        mine.close()

    threads = [threading.Thread(target=ask, args=(f"host-{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]


def test_so_many_hosts_get_a_lease_and_no_more(store: Store, url: str) -> None:
    """However many ask at the same moment; who has one keeps it, and what one gives back is free for the next."""
    kept = [store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="t", roles=()) for _ in range(12)]
    ready, got, refused = threading.Barrier(len(kept)), list[str](), list[str]()

    def ask(exercise: str) -> None:
        mine = Store(url)
        ready.wait()
        try:
            assert mine.acquire(exercise, f"host of {exercise}", 50.0)
            got.append(exercise)
        except RoomFull:
            refused.append(exercise)
        mine.close()

    threads = [threading.Thread(target=ask, args=(exercise,)) for exercise in kept]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(refused)) == (MOST_HOSTS, len(kept) - MOST_HOSTS)
    assert store.played(50.1) == set(got)
    assert store.acquire(got[0], f"host of {got[0]}", 51.0)
    assert not store.acquire(got[1], "another", 51.0)
    with pytest.raises(RoomFull, match="8 exercises are played here already"):
        store.acquire(refused[0], "ninth", 51.0)
    store.release(got[1], f"host of {got[1]}")
    assert store.acquire(refused[0], "ninth", 51.0)


def test_a_clock_that_is_put_back_holds_nobody_up(store: Store, exercise: str) -> None:
    """A lease of two seconds that ends in an hour is none; one of a clock that differs a little is."""
    store.acquire(exercise, "first", 3600.0)
    assert not store.acquire(exercise, "second", 3570.0)
    assert store.played(3570.0) == {exercise}
    assert not store.played(10.0)
    assert store.acquire(exercise, "second", 10.0)
