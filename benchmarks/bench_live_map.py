"""The live map with 300 robots: what a refresh costs, how long many browsers wait, and how memory grows.

Each row is one kind of page over the same store and the same hub, refreshed by browsers that speak Streamlit's own
messages (:mod:`browsers`):

==============  ==========================================================================================
live            the page as it is: one feed, pictures made once a version, no collection after every script run
unchanged       the same while the hub stands still
metric          the least that Streamlit can do with the same settings: one number on a page of its own
scatter         Streamlit as it comes (its own settings), the map as ``st.scatter_chart``, made for each browser
pyplot          the same with ``st.pyplot``
together        many browsers on the page as it is, once a second each; the hub goes on
==============  ==========================================================================================

CPU milliseconds are those of the server's process, without connecting and the first run; ``bytes`` are those of the
messages, ``wire_bytes`` those on the wire, compressed as the server compresses them. A message of an unchanged page
still holds what Streamlit says of every rerun (1.75 KB, the list of pages), which compression takes away again.
Budgets: a refresh 8 CPU-ms and 6 KB; 1 KB on the wire when nothing changed; at most a tenth of Streamlit as it comes;
20 browsers at 1 Hz with 95 % answered in 250 ms.
"""

from __future__ import annotations

import math
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import measure
from browsers import Browser, Refresh
from live_room import REPO, Room, Server, server, store_of

WARM = 5
IDLE_S = 5.0
"""The server is watched for so long at most while nobody asks."""

APP = REPO / "dashboards" / "app.py"
STOCK = REPO / "benchmarks" / "stock_map.py"
AS_IT_COMES = ("--runner.postScriptGC=true",)
SERVED = {
    "live": (APP, (), ""), "unchanged": (APP, (), ""), "metric": (STOCK, (), "metric"),
    "scatter": (STOCK, AS_IT_COMES, "scatter"), "pyplot": (STOCK, AS_IT_COMES, "pyplot"),
}  # fmt: skip
"""Script, options and what it draws, for each kind of page; two of the same are one server."""

TOGETHER = "together"
BUDGETS = {
    "live": "8 ms, 6,000 B",
    "unchanged": "1,000 B",
    "metric": "none",
    "scatter": "10 x live",
    "pyplot": "10 x live",
    "together": "p95 250 ms",
}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every kind of page."""
    parser = measure.arguments("CPU milliseconds and bytes of a refresh of the live map", repeats=2)
    parser.add_argument("--site", default="standard", help="site by name")
    kinds = [*SERVED, TOGETHER]
    parser.add_argument("--pages", nargs="+", choices=kinds, default=kinds, help="kinds of page")
    parser.add_argument("--robots", type=int, default=300, help="robots on its floor")
    parser.add_argument("--refreshes", type=int, default=20, help="refreshes of each kind, in each repeat")
    parser.add_argument("--every", type=float, default=1.0, help="seconds from one refresh to the next")
    parser.add_argument("--browsers", type=int, default=20, help="browsers at once")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they look, once a second each")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), asked.site, asked.robots)
        alone = [kind for kind in SERVED if kind in asked.pages]
        rows = _alone(room, alone, asked.repeats, asked.refreshes, asked.every)
        if TOGETHER in asked.pages:
            rows.append(_together(room, asked.browsers, asked.seconds))
    measure.show("live_map", rows, as_json=asked.json)


def _alone(room: Room, kinds: list[str], repeats: int, refreshes: int, every_s: float) -> list[measure.Row]:
    """One browser on each kind of page, in turns, so that a busy machine disturbs all alike."""
    with ExitStack() as opened:
        served = {SERVED[kind]: opened.enter_context(_served(room, *SERVED[kind])) for kind in kinds}
        pages = {
            where: _warm(process, room, "live_map" if where[0] == APP else "") for where, process in served.items()
        }
        found: dict[str, list[tuple[float, list[Refresh]]]] = {kind: [] for kind in kinds}
        for _ in range(repeats):
            for kind in kinds:
                where = SERVED[kind]
                moves = kind != "unchanged"
                found[kind].append(_refreshed(room, served[where], pages[where], moves, refreshes, every_s))
        for page in pages.values():
            page.close()
    spent = {kind: statistics.median(cpu_s for cpu_s, _ in parts) / refreshes for kind, parts in found.items()}
    live = spent.get("live") or math.nan
    return [
        _row(kind, 1, 1000 * spent[kind], [one for _, part in parts for one in part], spent[kind] / live)
        for kind, parts in found.items()
    ]


def _served(room: Room, script: Path, options: tuple[str, ...], drawn: str) -> AbstractContextManager[Server]:
    return server(script, options, {**store_of(room), "STOCK": drawn})


def _warm(process: Server, room: Room, page: str) -> Browser:
    """A browser on *page*, after some refreshes; the first page of a server is its front page."""
    query = f"seat={room.token}"
    Browser(process.port, "", query).close()
    browser = Browser(process.port, page, query)
    for _ in range(WARM):
        room.step()
        browser.refresh()
    return browser


def _refreshed(
    room: Room, process: Server, browser: Browser, moves: bool, refreshes: int, every_s: float
) -> tuple[float, list[Refresh]]:
    """CPU seconds of the server, and the refreshes, *every_s* apart; the hub *moves* in between or not."""
    browser.refresh()
    began, before_s, found = process.cpu_s(), time.monotonic(), []
    for _ in range(refreshes):
        due_s = time.monotonic() + every_s
        if moves:
            room.step()
        found.append(browser.refresh())
        time.sleep(max(0.0, due_s - time.monotonic()))
    spent, lasted = process.cpu_s() - began, time.monotonic() - before_s
    return max(0.0, spent - _idle_share(process, min(IDLE_S, lasted)) * lasted), found


def _idle_share(process: Server, watched_s: float) -> float:
    """The share of a processor that the server takes with its pages open and nobody asking, *watched_s* long."""
    began, before_s = process.cpu_s(), time.monotonic()
    time.sleep(watched_s)
    return (process.cpu_s() - began) / (time.monotonic() - before_s)


def _together(room: Room, browsers: int, seconds: float) -> measure.Row:
    found: list[Refresh] = []
    with server(APP, (), store_of(room)) as live:
        _warm(live, room, "live_map").close()
        open_pages = [Browser(live.port, "live_map", f"seat={room.token}") for _ in range(browsers)]
        began = live.cpu_s()
        until_s = time.monotonic() + seconds
        looking = [
            threading.Thread(target=_look, args=(page, until_s, number / browsers, found))
            for number, page in enumerate(open_pages)
        ]
        for thread in looking:
            thread.start()
        while time.monotonic() < until_s:
            room.step()
            time.sleep(0.8)
        for thread in looking:
            thread.join()
        spent = live.cpu_s() - began
        for page in open_pages:
            page.close()
    return _row(TOGETHER, browsers, 1000 * spent / max(1, len(found)), found, 0.0)


def _look(page: Browser, until_s: float, first_s: float, found: list[Refresh]) -> None:
    """One refresh a second, the first after *first_s*."""
    due_s = time.monotonic() + first_s
    while due_s < until_s:
        time.sleep(max(0.0, due_s - time.monotonic()))
        found.append(page.refresh())
        due_s += 1.0


def _row(kind: str, browsers: int, cpu_ms: float, found: list[Refresh], ratio: float) -> measure.Row:
    waited = sorted(one.seconds for one in found)
    return {
        "page": kind,
        "browsers": browsers,
        "refreshes": len(found),
        "cpu_ms": round(cpu_ms, 2),
        "bytes": round(statistics.median(one.bytes for one in found)),
        "wire_bytes": round(statistics.median(one.wire for one in found)),
        "p50_ms": round(1000 * statistics.median(waited), 1),
        "p95_ms": round(1000 * waited[min(len(waited) - 1, int(0.95 * len(waited)))], 1),
        "times_live": round(ratio, 1),
        "budget": BUDGETS[kind],
    }


if __name__ == "__main__":
    main()
