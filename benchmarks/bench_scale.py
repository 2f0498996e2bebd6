"""CPU per event from 100 to 5,000 hosts, and the share of a whole run that recording takes.

The hosts of one row do the same as those of the next: each speaks to a server over four services. Windows are of 10 s,
as in a run. Recording is everything between a decision and a sealed, hashed row; it is timed around the log's own
entries while a hub of everything runs. So is what taps count of themselves, around the entries of
:class:`twin.net.listening.Listening` that count, with the reading of the timer in it: two runs, one with and one
without, differ by less than runs do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import measure
from bench_peers import network_of

import twin
from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.net.listening import Listening
from twin.net.traffic import Traffic

COUNTING = ("_count", "single", "flush")
"""Where packets are counted tap by tap, batched, one by one, and told once a minute."""
HOSTS = (100, 500, 1_000, 5_000)
WINDOW_S = 10
RATIO_GOAL, SHARE_GOAL, COUNTING_GOAL = 1.5, 0.15, 0.02
_ENTRIES = ("block", "one", "row", "packed", "seal")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure the scaling of traffic, and a run's recording."""
    parser = measure.arguments("CPU per event by size; share of recording", repeats=5)
    parser.add_argument("--hosts", nargs="+", type=int, default=list(HOSTS), help="sizes, the smallest first")
    parser.add_argument("--rows", type=int, default=60_000, help="rows to decide and write at each size, about")
    parser.add_argument("--hours", type=float, default=0.5, help="simulated hours of the run whose recording is timed")
    asked = parser.parse_args(argv)
    costs = [_cost(hosts, asked.rows, asked.repeats) for hosts in asked.hosts]
    rows = [
        {"what": f"{hosts:,} hosts, us a row", "value": round(cost, 3), "to_the_first": round(cost / costs[0], 2),
         "goal": RATIO_GOAL} for hosts, cost in zip(asked.hosts, costs, strict=True)
    ]  # fmt: skip
    twin.run("compromised-robot", "zones", site="small", hours=0.02)
    shares = (("recording", Log, _ENTRIES, SHARE_GOAL), ("counting at taps", Listening, COUNTING, COUNTING_GOAL))
    for what, owner, entries, goal in shares:
        share = min(_share(owner, entries, asked.hours) for _ in range(min(2, asked.repeats)))
        rows.append({"what": f"{what}, share of a run", "value": round(share, 4), "to_the_first": "", "goal": goal})
    measure.show("scale", rows, as_json=asked.json)


def _cost(hosts: int, rows: int, repeats: int) -> float:
    """Microseconds a row, the least of *repeats*."""
    found = []
    for _ in range(repeats):
        traffic = network_of(hosts, "zones")
        traffic.flush(1)
        windows = max(2, round(rows / hosts / 1.9))  # a host says 0.19 things a second
        spent = measure.cpu_seconds(lambda traffic=traffic, windows=windows: _flush(traffic, windows))
        found.append(1e6 * spent / max(1, traffic.log.rows("flow")))
    return min(found)


def _flush(traffic: Traffic, windows: int) -> None:
    for number in range(1, windows + 1):
        traffic.flush(number * WINDOW_S * SECOND_US)
        traffic.log.seal(number * WINDOW_S * SECOND_US)


def _share(owner: type, entries: Sequence[str], hours: float) -> float:
    """Share of a run's CPU seconds that pass inside the *entries* of one class."""
    spent, kept = [0.0], {name: getattr(owner, name) for name in entries}
    for name, entry in kept.items():
        setattr(owner, name, _timed(entry, spent))
    try:
        total = measure.cpu_seconds(lambda: twin.run("compromised-robot", "zones", site="small", hours=hours))
    finally:
        for name, entry in kept.items():
            setattr(owner, name, entry)
    return spent[0] / total


def _timed(entry: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """*entry*, whose CPU seconds are added to *spent*."""

    def call(*positional: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return entry(*positional, **named)
        finally:
            spent[0] += time.process_time() - began

    return call


if __name__ == "__main__":
    main()
