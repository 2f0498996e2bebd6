"""Throughput of a fleet against its size: V35, the curve of a robotic mobile fulfilment system.

A hall with unlimited work: whoever is idle takes the next visit. Few robots do not meet each other, so throughput grows
in proportion; many fill lanes and queues until more robots bring nothing, or cost something.

Sources: T. Lienert, T. Staab, C. Ludwig, J. Fottner, Simulation-based performance analysis in robotic mobile
fulfilment systems (SIMULTECH 2018): linear, then a maximum by blocking; asymptotic bounds: P. J. Denning, J. P. Buzen,
The operational analysis of queueing network models, ACM Computing Surveys 10 (1978).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Streams
from twin.core.elementary import Floats
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.verify.base import Case, Finding, Input, Inputs, at_least, at_most, exact
from twin.lab.verify.hall import Hall
from twin.plant.lanes import floor_of
from twin.plant.spec import FleetSpec, FloorSpec, PeopleSpec
from twin.plant.visit import Visit

_WARM_MIN, _LONG_MIN = 5, 20
_STRAIGHT = 0.99
"""Least share of variance that a line through the origin explains where the fleet is small."""
_FLAT = 1.1
"""Throughput of the largest fleet, against half of it: more than that is not saturated."""
_VISITS_PER_H = 60
"""More visits than a robot can do in an hour."""
_NEVER = 1 << 50


class Throughput(NamedTuple):
    """Visits an hour, and where everybody was at the end (m), shape (2, robots)."""

    per_h: float
    pose_m: Floats


def saturated(floor: FloorSpec, robots: int, service_s: float, seed: int) -> Throughput:
    """Run *robots* with work for everybody, each visit to a pod of its own choice for an exponential service."""
    fleet = FleetSpec(count=robots, mtbf_h=100_000, battery_kwh=100)
    hall = Hall(floor, fleet, PeopleSpec(walkers=0), seed)
    count = robots * _VISITS_PER_H
    visit, bays = np.arange(count), hall.floor.bays
    none = np.zeros(3 * count, dtype=np.int64)
    pods = bays[Streams.of(seed, ["curve"], "pod").integers(none, np.arange(3 * count), 0, len(bays))].reshape(count, 3)
    takes = Streams.of(seed, ["curve"], "service").exponential(none[:count], visit, service_s * SECOND_US)
    hall.offer(
        [
            Visit(number, number, 1, round(took), tuple(bay), 0, _NEVER)
            for number, took, bay in zip(visit.tolist(), takes.tolist(), pods.tolist(), strict=True)
        ]
    )
    hall.run_until(_WARM_MIN * MINUTE_US)
    before = hall.served
    hall.run_until((_WARM_MIN + _LONG_MIN) * MINUTE_US)
    return Throughput((hall.served - before) * 60.0 / _LONG_MIN, hall.fleet.robots.pose[:2].copy())


class Curve(Case):
    """V35."""

    title = "Throughput against fleet size: linear, then saturated"
    source = "T. Lienert et al., SIMULTECH 2018; asymptotic bounds of operational analysis"
    model = "twin.plant.fleet.Fleet, twin.plant.motion.Motion, twin.plant.visits.Visits"
    inputs = {
        "side_m": Input(64, "m", "length and width of the floor", 60, 100, whole=True),
        "least_robots": Input(25, "", "smallest fleet; it is doubled up to the largest", 10, 50, whole=True),
        "most_robots": Input(800, "", "largest fleet", 600, 1600, whole=True),
        "stations": Input(20, "", "pick stations", 10, 30, whole=True),
        "service_s": Input(10.0, "s", "mean service at a station", 5.0, 20.0),
    }

    def refuse(self, inputs: Inputs) -> None:
        """Each robot needs two bays."""
        room = len(floor_of(_floor(inputs)).bays) // 2
        if inputs["most_robots"] > room:
            raise ValueError(f"the floor has room for {room} robots; make it larger, or the largest fleet smaller")

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """The curve, its line, its bounds, and the same again."""
        floor, service_s = _floor(inputs), inputs["service_s"]
        sizes = [int(inputs["least_robots"])]
        while 2 * sizes[-1] < inputs["most_robots"]:
            sizes.append(2 * sizes[-1])
        sizes.append(int(inputs["most_robots"]))
        runs = [saturated(floor, size, service_s, seed) for size in sizes]
        rates = [run.per_h for run in runs]
        slope, fit = _line(sizes[:3], rates[:3])
        again = saturated(floor, sizes[1], service_s, seed)
        most = 3600.0 / service_s * int(inputs["stations"])
        return [
            at_least(f"fit of a line through 0, {sizes[0]} to {sizes[2]} robots", "", _STRAIGHT, fit),
            *(
                at_most(
                    f"visits by {size} robots, of the line and the stations", "1/h", min(slope * size * 1.1, most), rate
                )
                for size, rate in zip(sizes[3:], rates[3:], strict=True)
            ),
            at_most("most robots against half as many, throughput", "", _FLAT, rates[-1] / rates[-2]),
            at_most("most robots, share of their line", "", 0.6, rates[-1] / (slope * sizes[-1])),
            exact(
                "the same seed again: poses, largest difference",
                "m",
                0.0,
                float(abs(again.pose_m - runs[1].pose_m).max()),
            ),
        ]


def _floor(inputs: Inputs) -> FloorSpec:
    side = int(inputs["side_m"])
    return FloorSpec(width_m=side, height_m=side, pick_stations=int(inputs["stations"]), chargers=0)


def _line(sizes: list[int], rates: list[float]) -> tuple[float, float]:
    """Slope of the line through the origin, and the share of variance that it explains."""
    n, rate = np.array(sizes, dtype=np.float64), np.array(rates)
    slope = float((n * rate).sum() / (n * n).sum())
    rest = ((rate - slope * n) ** 2).sum()
    return slope, float(1.0 - rest / ((rate - rate.mean()) ** 2).sum())
