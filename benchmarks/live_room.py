"""A room to measure: an exercise of many robots in a store of its own, played by this process, and pages that show it.

The hub is played here, so what a server of pages spends is what pages cost. Servers listen on this machine only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from twin.exercise.host.board import Board
from twin.exercise.host.client import Client
from twin.exercise.host.live_table import LiveTable, sit
from twin.exercise.outside import seconds, wall_of
from twin.exercise.store.address import VARIABLE, Address
from twin.exercise.store.inbox import Waiting
from twin.exercise.store.store import Store

REPO = Path(__file__).resolve().parents[1]
STEP_US = 1_000_000
HOLDER = "benchmark"
WARM_S = 120
TEXT = """format: 1
title: A floor full of robots
twin: {{story: quiet-day, site: {site}, hours: 2, settings: ["site.plant.fleet.count={robots}"]}}
roles: [{{id: floor, title: Floor, sees: [inbox, kpis, map, rooms]}}]
modules: [{{id: watch, title: Watch, minutes: 60}}]
objectives: [{{id: see, text: See the floor, rate: {{P: kpi.orders_done >= 0}}}}]
"""


class _Nobody:
    """A host that need not be started."""

    def poll(self) -> int | None:
        return None

    def terminate(self) -> None:
        pass


def _no_host(_exercise: str, _address: Address) -> _Nobody:
    return _Nobody()


class Room:
    """An exercise with *robots* at *site*, two minutes in, in a store in *folder*; :meth:`step` plays a second."""

    def __init__(self, folder: Path, site: str, robots: int) -> None:
        self.path = folder / "store.sqlite"
        client = Client(str(self.path), start=_no_host)
        opened = client.open(TEXT.format(site=site, robots=robots), "Ana", wall_of(seconds()))
        self.token, self._exercise = opened.token, opened.id
        self._store = Store(str(self.path))
        kept = self._store.found(self._exercise)
        if kept is None or not self._store.acquire(self._exercise, HOLDER, seconds()):
            raise RuntimeError("the exercise has another host")
        wall = wall_of(seconds())
        self._table: LiveTable = sit(kept.name, self._store.text(self._exercise), [], wall, lambda: None)
        self._table.do(Waiting("1", "facilitator", "resume", "", {}), wall)
        self._table.advance(WARM_S * STEP_US, wall)
        self._board = Board(self._store, self._exercise, HOLDER)
        self._shown_s = 0.0
        self.show()
        threading.Thread(target=self._beat, daemon=True).start()

    def step(self) -> None:
        """A simulated second more, put up for all to see."""
        self._table.advance(self._table.now_us + STEP_US, wall_of(seconds()))
        self.show()

    def show(self) -> None:
        """Put up what has changed; the board's own rest between two is counted as over."""
        self._shown_s += 10.0
        self._board.show(self._table, self._shown_s)

    def _beat(self) -> None:
        store = Store(str(self.path))
        while True:
            store.beat(self._exercise, HOLDER, seconds())
            time.sleep(0.5)


class Server(subprocess.Popen[bytes]):
    """A Streamlit server; :meth:`cpu_s` and :meth:`rss_mb` say what it has used."""

    port: int

    def cpu_s(self) -> float:
        """CPU seconds (user and system) of the process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self) -> float:
        """Memory in use, MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS in the process's status")


@contextmanager
def server(script: Path, options: Sequence[str], environment: Mapping[str, str]) -> Iterator[Server]:
    """*script* served with *options*, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none", *options]
    known = {**os.environ, "PYTHONPATH": str(REPO), "MPLBACKEND": "Agg", **environment}
    with Server(command, cwd=REPO, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        process.port = port
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield process
        finally:
            process.terminate()


def _wait(address: str, process: Server) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def store_of(room: Room) -> dict[str, str]:
    """The environment that leads a server's pages to *room*."""
    return {VARIABLE: str(room.path)}
