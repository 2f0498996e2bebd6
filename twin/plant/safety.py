"""Safety: what keeps people and robots apart, and what is counted when it fails.

Each robot has a **protective field** of its own, local and independent of every network: a person in it makes the robot
brake at once, and it goes on by itself when the field is clear. Its length covers the way to a stand,
``v t_r + v^2 / (2 b) + margin``. Around it lies a **warning field**, which is a matter of navigation software: a robot
that knows where it is slows down near people; one whose navigation was tampered with does not.

* near miss: centres nearer than 0.8 m while the robot drives faster than 0.3 m/s;
* contact: bodies touch while the robot drives with its field muted. With the field at work the robot is braking by
  then and the person can step aside, so it stays a near miss.

Severity is the force of a quasi-elastic contact over its limit: ``F = v sqrt(mu k)`` with the reduced mass
``mu = m_H m_R / (m_H + m_R)``.

Sources: ISO 3691-4:2023 (brakes stop within the detection range, speed near people); ISO 10218-2:2025 Annex A (model,
chest 25 N/mm and 280 N, torso 40 kg); response times of 0.1 to 0.3 s from safety scanner manuals.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.people import People
from twin.plant.robots import CAUSES, Cause, Robots, real_numbers

TORSO_KG = 40.0
CHEST_N_M = 25_000.0
CHEST_LIMIT_N = 280.0
ROBOT_RADIUS_M = 0.35
PERSON_RADIUS_M = 0.25
NEAR_M = 0.8
NEAR_MPS = 0.3
"""Near misses count above this speed; it is also the speed in the warning field."""
WARNING_M = 5.0
WARNING_SIDE_M = 3.0
WARNING_BACK_M = 2.0
ENCOUNTER_US: Us = 10 * SECOND_US
"""Two events of one robot and person nearer in time than this are one encounter."""
_CREEP_MPS = 0.05
_CLEAR_M = 0.6
_BODIES_M = ROBOT_RADIUS_M + PERSON_RADIUS_M


def stopping_distance_m(speed_mps: float, braking_mps2: float, reaction_s: float) -> float:
    """Way to a stand (m): reaction at full speed, then constant braking."""
    return speed_mps * reaction_s + speed_mps * speed_mps / (2.0 * braking_mps2)


def contact_force_n(speed_mps: float, robot_kg: float) -> float:
    """Peak force (N) on a chest hit at *speed_mps* by a robot of *robot_kg* (load included)."""
    reduced_kg = TORSO_KG * robot_kg / (TORSO_KG + robot_kg)
    return speed_mps * sqrt(reduced_kg * CHEST_N_M)


def limit_speed_mps(robot_kg: float) -> float:
    """The speed (m/s) at which the contact force reaches its limit."""
    return CHEST_LIMIT_N / contact_force_n(1.0, robot_kg)


class Safety:
    """Looks, after every step, at each pair of a robot on the lanes and a person in the field.

    ``slow`` lists the robots that drive slowly because of a person.
    """

    def __init__(self, robots: Robots, people: People, log: Log) -> None:
        self._robots, self._people, self._log = robots, people, log
        self._codes = log.truth_names.codes(robots.names)
        self._incident = {word: log.truth_names.code(word) for word in ("protective_stop", "near_miss", "contact")}
        self._cause = [log.truth_names.code(word) for word in CAUSES]
        self.muted = np.zeros(robots.count, dtype=np.bool_)
        self.slow: list[int] = []
        self._widest_m = max(NEAR_M, _BODIES_M + robots.spec.field_margin_m + _CLEAR_M)
        self._seen: dict[tuple[str, int, int], Us] = {}
        self._x, self._y = real_numbers(robots.x_m), real_numbers(robots.y_m)
        self._ux, self._uy = real_numbers(robots.ux), real_numbers(robots.uy)
        self._speed, self._limit = real_numbers(robots.speed_mps), real_numbers(robots.limit_mps)
        self._top = real_numbers(robots.top_mps)
        self._shift_x, self._shift_y = real_numbers(robots.shift_x), real_numbers(robots.shift_y)
        self._person_x, self._person_y = real_numbers(people.x_m), real_numbers(people.y_m)

    def step(self, now_us: Us) -> None:
        """Count what happened up to *now_us*, and decide who brakes or slows down in the next step."""
        self._people.move_to(now_us)
        guarded: list[int] = []
        slow: list[int] = []
        if len(self._people.crossing):
            for robot, walker in self._near():
                self._look(robot, walker, now_us, guarded, slow)
        if slow or self.slow:
            self._slow_down(slow)
        if guarded or self._robots.protected:
            self._guard(guarded, now_us)

    def _look(self, robot: int, walker: int, now_us: Us, guarded: list[int], slow: list[int]) -> None:
        """One pair: where the person is ahead and aside (m) of the robot, and what follows from it."""
        dx, dy = self._person_x[walker] - self._x[robot], self._person_y[walker] - self._y[robot]
        ux, uy = self._ux[robot], self._uy[robot]
        ahead, side = dx * ux + dy * uy, abs(dx * uy - dy * ux)
        if side > WARNING_SIDE_M or ahead <= -WARNING_BACK_M:
            return
        if side <= self._widest_m:
            away = sqrt(dx * dx + dy * dy)
            if away < NEAR_M:
                self._count(robot, walker, away, now_us)
            if self._protects(robot, ahead, side, away):
                guarded.append(robot)
        if not self._astray(robot):
            slow.append(robot)

    def _near(self) -> zip[tuple[int, int]]:
        """Pairs of a robot on its way and a person in the field who are near each other."""
        people, robots = self._people, self._robots
        crossing = people.crossing
        under_way = (robots.after + robots.want > -2).nonzero()[0]
        dx = people.x_m[crossing] - robots.x_m[under_way][:, None]
        dy = people.y_m[crossing] - robots.y_m[under_way][:, None]
        np.abs(dx, out=dx)
        np.abs(dy, out=dy)
        row, column = (np.maximum(dx, dy, out=dx) <= WARNING_M).nonzero()
        return zip(under_way[row].tolist(), crossing[column].tolist(), strict=True)

    def _protects(self, robot: int, ahead: float, side: float, away: float) -> bool:
        """Whether a person is in the protective field; once stopped, a robot waits until the person is well away."""
        spec = self._robots.spec
        reach = _BODIES_M + spec.field_margin_m + (_CLEAR_M if robot in self._robots.protected else 0.0)
        if away > reach and not (side <= reach and ahead > 0.0):
            return False
        length = stopping_distance_m(self._speed[robot], spec.braking_mps2, spec.reaction_s)
        return (away <= reach or ahead <= reach + length) and not self.muted[robot]

    def _astray(self, robot: int) -> bool:
        return self._shift_x[robot] != 0.0 or self._shift_y[robot] != 0.0

    def _slow_down(self, slow: list[int]) -> None:
        for robot in self.slow:
            if robot not in slow:
                self._robots.limit(robot, self._top[robot])
        for robot in slow:
            if self._limit[robot] > NEAR_MPS:
                self._robots.limit(robot, NEAR_MPS)
        self.slow = slow

    def _guard(self, guarded: list[int], now_us: Us) -> None:
        for robot in self._robots.protect(guarded):
            moved = robot in guarded and self._speed[robot] > _CREEP_MPS
            if moved and self._is_new("protective_stop", robot, -1, now_us):
                self._write("protective_stop", robot, -1, now_us)

    def _count(self, robot: int, walker: int, away: float, now_us: Us) -> None:
        speed = self._speed[robot]
        if speed > NEAR_MPS and self._is_new("near_miss", robot, walker, now_us):
            self._write("near_miss", robot, walker, now_us)
        touch = away < _BODIES_M and self.muted[robot] and speed > _CREEP_MPS
        if touch and self._is_new("contact", robot, walker, now_us):
            self._write("contact", robot, walker, now_us)

    def _is_new(self, word: str, robot: int, walker: int, now_us: Us) -> bool:
        """Whether this begins an encounter: the pair has not met for a while."""
        last = self._seen.get((word, robot, walker), -ENCOUNTER_US)
        self._seen[word, robot, walker] = now_us
        return now_us - last >= ENCOUNTER_US

    def _write(self, word: str, robot: int, walker: int, now_us: Us) -> None:
        robots = self._robots
        lost = bool(robots.shift_x[robot] or robots.shift_y[robot] or self.muted[robot])
        speed = float(robots.speed_mps[robot])
        self._log.one(
            "incident",
            time=now_us,
            incident=self._incident[word],
            robot=int(self._codes[robot]),
            person=int(self._people.codes[walker]) if walker >= 0 else 0,
            x_m=float(robots.x_m[robot]),
            y_m=float(robots.y_m[robot]),
            speed_mps=speed,
            severity=contact_force_n(speed, float(robots.mass_kg[robot])) / CHEST_LIMIT_N,
            cause=self._cause[Cause.ATTACK if lost else Cause.NONE],
        )
