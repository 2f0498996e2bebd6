"""A crowd that talks at once: everybody is heard once, on each database."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from tests.exercise.host.conftest import ROLES, Clock, Starter
from tests.rooms import SmallTable
from twin.exercise.event import verify
from twin.exercise.host.client import Client
from twin.exercise.host.loop import Host
from twin.exercise.store.store import Store

PEOPLE, WORDS = 12, 5


def _play(host: Host, stop: threading.Event) -> None:
    while not stop.wait(0.002):
        host.step()


def _talk(client: Client, exercise: str, person: int, answers: list[bool]) -> None:
    token = client._token(exercise, ("soc", "ic")[person % 2], f"person {person}", 1)
    for word in range(WORDS):
        said = {"by": 1, "who": f"{person}.{word}"}
        for _ in range(2):
            answer = client.send(token, "add", body=said, timeout_s=60, command_id=f"{person}-{word}")
            answers.append(answer.ok)


def test_everybody_is_heard_once(url: str, starter: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve people, from several servers, each sending each command twice."""
    monkeypatch.setenv("TWIN_SECRET", "for a test only, and long enough for one")
    clock, store = Clock(), Store(url)
    exercise = store.create("format: 1", "2026-11-22T10:00:00Z", name="small", title="Small", roles=ROLES)
    assert store.acquire(exercise, "host", clock())
    host, stop = Host(store, exercise, "host", SmallTable, clock=clock), threading.Event()
    host.sit_down()
    servers = [Client(url, clock=clock, start=starter) for _ in range(3)]
    answers: list[bool] = []
    threads = [
        threading.Thread(target=_talk, args=(servers[person % len(servers)], exercise, person, answers))
        for person in range(PEOPLE)
    ]
    player = threading.Thread(target=_play, args=(host, stop))
    for thread in (player, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    player.join()
    events = store.events(exercise)
    verify(events)
    heard = Counter(event.body["who"] for event in events if event.kind == "added")
    assert heard == {f"{person}.{word}": 1 for person in range(PEOPLE) for word in range(WORDS)}
    assert answers == [True] * (2 * PEOPLE * WORDS)
    for each in (store, *(server.store for server in servers)):
        each.close()
