"""A soak: browsers look at the live map for long, and the memory of the server's process is watched.

Growth is the slope of a straight line (least squares) through the process's memory, sampled every two seconds after the
first third, in MB an hour and browser. Budget: 1 MB an hour a browser.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import measure
import numpy as np
from browsers import Browser
from live_room import REPO, Room, Server, server, store_of

SAMPLE_S = 2.0
BUDGET_MB = 1.0


class Grown(NamedTuple):
    """Memory at the end (MB), its slope (MB an hour a browser), and how many refreshes there were."""

    rss_mb: float
    mb_per_h_browser: float
    refreshes: int


def main(argv: Sequence[str] | None = None) -> None:
    """Soak for as long as asked."""
    parser = measure.arguments("memory of the app's server while browsers look at the live map", repeats=1)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long")
    parser.add_argument("--browsers", type=int, default=10, help="browsers at once")
    parser.add_argument("--robots", type=int, default=20, help="robots on the small hub's floor")
    asked = parser.parse_args(argv)
    found = soaked(asked.minutes, asked.browsers, asked.robots)
    row = {"minutes": asked.minutes, "browsers": asked.browsers, **found._asdict(), "budget": BUDGET_MB}
    measure.show("soak", [row], as_json=asked.json)


def soaked(minutes: float, browsers: int, robots: int = 20) -> Grown:
    """How the server's memory grew while *browsers* looked on for *minutes*, one refresh a second each."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), "small", robots)
        with server(REPO / "dashboards" / "app.py", (), store_of(room)) as live:
            Browser(live.port, "", f"seat={room.token}").close()
            pages = [Browser(live.port, "live_map", f"seat={room.token}") for _ in range(browsers)]
            counts = [0] * browsers
            until_s = time.monotonic() + 60 * minutes
            looking = [
                threading.Thread(target=_look, args=(page, until_s, counts, number))
                for number, page in enumerate(pages)
            ]
            for thread in looking:
                thread.start()
            samples = _watched(room, live, until_s)
            for thread in looking:
                thread.join()
            for page in pages:
                page.close()
    late = samples[len(samples) // 3 :]
    hours, memory = np.array(late).T
    slope = float(np.polynomial.Polynomial.fit(hours, memory, 1).convert().coef[1])
    return Grown(round(memory[-1], 1), round(slope / browsers, 3), sum(counts))


def _watched(room: Room, live: Server, until_s: float) -> list[tuple[float, float]]:
    """Hours and MB, while the hub goes on."""
    found = []
    while time.monotonic() < until_s:
        room.step()
        found.append((time.monotonic() / 3600, live.rss_mb()))
        time.sleep(SAMPLE_S)
    return found


def _look(page: Browser, until_s: float, counts: list[int], number: int) -> None:
    while time.monotonic() < until_s:
        began = time.monotonic()
        page.refresh()
        counts[number] += 1
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


if __name__ == "__main__":
    main()
