"""Mean distances on a floor: V33, and what one-way lanes add to them.

Points come from the lab's own uniform draws and from the places of its own floor plan; distances are rectilinear. A
robot that keeps to one-way lanes never drives less than that, and on average it drives more.

Sources: R. C. Larson, A. R. Odoni, Urban Operations Research (1981), 3.7: (L + W) / 3 between uniform points.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Streams
from twin.core.elementary import Floats
from twin.lab.verify.base import Case, Finding, Input, Inputs, at_least, exact, stochastic
from twin.plant.floor import Floor
from twin.plant.lanes import Routes, floor_of
from twin.plant.spec import FloorSpec

_REPLICATIONS = 24
_POINTS = 20_000
_PAIRS = 4_000


def _points(seed: int, replication: int, length_m: float, width_m: float) -> Floats:
    """Uniform points, shape (2 ends, 2 axes, points)."""
    names = [f"distance/{replication}/{end}-{axis}" for end in (0, 1) for axis in "xy"]
    streams, number = Streams.of(seed, names, "point"), np.arange(_POINTS)
    found = [
        streams.uniform(np.full(_POINTS, stream), number, 0.0, size)
        for stream, size in enumerate((length_m, width_m, length_m, width_m))
    ]
    return np.array(found).reshape(2, 2, _POINTS)


def _lattice_mean_m(cells: int) -> float:
    """Mean distance of two cells of a row, each chosen alike: (n^2 - 1) / (3 n)."""
    return (cells * cells - 1.0) / (3.0 * cells)


def _mean_over_pairs_m(coordinates: Floats) -> float:
    """Mean of |a - b| over all pairs of *coordinates*, each with itself too."""
    ordered = np.sort(coordinates)
    count = len(ordered)
    weight = 2.0 * np.arange(count) - count + 1.0
    return float((weight * ordered).sum()) * 2.0 / count / count


class MeanDistance(Case):
    """V33."""

    title = "Mean rectilinear distance on a floor"
    source = "R. C. Larson, A. R. Odoni, Urban Operations Research, 3.7"
    model = "twin.core.chance.Streams, twin.plant.floor.Floor, twin.plant.lanes.Routes"
    inputs = {
        "length_m": Input(100, "m", "west to east", 20, 200, whole=True),
        "width_m": Input(60, "m", "south to north", 20, 200, whole=True),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """Uniform points, cells of the floor, and lanes."""
        length, width = inputs["length_m"], inputs["width_m"]
        between, to_station = list[float](), list[float]()
        for replication in range(_REPLICATIONS):
            start, end = _points(seed, replication, length, width)
            between.append(float(np.abs(start - end).sum(axis=0).mean()))
            to_station.append(float((start[0] + np.abs(start[1] - width / 2.0)).mean()))
        floor = floor_of(FloorSpec(width_m=int(length), height_m=int(width)))
        cells = slice(0, floor.cells)
        lattice = _mean_over_pairs_m(floor.x_m[cells]) + _mean_over_pairs_m(floor.y_m[cells])
        expected = _lattice_mean_m(int(length)) + _lattice_mean_m(int(width))
        straight, driven, shorter = _by_lane(floor, seed)
        return [
            stochastic("between uniform points", "m", (length + width) / 3.0, between),
            stochastic("to a station in the middle of the west side", "m", length / 2.0 + width / 4.0, to_station),
            exact("between cells of the floor plan", "m", expected, lattice),
            exact("ways by lane that are shorter than rectilinear", "", 0.0, shorter),
            at_least("mean way by lane between bays", "m", straight, driven),
        ]


def _by_lane(floor: Floor, seed: int) -> tuple[float, float, int]:
    """Mean rectilinear distance and mean way between the doors of random bays, and how many ways were shorter."""
    draws, number = Streams.of(seed, ["distance/start", "distance/goal"], "bay"), np.arange(_PAIRS)
    start, goal = (
        floor.door[floor.bays[draws.integers(np.full(_PAIRS, end), number, 0, len(floor.bays))]] for end in (0, 1)
    )
    straight = np.abs(floor.x_m[start] - floor.x_m[goal]) + np.abs(floor.y_m[start] - floor.y_m[goal])
    driven = Routes(floor).lane_distance_m(start, goal)
    return float(straight.mean()), float(driven.mean()), int((driven < straight).sum())
