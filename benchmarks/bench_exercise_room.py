"""The exercise room: a decision seen by every seat, twenty browsers' reads, a killed host's way back.

A host plays the coffee machine on the small hub in a process of its own; clients are threads of this one, as the pages
of one server are, and each asks for its seat's view once a second. What a browser draws from a view is not in here.
Wall time, so the load of the machine counts; CPU time stands beside it where one process spends it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import measure

from twin.exercise.host.client import Client, Opened
from twin.exercise.host.launch import start_host
from twin.exercise.store.address import Address
from twin.lab.resources import scenario_root

SEEN_MS, READ_MS, BACK_MS = 1500, 250, 5000
EVERY_S = 1.0
PATIENCE_S = 120.0
EXERCISE = "coffee-machine"


class Read(NamedTuple):
    """One read of a view: when it was done, how long it took, and up to which event it shows."""

    at_s: float
    wall_s: float
    cpu_s: float
    seq: int


def main(argv: Sequence[str] | None = None) -> None:
    """Play, decide, read, kill, and print how long each took."""
    parser = measure.arguments("decisions, reads and restarts of an exercise room", repeats=1)
    parser.add_argument("--clients", type=int, default=20, help="browsers that read once a second")
    parser.add_argument("--decisions", type=int, default=12, help="decisions that everybody waits for")
    parser.add_argument("--minutes", type=float, default=30, help="simulated minutes before the host is killed")
    asked = parser.parse_args(argv)
    rows: list[measure.Row] = []
    for _ in range(asked.repeats):
        with _room() as (client, opened, parents):
            rows += _decisions(client, opened, asked.clients, asked.decisions)
            _say(client, opened.token, "speed", {"speed": 600})
            _until(lambda: _sim_s(client, opened.token) >= 60 * asked.minutes)
            _say(client, opened.token, "pause")
            rows.append(_killed(client, opened, f"back after SIGKILL, {asked.minutes:g} min in", []))
            rows.append(_killed(client, opened, "back after SIGKILL of its parent too", parents))
    measure.show("exercise_room", rows, as_json=asked.json)


@contextmanager
def _room() -> Iterator[tuple[Client, Opened, list[subprocess.Popen[bytes]]]]:
    children: list[subprocess.Popen[bytes]] = []

    def start(exercise: str, address: Address) -> subprocess.Popen[bytes]:
        child = start_host(exercise, address)
        children.append(child)
        return child

    text = (scenario_root() / "exercises" / EXERCISE / "exercise.yaml").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        client = Client(str(Path(folder) / "room.sqlite"), start=start)
        try:
            opened = client.open(text, "Ana", "2026-11-22T10:00:00Z", EXERCISE)
            _say(client, opened.token, "resume")
            yield client, opened, children
        finally:
            for child in children:
                child.terminate()
                child.wait(60)
            client.close()


def _decisions(client: Client, opened: Opened, clients: int, decisions: int) -> list[measure.Row]:
    seats = sorted(opened.codes)
    names = [seats[n % len(seats)] for n in range(clients)]
    tokens = [client.join(opened.codes[seat], seat, f"{seat} {n}") for n, seat in enumerate(names)]
    reads: list[list[Read]] = [[] for _ in tokens]
    stop = threading.Event()
    readers = [
        threading.Thread(target=_read, args=(client, token, n / clients * EVERY_S, stop, reads[n]))
        for n, token in enumerate(tokens)
    ]
    for reader in readers:
        reader.start()
    analyst = client.join(opened.codes["soc"], "soc", "Bo")
    _until(lambda: client.view(analyst)[1] is not None)
    targets = (client.view(analyst)[1] or {})["orders"]["rate_limit"]
    said = [_decide(client, opened, analyst, targets[n], n) for n in range(decisions)]
    time.sleep(2 * EVERY_S)
    stop.set()
    for reader in readers:
        reader.join()
    seen = [next(read.at_s for read in mine if read.seq >= seq) - at_s for at_s, seq in said for mine in reads]
    wall = [read.wall_s for mine in reads for read in mine]
    cpu = [read.cpu_s for mine in reads for read in mine]
    return [
        _row(f"decision seen by each of {clients}", seen, None, SEEN_MS),
        _row(f"view read, {clients} at 1 Hz", wall, cpu, READ_MS),
    ]


def _read(client: Client, token: str, phase_s: float, stop: threading.Event, reads: list[Read]) -> None:
    known, seq = 0, 0
    at_s = time.monotonic() + phase_s
    while not stop.wait(max(0.0, at_s - time.monotonic())):
        at_s += EVERY_S
        wall_s, cpu_s = time.monotonic(), time.thread_time()
        known, view = client.view(token, known)
        wall_s, cpu_s = time.monotonic() - wall_s, time.thread_time() - cpu_s
        seq = seq if view is None else int(view["exercise"]["version"])
        reads.append(Read(time.monotonic(), wall_s, cpu_s, seq))


def _decide(client: Client, opened: Opened, analyst: str, target: str, number: int) -> tuple[float, int]:
    """The analyst decides, at no round time of the second; when it was said, and its number in the log."""
    time.sleep(1.0 + 0.37 * (number % 3))
    before = client.store.last_seq(opened.id)
    at_s = time.monotonic()
    _say(client, analyst, "order", {"response": "rate_limit", "target": target, "reason": "it is too loud"})
    ordered = [event for event in client.store.events(opened.id, after=before) if event.kind == "ordered"]
    return at_s, ordered[-1].seq


def _killed(client: Client, opened: Opened, what: str, parents: list[subprocess.Popen[bytes]]) -> measure.Row:
    """From the signal until somebody's command is answered; CPU seconds are those of the successor itself."""
    before = client.store.events(opened.id)
    dead = _holder(client, opened)
    for parent in parents:
        parent.kill()
        parent.wait()
    os.kill(dead, signal.SIGKILL)
    at_s = time.monotonic()
    _say(client, opened.token, "note", {"text": "are we back?"})
    back_s = time.monotonic() - at_s
    if client.store.events(opened.id)[: len(before)] != before:
        raise SystemExit("events were lost")
    return _row(what, [back_s], [_cpu_seconds(_holder(client, opened))], BACK_MS)


def _say(client: Client, token: str, kind: str, body: dict[str, object] | None = None) -> None:
    answer = client.send(token, kind, "", body, timeout_s=PATIENCE_S)
    if not answer.ok:
        raise SystemExit(f"{kind}: {answer.words}")


def _sim_s(client: Client, token: str) -> float:
    view = client.view(token)[1]
    return -1.0 if view is None else float(view["exercise"]["sim_s"])


def _holder(client: Client, opened: Opened) -> int:
    state = client.store.host(opened.id)
    return 0 if state is None else int(state.holder.rpartition(":")[2])


def _cpu_seconds(pid: int) -> float:
    """What a process has spent since it was forked (proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _until(holds: Callable[[], bool]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until_s:
            raise SystemExit(f"not in {PATIENCE_S} s")
        time.sleep(0.1)


def _row(what: str, wall: Sequence[float], cpu: Sequence[float] | None, budget_ms: int) -> measure.Row:
    return {
        "what": what,
        "n": len(wall),
        "median_ms": _ms(wall, 0.5),
        "p95_ms": _ms(wall, 0.95),
        "p95_cpu_ms": "none" if cpu is None else _ms(cpu, 0.95),
        "budget_p95_ms": budget_ms,
    }


def _ms(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)


if __name__ == "__main__":
    main()
