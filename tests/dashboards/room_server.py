"""A server of the app with a store of its own, for tests in a real browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError


class Room(NamedTuple):
    """Where the app answers, and where its exercises are kept."""

    address: str
    store: Path


@contextmanager
def room_server(repo: Path, store: Path, folder: Path | None = None) -> Iterator[Room]:
    """The app on a free port of this machine, started in *folder* (the source tree); its hosts end with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(repo / "dashboards" / "app.py"), f"--server.port={port}"]
    command += ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
    environment = {**os.environ, "TWIN_STORE": str(store)}
    with subprocess.Popen(
        command, cwd=folder or repo, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"{address}/_stcore/health", process)
            yield Room(address, store)
        finally:
            process.terminate()
            _end_hosts(store)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the app ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the app did not answer within a minute")


def _end_hosts(store: Path) -> None:
    """End the hosts that this server started: they outlive it on purpose."""
    from twin.exercise.store.store import Store

    kept = Store(str(store))
    for exercise in kept.exercises():
        host = kept.host(exercise.id)
        if host and host.alive(time.time()):
            with suppress(ProcessLookupError):
                os.kill(int(host.holder.rpartition(":")[2]), signal.SIGTERM)
    kept.close()
