"""A missed host is started once, by whoever looks, and ever more rarely where it fails."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.exercise.host.conftest import Clock, Starter
from twin.exercise.host.launch import LOADING_S, LOOK_S, SILENT_S, Launcher
from twin.exercise.store.lease import MOST_HOSTS
from twin.exercise.store.store import Store


@pytest.fixture
def launcher(store: Store, starter: Starter, clock: Clock) -> Launcher:
    """A launcher that starts nothing for real."""
    return Launcher(store, starter, clock)


def test_nothing_is_started_where_a_host_is_alive_or_coming(
    launcher: Launcher, store: Store, exercise: str, starter: Starter, clock: Clock
) -> None:
    """Or where there is no such exercise."""
    store.acquire(exercise, "somebody", clock())
    launcher.ensure(exercise)
    launcher.ensure("no such exercise")
    assert starter.children == []
    clock.on(3)
    for _ in range(20):
        launcher.ensure(exercise)
        clock.on(1)
    assert starter.asked == [(exercise, store.address.url)]


def test_a_host_that_was_killed_is_replaced_before_its_lease_ends(
    launcher: Launcher, store: Store, exercise: str, starter: Starter, clock: Clock
) -> None:
    """Its successor loads meanwhile; one that left because the lease is kept has none before that ends."""
    launcher.ensure(exercise)
    store.acquire(exercise, "its child", clock())
    clock.on(100)
    store.acquire(exercise, "its child", clock())
    starter.children[-1].code = -9
    launcher.ensure(exercise)
    assert len(starter.children) == 2
    starter.children[-1].code = 1
    clock.on(1)
    launcher.ensure(exercise)
    assert len(starter.children) == 2
    clock.on(1.5)
    launcher.ensure(exercise)
    assert len(starter.children) == 3


def test_a_host_that_fails_is_started_ever_more_rarely(
    launcher: Launcher, exercise: str, starter: Starter, clock: Clock
) -> None:
    """After one second, two, four, and so on, up to half a minute; one that lived long is replaced at once."""
    starts: list[float] = []
    began = clock()
    for _ in range(1000):
        launcher.ensure(exercise)
        if len(starter.children) > len(starts):
            starts.append(clock() - began)
            starter.children[-1].code = 3
        clock.on(LOOK_S)
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert gaps[:5] == pytest.approx([1, 2, 4, 8, 16], abs=2 * LOOK_S)
    assert gaps[5:] == pytest.approx([30] * len(gaps[5:]), abs=2 * LOOK_S)
    starter.children[-1].code = None
    clock.on(100)
    starter.children[-1].code = -9
    count = len(starter.children)
    launcher.ensure(exercise)
    assert len(starter.children) == count + 1


def test_so_many_exercises_are_played_at_once_and_no_more(
    launcher: Launcher, store: Store, exercise: str, starter: Starter, clock: Clock
) -> None:
    """Opening exercises does not bring the machine down."""
    for n in range(MOST_HOSTS):
        other = store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="t", roles=())
        store.acquire(other, f"host-{n}", clock())
    assert launcher.full(clock())
    launcher.ensure(exercise)
    assert starter.children == []
    clock.on(3)
    launcher.ensure(exercise)
    assert len(starter.children) == 1


def test_hosts_that_are_still_loading_count(launcher: Launcher, store: Store, starter: Starter, clock: Clock) -> None:
    """Twenty exercises at once start eight; one that never gets its lease holds its place no longer than it loads."""
    kept = [store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="t", roles=()) for _ in range(20)]
    for each in kept:
        launcher.ensure(each)
    assert [exercise for exercise, _ in starter.asked] == kept[:MOST_HOSTS]
    assert launcher.full(clock())
    assert not launcher.full(clock(), besides=kept[0])
    starter.children[0].code = 3
    assert not launcher.full(clock())
    starter.children[0].code = None
    clock.on(LOADING_S)
    assert not launcher.full(clock())
    for n, each in enumerate(kept[:MOST_HOSTS]):
        store.acquire(each, f"host-{n}", clock())
    assert launcher.full(clock())


def test_a_host_that_hangs_is_replaced_and_asked_to_leave(
    launcher: Launcher, store: Store, exercise: str, starter: Starter, clock: Clock
) -> None:
    """Once its lease has been missed for some seconds; one that takes it up again meanwhile stays."""
    launcher.ensure(exercise)
    clock.on(LOADING_S)
    store.acquire(exercise, "its child", clock())
    for silent_s in (2.5, SILENT_S - 1.0):
        clock.on(silent_s)
        launcher.ensure(exercise)
    store.acquire(exercise, "its child", clock())
    clock.on(LOOK_S)
    launcher.ensure(exercise)
    clock.on(SILENT_S)
    launcher.ensure(exercise)
    clock.on(SILENT_S - LOOK_S)
    launcher.ensure(exercise)
    assert [child.asked for child in starter.children] == [False]
    clock.on(LOOK_S)
    launcher.ensure(exercise)
    assert [child.asked for child in starter.children] == [True, False]


def test_a_host_that_hangs_before_it_has_a_lease_is_replaced_too(
    launcher: Launcher, exercise: str, starter: Starter, clock: Clock
) -> None:
    """But not while it may still be loading."""
    launcher.ensure(exercise)
    clock.on(LOADING_S - LOOK_S)
    launcher.ensure(exercise)
    assert len(starter.children) == 1
    for _ in range(2):
        clock.on(SILENT_S)
        launcher.ensure(exercise)
    assert [child.asked for child in starter.children] == [True, False]


def test_a_clock_that_is_put_back_starts_a_host_all_the_same(
    launcher: Launcher, exercise: str, starter: Starter, clock: Clock
) -> None:
    """Though it was looked at in what is the future now."""
    launcher.ensure(exercise)
    starter.children[-1].code = -9
    clock.on(-3600.0)
    launcher.ensure(exercise)
    assert len(starter.children) == 2
