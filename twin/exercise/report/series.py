"""How the hub fared over time, from the truth book: late orders, robots at a stand, rooms too warm, assets held.

Each is counted minute by minute from the log. A series in which nothing ever happened is left out, late orders apart.

Source: the definitions of the metrics ``orders_late``, ``assets_compromised`` and ``kelvin_hours``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twin.core.elementary import Floats
from twin.core.log import Array
from twin.core.units import MINUTE_US
from twin.exercise.report.review import Review

STOPPED = "stopped"
_SMOOTH_US = 5 * MINUTE_US


@dataclass(frozen=True)
class Series:
    """One measure over time: times (us) and values at them; ``words`` and ``unit`` stand around a number of it."""

    title: str
    words: str
    times: Array
    values: Floats
    unit: str = ""


def series(review: Review) -> list[Series]:
    """Those that have something to show."""
    grid = np.arange(0, review.run.span_us + 1, MINUTE_US, dtype=np.int64)
    found = [_late(review, grid), _stopped(review), _held(review, grid), *_rooms(review)]
    return [one for one in found if len(one.values) and (one.words == _LATE or float(np.ptp(one.values)) > 0)]


_LATE = "orders late"


def _late(review: Review, grid: Array) -> Series:
    """Orders past their due time that were late when they were done, or are open still."""
    log = review.run.log
    arrived, done = log.since("order_in"), log.since("order_out")
    on_time = done["order"][done["lateness_us"] <= 0]
    due = np.sort(arrived["due"][~np.isin(arrived["order"], on_time)])
    counted = np.searchsorted(due, grid, side="right").astype(np.float64)
    return Series("Orders late so far", _LATE, grid, counted)


def _stopped(review: Review) -> Series:
    """Share of robots that stand where they should not, by sample."""
    rows = review.run.log.since("pose")
    code = review.run.log.truth_names.find(STOPPED)
    times, place, counts = np.unique(rows["time"], return_inverse=True, return_counts=True)
    standing = np.bincount(place, rows["state"] == (-1 if code is None else code), minlength=len(times))
    which, bins = np.unique(times // _SMOOTH_US, return_inverse=True)
    share = 100.0 * np.bincount(bins, standing) / np.maximum(1.0, np.bincount(bins, counts))
    return Series("Robots stopped, mean of five minutes, %", "robots stopped", which * _SMOOTH_US, share, " %")


def _held(review: Review, grid: Array) -> Series:
    """Assets that the attacker holds."""
    changes = sorted((row["time"], row["state"] == "compromised", row["asset"]) for row in review.tables["compromise"])
    held: set[str] = set()
    counts = []
    for _, fell, asset in changes:
        (held.add if fell else held.discard)(asset)
        counts.append(float(len(held)))
    place = np.searchsorted(np.array([time for time, _, _ in changes], dtype=np.int64), grid, side="right")
    values = np.array([0.0, *counts])[place]
    return Series("Assets that the attacker holds", "assets held by the attacker", grid, values)


def _rooms(review: Review) -> Iterator[Series]:
    """The room whose product came furthest out of its limits."""
    rows = review.run.log.since("room")
    names = review.run.log.truth_names
    worst: Series | None = None
    for room in review.run.site.plant.rooms:
        mine = rows["room"] == names.find(room.name)
        product = rows["product_c"][mine]
        over = np.maximum(0.0, np.maximum(product - room.limit_high_c, room.limit_low_c - product))
        if len(over) and (worst is None or over.max() > worst.values.max()):
            title = f"{room.name}: product beyond its limits, K"
            worst = Series(title, f"{room.name} beyond its limits", rows["time"][mine], over, " K")
    if worst is not None and worst.values.max() > 0:
        yield worst
