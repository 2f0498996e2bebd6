"""The heartbeat keeps the lease while the host works, and lets go of it when the host is stuck."""

from __future__ import annotations

import threading

from tests.exercise.host.conftest import Clock
from twin.exercise.host.heart import STUCK_S, Heart
from twin.exercise.outside import pause
from twin.exercise.store.lease import LEASE_S
from twin.exercise.store.store import Store


def _until_s(store: Store, exercise: str) -> float:
    state = store.host(exercise)
    assert state is not None
    return state.until_s


def test_it_beats_until_it_is_stopped(store: Store, exercise: str, clock: Clock) -> None:
    """However long the host takes for one step."""
    store.acquire(exercise, "host", clock())
    heart = Heart(store, exercise, "host", clock, clock)
    heart.start()
    clock.on(1.5)
    for _ in range(300):
        if _until_s(store, exercise) == clock() + LEASE_S:
            break
        pause(0.02)
    heart.stop()
    assert _until_s(store, exercise) == clock() + LEASE_S
    clock.on(1.0)
    assert not any(thread.name == "heartbeat" for thread in threading.enumerate())
    assert _until_s(store, exercise) == clock() + LEASE_S - 1.0


def test_it_ends_by_itself_where_another_has_the_lease(store: Store, exercise: str, clock: Clock) -> None:
    """The host finds out at its next word."""
    store.acquire(exercise, "host", clock())
    replaced = Heart(store, exercise, "other", clock, clock)
    replaced.start()
    for _ in range(300):
        if not any(thread.name == "heartbeat" for thread in threading.enumerate()):
            break
        pause(0.02)
    assert not any(thread.name == "heartbeat" for thread in threading.enumerate())
    assert not replaced.beat()


def test_a_stuck_host_loses_its_lease_and_has_it_again_when_it_comes_round(
    store: Store, exercise: str, clock: Clock
) -> None:
    """Where nobody took over meanwhile; the heart itself never ends of being stuck."""
    store.acquire(exercise, "host", clock())
    heart = Heart(store, exercise, "host", clock, clock)
    clock.on(STUCK_S)
    assert heart.beat()
    assert _until_s(store, exercise) < clock()
    heart.came_round()
    assert heart.beat()
    assert _until_s(store, exercise) == clock() + LEASE_S
    clock.on(STUCK_S)
    assert store.acquire(exercise, "other", clock())
    heart.came_round()
    assert not heart.beat()


def test_a_clock_that_is_put_on_stops_no_heart(store: Store, exercise: str, clock: Clock) -> None:
    """A machine that slept, or whose clock was set, beats on; only the host's own silence counts."""
    store.acquire(exercise, "host", clock())
    heart = Heart(store, exercise, "host", clock, lambda: 0.0)
    clock.on(3600.0)
    heart.start()
    for _ in range(300):
        if _until_s(store, exercise) == clock() + LEASE_S:
            break
        pause(0.02)
    heart.stop()
    assert _until_s(store, exercise) == clock() + LEASE_S
