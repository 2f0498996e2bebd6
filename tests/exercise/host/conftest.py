"""A room of one's own: a store, a client, and a host that plays the small exercise when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rooms import SmallTable
from twin.exercise.host.client import Client
from twin.exercise.host.loop import Host
from twin.exercise.store.address import Address
from twin.exercise.store.store import RoleKept, Store

ROLES = (RoleKept("soc", "Security analyst", ("alerts", "map")), RoleKept("ic", "Commander", ("inbox",)))


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        """Now."""
        return self.now_s

    def on(self, seconds: float) -> None:
        """Go on."""
        self.now_s += seconds


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store."""
    opened = Store(str(tmp_path / "room.sqlite"))
    yield opened
    opened.close()


@pytest.fixture
def exercise(store: Store) -> str:
    """The small exercise, of which nothing has happened."""
    return store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="Small", roles=ROLES)


@pytest.fixture
def seated(store: Store, exercise: str, clock: Clock) -> Callable[[str], Host]:
    """Gives a host that has the lease and has sat down; it steps when told to."""

    def seat(holder: str) -> Host:
        assert store.acquire(exercise, holder, clock())
        host = Host(store, exercise, holder, SmallTable, clock=clock, ticks=clock)
        host.sit_down()
        return host

    return seat


class Started:
    """A process that was never started: it says of itself what the test says of it."""

    pid = 99_999_999

    def __init__(self) -> None:
        self.code: int | None = None
        self.asked = False

    def poll(self) -> int | None:
        """Its exit code."""
        return self.code

    def terminate(self) -> None:
        """Remember that it was asked to stop."""
        self.asked = True


class Starter:
    """Counts what it was asked to start."""

    def __init__(self) -> None:
        self.children: list[Started] = []
        self.asked: list[tuple[str, str]] = []

    def __call__(self, exercise: str, address: Address) -> Started:
        """Start nothing, and remember it."""
        self.asked.append((exercise, address.url))
        self.children.append(Started())
        return self.children[-1]


@pytest.fixture
def starter() -> Starter:
    """Starts nothing."""
    return Starter()


@pytest.fixture
def client(store: Store, clock: Clock, starter: Starter) -> Iterator[Client]:
    """A client of the same store, which starts no process."""
    opened = Client(store.address.url, clock=clock, start=starter)
    yield opened
    opened.close()


@pytest.fixture
def playing(store: Store, exercise: str, clock: Clock) -> Iterator[Host]:
    """A host that goes on by itself, in a thread of this process; people's seconds pass for it."""
    assert store.acquire(exercise, "host", clock())
    host = Host(store, exercise, "host", SmallTable, clock=clock)
    host.sit_down()
    stop = threading.Event()

    def play() -> None:
        while not stop.wait(0.005):
            host.step()

    thread = threading.Thread(target=play)
    thread.start()
    yield host
    stop.set()
    thread.join()


@pytest.fixture
def codes(client: Client, exercise: str) -> dict[str, str]:
    """Join codes of the small exercise."""
    return client._codes(client._kept(exercise))
