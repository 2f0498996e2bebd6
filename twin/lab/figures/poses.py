"""Pose samples of a run as arrays, and what standing still in them means.

A robot stands from one sample to the next when it has moved less than 5 cm. It **waits** when it stands on a lane in
state ``moving``: it wants to go and its next place is taken, or a person is in its way. It is **halted** when it stands
there in state ``stopped``: something holds it, and others queue behind it. A stop shorter than the distance of two
samples is not seen, so sums are lower bounds.

Sources: waiting on the way as the measure of congestion follows RAWSim-O (M. Merschformann et al., 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US
from twin.plant.floor import Floor

_STILL_M = 0.05


@dataclass(frozen=True)
class Samples:
    """All pose samples: ``times`` (frames,) in us, ``robots`` (robots,) names, the rest (frames, robots).

    Where a robot has no sample, places (m) and charge (0 to 1) are NaN and the state's code is -1.
    """

    times: Array
    robots: tuple[str, ...]
    x_m: Array
    y_m: Array
    state: Array
    battery: Array
    states: dict[str, int]

    def doing(self, *states: str) -> Array:
        """Which robots are in one of *states* at which sample, shape (frames, robots)."""
        found: Array = np.isin(self.state, [self.states[state] for state in states if state in self.states])
        return found


def samples(log: Log) -> Samples:
    """The pose samples of *log*."""
    rows, texts = log.since("pose"), log.truth_names.texts
    begins = np.flatnonzero(np.diff(rows["time"], prepend=-1))
    frame = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(rows["time"])))
    codes = np.unique(rows["robot"])
    shape = len(begins), len(codes)
    at = frame, np.searchsorted(codes, rows["robot"])

    def laid(column: str, blank: float) -> Array:
        values = np.full(shape, blank, dtype=rows[column].dtype)
        values[at] = rows[column]
        return values

    blanks = {"x_m": np.nan, "y_m": np.nan, "state": -1, "battery": np.nan}
    known = {texts[code]: code for code in np.unique(rows["state"]).tolist()}
    names = tuple(texts[code] for code in codes.tolist())
    return Samples(rows["time"][begins], names, **{n: laid(n, blank) for n, blank in blanks.items()}, states=known)


@dataclass(frozen=True)
class Standing:
    """Robot-minutes on each lane cell, shape (height, width), waiting and halted, and when (us) most robots waited."""

    waiting_min: Array
    halted_min: Array
    worst: int


def still(found: Samples) -> Array:
    """Who stands where it stood one sample earlier, shape (frames - 1, robots)."""
    moved = np.maximum(np.abs(np.diff(found.x_m, axis=0)), np.abs(np.diff(found.y_m, axis=0)))
    stands: Array = moved < _STILL_M
    return stands


def standing(found: Samples, floor: Floor) -> Standing:
    """Where robots waited and stood halted on lanes; all of it between two samples."""
    if len(found.times) < 2:
        nothing = np.zeros((floor.height, floor.width))
        return Standing(nothing, nothing, int(found.times[0]) if len(found.times) else 0)
    x, y = (np.rint(np.nan_to_num(values[1:], nan=-9.0)).astype(np.int64) for values in (found.x_m, found.y_m))
    inside = still(found) & (x >= 0) & (x < floor.width) & (y >= 0) & (y < floor.height)
    cells = np.where(inside, y * floor.width + x, 0)
    inside &= lanes(floor).ravel()[cells]
    lasted = np.broadcast_to(np.diff(found.times)[:, None] / MINUTE_US, inside.shape)
    waiting, halted = inside & found.doing("moving")[1:], inside & found.doing("stopped")[1:]

    def summed(chosen: Array) -> Array:
        minutes = np.bincount(cells[chosen], lasted[chosen], minlength=floor.cells)
        return minutes.reshape(floor.height, floor.width)

    return Standing(summed(waiting), summed(halted), int(found.times[1:][(waiting | halted).sum(axis=1).argmax()]))


def lanes(floor: Floor) -> Array:
    """Which grid cells are lanes, shape (height, width)."""
    found = np.zeros(floor.cells, dtype=np.bool_)
    found[floor.lane_cells()] = True
    return found.reshape(floor.height, floor.width)
