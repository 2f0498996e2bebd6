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
from twin.exercise.host.client import Client
from twin.exercise.host.launch import start_host
from twin.exercise.outside import pause, ticking
from twin.exercise.store.address import Address
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

pytestmark = pytest.mark.slow


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
