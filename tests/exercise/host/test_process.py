"""The process of a host, for real: killed in the middle of play it is back, and nothing that was said is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from twin.exercise.engine import Engine
from twin.exercise.event import verify
from twin.exercise.file import read_exercise
from twin.exercise.host import launch, process
from twin.exercise.host.client import Client
from twin.exercise.host.launch import start_host
from twin.exercise.outside import pause, ticking
from twin.exercise.store.address import Address
from twin.exercise.store.lease import MOST_HOSTS
from twin.exercise.store.store import Store
from twin.exercise.views import view
from twin.lab.resources import scenario_root

TEXT = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
WALL = "2026-11-22T10:00:00Z"
PATIENCE_S = 90.0
"""For a machine that has much else to do; how much work it is, is asked for in CPU seconds."""

BACK_CPU_S = 5.0
"""A host that plays on after half an hour of play has used so much at most when it answers."""

LOADED_CPU_S = 10.0
"""The same for a parent that has to read all libraries first."""

PROC = Path("/proc")


class Keeper:
    """Starts hosts for real, and remembers them."""

    def __init__(self) -> None:
        self.children: list[subprocess.Popen[bytes]] = []

    def __call__(self, exercise: str, address: Address) -> subprocess.Popen[bytes]:
        """Start one."""
        child = start_host(exercise, address)
        self.children.append(child)
        return child


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    """Ends every host that it started."""
    keeper = Keeper()
    yield keeper
    for child in keeper.children:
        child.terminate()
        child.wait(30)


def _until(holds: Callable[[], Any], what: str) -> Any:
    until_s = ticking() + PATIENCE_S
    while ticking() < until_s:
        found = holds()
        if found:
            return found
        pause(0.05)
    raise AssertionError(f"{what}: not in {PATIENCE_S} s")


def _player_of(client: Client, exercise: str) -> int:
    """The process that holds the lease."""

    def held() -> int:
        state = client.store.host(exercise)
        return int(state.holder.rpartition(":")[2]) if state and state.holder else 0

    pid: int = _until(held, "a host")
    return pid


def _cpu_s(pid: int) -> float:
    """CPU seconds of a process so far; 0 where the machine does not say."""
    if not PROC.is_dir():
        return 0.0
    user, system = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _shown(client: Client, token: str) -> dict[str, Any]:
    shown = client.view(token)[1]
    return shown or {"exercise": {"sim_s": -1.0, "status": ""}}


def _ask(client: Client, token: str, stop: threading.Event, answered: list[str]) -> None:
    """Ask one numbered question after the other, and remember which were said to be done."""
    number = 0
    while not stop.is_set():
        number += 1
        text = f"question {number}"
        if client.send(token, "ask", "", {"text": text}, timeout_s=PATIENCE_S).ok:
            answered.append(text)
        pause(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)], indirect=True)
def test_a_host_that_is_killed_in_the_middle_of_play_is_back_with_everything(
    url: str, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times, while somebody goes on talking: what was answered is in the log once, and the hub is the log's."""
    monkeypatch.setenv("TWIN_SECRET", "for a test only, and long enough for one")
    client = Client(url, start=keeper)
    opened = client.open(TEXT, "Ana", WALL, "coffee-machine")
    _until(lambda: client.view(opened.token)[1], "the first view")
    player = client.join(opened.codes["soc"], "soc", "Bo")
    assert client.send(opened.token, "speed", "", {"speed": 600}, timeout_s=PATIENCE_S).ok
    assert client.send(opened.token, "resume", timeout_s=PATIENCE_S).ok
    stop, answered = threading.Event(), list[str]()
    talker = threading.Thread(target=_ask, args=(client, player, stop, answered))
    talker.start()
    for minutes in (4, 10, 30):
        _until(lambda m=minutes: _shown(client, opened.token)["exercise"]["sim_s"] > 60 * m, f"minute {minutes}")
        before = client.store.events(opened.id)
        os.kill(_player_of(client, opened.id), signal.SIGKILL)
        count = len(answered)
        _until(lambda n=count: len(answered) > n + 1, "somebody answers again")
        assert _cpu_s(_player_of(client, opened.id)) < BACK_CPU_S
        assert client.store.events(opened.id)[: len(before)] == before
    stop.set()
    talker.join()
    assert client.send(opened.token, "pause", timeout_s=PATIENCE_S).ok
    events = client.store.events(opened.id)
    verify(events)
    asked = [event.body["text"] for event in events if event.kind == "asked"]
    assert asked == sorted(asked, key=lambda text: int(text.split()[1]))
    assert asked == answered
    assert len(keeper.children) == 1
    _same_hub(client, opened.token, events)
    client.close()


def _same_hub(client: Client, token: str, events: list[Any]) -> None:
    """What is shown is what the log alone gives, to the last digit of the truth."""
    engine = Engine(read_exercise(TEXT, "coffee-machine"), "", events)
    told = _until(
        lambda: (v := client.view(token)[1]) and v["exercise"]["version"] == len(events) and v, "the last view"
    )
    again = view(engine, "facilitator")
    for part in ("exercise", "kpis", "alerts", "truth", "msel", "cards", "log"):
        assert told[part] == _plain(again[part]), part


def _plain(value: Any) -> Any:
    import json

    return json.loads(json.dumps(value))


@pytest.mark.slow
def test_with_its_parent_killed_too_it_is_back(tmp_path: Path, keeper: Keeper) -> None:
    """Whoever looks starts another."""
    client = Client(str(tmp_path / "room.sqlite"), start=keeper)
    opened = client.open(TEXT, "Ana", WALL)
    _until(lambda: client.view(opened.token)[1], "the first view")
    player = client.join(opened.codes["soc"], "soc", "Bo")
    (parent,) = keeper.children
    child = _player_of(client, opened.id)
    parent.kill()
    parent.wait()
    assert client.send(player, "ask", "", {"text": "still there?"}, timeout_s=PATIENCE_S).ok
    os.kill(child, signal.SIGKILL)
    assert client.send(player, "ask", "", {"text": "and now?"}, timeout_s=PATIENCE_S).ok
    assert len(keeper.children) == 2
    assert _cpu_s(keeper.children[1].pid) < LOADED_CPU_S
    assert _cpu_s(_player_of(client, opened.id)) < BACK_CPU_S
    asked = [event.body["text"] for event in client.store.events(opened.id) if event.kind == "asked"]
    assert asked == ["still there?", "and now?"]
    client.close()


@pytest.mark.nightly
def test_a_host_that_was_stopped_is_replaced_and_gone(
    tmp_path: Path, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its parent lives and hears; the player hears nothing, and is killed in the end."""
    client = Client(str(tmp_path / "room.sqlite"), start=keeper)
    opened = client.open(TEXT, "Ana", WALL)
    _until(lambda: client.view(opened.token)[1], "the first view")
    stuck = _player_of(client, opened.id)
    monkeypatch.setattr(launch, "LOADING_S", 0.0)
    os.kill(stuck, signal.SIGSTOP)
    _until(lambda: client.view(opened.token)[0] and len(keeper.children) > 1, "another host")
    monkeypatch.undo()
    assert client.send(opened.token, "note", "", {"text": "still there?"}, timeout_s=PATIENCE_S).ok
    assert len(keeper.children) == 2
    keeper.children[0].wait(PATIENCE_S)
    with pytest.raises(ProcessLookupError):
        os.kill(stuck, 0)
    assert _player_of(client, opened.id) != stuck
    client.close()


@pytest.mark.nightly
def test_a_second_host_leaves_the_first_alone(tmp_path: Path, keeper: Keeper) -> None:
    """It says so, and ends with 1."""
    client = Client(str(tmp_path / "room.sqlite"), start=keeper)
    opened = client.open(TEXT, "Ana", WALL)
    _until(lambda: client.pulse(opened.token).alive, "a host")
    first = _player_of(client, opened.id)
    second = subprocess.run(
        [sys.executable, "-m", "twin", "exercise", "host", opened.id, "--store", client.store.address.shown],
        capture_output=True, text=True, check=False, timeout=PATIENCE_S, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    assert second.returncode == 1
    assert "another host plays it" in second.stderr
    assert _player_of(client, opened.id) == first
    client.close()


class Player:
    """Stands for a host: it takes the lease, plays nothing and keeps it."""

    def __init__(self, store: Store, exercise: str, holder: str, _sit: object) -> None:
        self._ask = lambda: store.acquire(exercise, holder, 1000.0)

    def run(self) -> bool:
        """Whether it has the lease."""
        return self._ask()


@pytest.fixture
def parents(
    store: Store, exercise: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Callable[[int], int]]]:
    """Gives what a new parent has its children play, in this process."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.setattr(process, "loaded", lambda *_: None)
    monkeypatch.setattr(process, "supervise", lambda play: play)
    monkeypatch.setattr(process, "Host", Player)
    serve: Callable[..., Any] = process.serve
    yield lambda: serve(exercise, store.address.url)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_two_hosts_never_share_a_name(store: Store, exercise: str, parents: Callable[[], Callable[[int], int]]) -> None:
    """Not even with one process id on machines of one name, as containers have; the process id can be read from it."""
    first, second = parents(), parents()
    assert first(0) == process.LEFT
    state = store.host(exercise)
    assert state is not None
    assert state.holder.rpartition(":")[2] == str(os.getpid())
    assert second(0) == process.TAKEN


def test_a_successor_takes_the_lease_of_its_parents_dead_child_alone(
    parents: Callable[[], Callable[[int], int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another parent's child of the same number keeps its lease."""
    first, second = parents(), parents()
    dead = os.getpid()
    assert first(0) == process.LEFT
    monkeypatch.setattr(os, "getpid", lambda: dead + 1)
    assert second(dead) == process.TAKEN
    assert first(dead) == process.LEFT


def test_a_host_that_finds_the_room_full_ends_with_4(store: Store, parents: Callable[[], Callable[[int], int]]) -> None:
    """Which the command line says in words."""
    for n in range(MOST_HOSTS):
        other = store.create("format: 1", WALL, name="small", title="t", roles=())
        store.acquire(other, f"host-{n}", 1000.0)
    assert parents()(0) == process.FULL
