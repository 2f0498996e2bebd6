"""Stopping and travelling: V13, V14 and V15, by the functions that the plant plans with and by a robot on a lane.

A robot of a run moves in steps of half a second. Speeding up it keeps to the closed form at every step, exactly where
top speed is a whole number of steps away. A braking robot comes to its stand within a step, which adds at most
``b dt^2 / 8`` to its way. At the end of its way it brakes within its last cell; so a whole trip may be quicker than the
trapezoid by the time that slow braking costs, ``v / (2 b)``, and is late by a step at most.

Sources: elementary kinematics; stopping distance as in ISO 13855:2024 and ISO 3691-4:2023.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from twin.lab.verify.base import Case, Finding, Input, Inputs, at_most, exact
from twin.lab.verify.hall import Hall
from twin.plant.motion import TICK_S, TICK_US, travel_time_s
from twin.plant.robots import Hold, Stage
from twin.plant.safety import stopping_distance_m
from twin.plant.spec import FleetSpec, FloorSpec, PeopleSpec

_TIGHT = 1e-9
_START = 2
"""Row of the lane on which a robot starts."""
_LONGEST = 60


def trapezoid_s(distance_m: float, speed_mps: float, acceleration_mps2: float) -> float:
    """Time from stand to stand, by integrating the profile of speed: up, along, down."""
    peak = min(speed_mps, sqrt(distance_m * acceleration_mps2))
    return 2.0 * peak / acceleration_mps2 + (distance_m - peak * peak / acceleration_mps2) / speed_mps


def way_speeding_up_m(time_s: float, speed_mps: float, acceleration_mps2: float) -> float:
    """Way from a stand after *time_s* on a lane without an end."""
    ramp_s = min(time_s, speed_mps / acceleration_mps2)
    return acceleration_mps2 * ramp_s * ramp_s / 2.0 + speed_mps * (time_s - ramp_s)


class Trip(NamedTuple):
    """A robot on a straight lane, and the hall around it."""

    hall: Hall

    def step(self) -> tuple[float, float]:
        """Half a second; way from the start, and speed, after it."""
        robots = self.hall.fleet.robots
        self.hall.run_until((self.hall.fleet.tick + 1) * TICK_US + 1)
        return float(robots.y_m[0]) - _START, float(robots.speed_mps[0])

    def stands_at(self, distance_m: int) -> bool:
        """Whether it stands *distance_m* up the lane."""
        robots = self.hall.fleet.robots
        return int(robots.cell[0]) == self.hall.floor.cell(0, _START + distance_m) and robots.speed_mps[0] == 0.0


def trip(speed_mps: float, acceleration_mps2: float, braking_mps2: float, distance_m: int) -> Trip:
    """A robot that stands on a lane and is about to set out for a bay beside it, *distance_m* ahead."""
    length = _START + max(distance_m, _LONGEST) + 6
    floor = FloorSpec(width_m=12, height_m=length, cross_every_m=40, pick_stations=1, chargers=0)
    fleet = FleetSpec(
        count=1,
        speed_empty_mps=speed_mps,
        speed_loaded_mps=speed_mps,
        acceleration_mps2=acceleration_mps2,
        braking_mps2=braking_mps2,
        emergency_mps2=braking_mps2,
        mtbf_h=100_000,
    )
    hall = Hall(floor, fleet, PeopleSpec(walkers=0), 1)
    robots, places = hall.fleet.robots, hall.floor
    robots.stand_at(0, places.cell(0, _START))
    robots.want[0] = places.cell(0, _START + 1)
    robots.goal[0], robots.goal_lane[0] = places.cell(1, _START + distance_m), places.cell(0, _START + distance_m)
    robots.goal_edge[0] = places.edge[robots.goal_lane[0]]
    robots.enter(0, Stage.PARKING)
    started = Trip(hall)
    started.step()
    return started


def drive_s(speed_mps: float, acceleration_mps2: float, distance_m: int) -> float:
    """Time (s) that a robot needs from stand to stand over *distance_m* of lane."""
    driven, steps = trip(speed_mps, acceleration_mps2, acceleration_mps2, distance_m), 0
    while not driven.stands_at(distance_m):
        driven.step()
        steps += 1
    return steps * TICK_S


def braked_m(speed_mps: float, braking_mps2: float) -> float:
    """Way (m) of a robot at *speed_mps* from the moment in which somebody steps into its protective field."""
    moving = trip(speed_mps, 5.0, braking_mps2, _LONGEST)
    begun, speed = moving.step()
    while speed < speed_mps:
        begun, speed = moving.step()
    moving.hall.fleet.hold(0, Hold.PROTECTIVE)
    ended = begun
    while speed > 0.0:
        ended, speed = moving.step()
    return ended - begun


class StoppingDistance(Case):
    """V13."""

    title = "Stopping distance: reaction and braking"
    source = "v t_r + v^2 / (2 a): ISO 13855, ISO 3691-4"
    model = "twin.plant.safety.stopping_distance_m, twin.plant.motion.Motion"
    inputs = {
        name: entry
        for row, (speed, braking, reaction) in enumerate(((2.0, 1.0, 0.3), (1.5, 1.0, 0.2), (1.5, 0.5, 0.1)), 1)
        for name, entry in (
            (f"speed_{row}_mps", Input(speed, "m/s", "speed", 0.1, 2.0)),
            (f"braking_{row}_mps2", Input(braking, "m/s2", "braking", 0.1, 5.0)),
            (f"reaction_{row}_s", Input(reaction, "s", "time before it brakes", 0.0, 2.0)),
        )
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """The function that sizes the protective field, and a robot that is braked on its lane."""
        del seed
        found = list[Finding]()
        for row in (1, 2, 3):
            speed, braking, reaction = (inputs[name] for name in _names(row))
            way = speed * reaction + speed * speed / (2.0 * braking)
            about = f"v {speed:g}, a {braking:g}, t_r {reaction:g}"
            found.append(exact(f"distance, {about}", "m", way, stopping_distance_m(speed, braking, reaction), _TIGHT))
            driven = speed * reaction + braked_m(speed, braking)
            step = braking * TICK_S * TICK_S / 8.0 + _TIGHT
            found.append(at_most(f"a robot on its lane, {about}", "m", way, driven, step))
        return found


def _names(row: int) -> tuple[str, str, str]:
    return f"speed_{row}_mps", f"braking_{row}_mps2", f"reaction_{row}_s"


class TravelTime(Case):
    """V14."""

    title = "Travel time: trapezoid, or triangle on a short way"
    source = "d < v^2/a: 2 sqrt(d / a), else d / v + v / a"
    model = "twin.plant.motion.travel_time_s, twin.plant.motion.Motion"
    inputs = {
        "speed_mps": Input(1.5, "m/s", "top speed", 0.1, 2.0),
        "acceleration_mps2": Input(0.5, "m/s2", "speeding up and braking", 0.1, 5.0),
        "distance_1_m": Input(1, "m", "way", 1, 120, whole=True),
        "distance_2_m": Input(4, "m", "way", 1, 120, whole=True),
        "distance_3_m": Input(10, "m", "way", 1, 120, whole=True),
        "distance_4_m": Input(50, "m", "way", 1, 120, whole=True),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """The function, a robot that speeds up, and whole trips."""
        del seed
        speed, acceleration = inputs["speed_mps"], inputs["acceleration_mps2"]
        found = list[Finding]()
        for name in (name for name in inputs if name.startswith("distance")):
            way = int(inputs[name])
            expected = trapezoid_s(way, speed, acceleration)
            found.append(exact(f"time for {way} m", "s", expected, travel_time_s(way, speed, acceleration), _TIGHT))
            late = speed / (2.0 * acceleration) + TICK_S
            measured = drive_s(speed, acceleration, way)
            found.append(Finding(f"a robot's trip of {way} m, in steps", "s", expected, measured, late))
        return [*found, *_speeding_up(speed, acceleration)]


def _speeding_up(speed: float, acceleration: float) -> list[Finding]:
    """Way of a robot after 2 and 20 s, exact but for the step in which it reaches its top speed."""
    steps = speed / (acceleration * TICK_S)
    whole = abs(steps - round(steps)) < _TIGHT
    allowed = _TIGHT + (0.0 if whole else acceleration * TICK_S * TICK_S / 8.0)
    moving, found = trip(speed, acceleration, acceleration, _LONGEST), list[Finding]()
    for step in range(1, 41):
        way, _ = moving.step()
        if step in (4, 40):
            expected = way_speeding_up_m(step * TICK_S, speed, acceleration)
            found.append(Finding(f"way {step * TICK_S:g} s after setting out", "m", expected, way, allowed))
    return found


class QuickTravelTime(TravelTime):
    """V15."""

    title = "Travel time with twice the acceleration"
    inputs = {
        name: entry._replace(value=1.0) if name == "acceleration_mps2" else entry
        for name, entry in TravelTime.inputs.items()
        if name != "distance_3_m"
    }
