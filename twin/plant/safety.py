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

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.people import People
from twin.plant.robots import CAUSES, Bools, Cause, Robots

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


def stopping_distance_m(speed_mps: Floats | float, braking_mps2: float, reaction_s: float) -> Floats:
    """Way to a stand (m): reaction at full speed, then constant braking."""
    speed = np.asarray(speed_mps, dtype=np.float64)
    return speed * reaction_s + speed * speed / (2.0 * braking_mps2)


def contact_force_n(speed_mps: float, robot_kg: float) -> float:
    """Peak force (N) on a chest hit at *speed_mps* by a robot of *robot_kg* (load included)."""
    reduced_kg = TORSO_KG * robot_kg / (TORSO_KG + robot_kg)
    return float(speed_mps * np.sqrt(reduced_kg * CHEST_N_M))


def limit_speed_mps(robot_kg: float) -> float:
    """The speed (m/s) at which the contact force reaches its limit."""
    return CHEST_LIMIT_N / contact_force_n(1.0, robot_kg)


class Safety:
    """Looks, after every step, at each pair of a robot on the lanes and a person in the field."""

    def __init__(self, robots: Robots, people: People, log: Log) -> None:
        self._robots, self._people, self._log = robots, people, log
        self._codes = log.names.codes(robots.names)
        self._incident = {word: log.code(word) for word in ("protective_stop", "near_miss", "contact")}
        self._cause = [log.code(word) for word in CAUSES]
        self.muted = np.zeros(robots.count, dtype=np.bool_)
        self._slow, self._guarded = (np.zeros(robots.count, dtype=np.bool_) for _ in range(2))
        self._calm = True
        self._seen: dict[tuple[str, int, int], Us] = {}

    def step(self, now_us: Us) -> None:
        """Count what happened up to *now_us*, and decide who brakes or slows down in the next step."""
        self._people.move_to(now_us)
        walkers = self._people.inside.nonzero()[0]
        guarded, slow = (np.zeros(self._robots.count, dtype=np.bool_) for _ in range(2))
        pairs = self._pairs(walkers) if len(walkers) else None
        if pairs is not None and len(pairs[0]):
            robot, walker, ahead, side = pairs
            away = np.sqrt(ahead * ahead + side * side)
            self._count(robot, walker, away, now_us)
            guarded[self._protect(robot, ahead, side, away)] = True
            slow[self._warn(robot, ahead, side)] = True
        elif self._calm:
            return
        self._apply(guarded, slow, now_us)

    def _pairs(self, walkers: Ints) -> tuple[Ints, Ints, Floats, Floats]:
        """Robots on their way and people near them: numbers, and where the person is ahead and aside (m)."""
        robots, people = self._robots, self._people
        under_way = ((robots.after >= 0) | (robots.want >= 0)).nonzero()[0]
        dx = people.x_m[walkers][None, :] - robots.x_m[under_way][:, None]
        dy = people.y_m[walkers][None, :] - robots.y_m[under_way][:, None]
        row, column = (np.maximum(np.abs(dx), np.abs(dy)) <= WARNING_M).nonzero()
        robot, dx, dy = under_way[row], dx[row, column], dy[row, column]
        ux, uy = robots.ux[robot], robots.uy[robot]
        return robot, walkers[column], dx * ux + dy * uy, np.abs(dx * uy - dy * ux)

    def _protect(self, robot: Ints, ahead: Floats, side: Floats, away: Floats) -> Ints:
        """Who has a person in the protective field; once stopped, a robot waits until the person is well away."""
        spec = self._robots.spec
        length = stopping_distance_m(self._robots.speed_mps[robot], spec.braking_mps2, spec.reaction_s)
        reach = _BODIES_M + spec.field_margin_m + _CLEAR_M * self._guarded[robot]
        inside = (ahead > 0.0) & (ahead <= reach + length) & (side <= reach)
        inside |= away <= reach
        protected: Ints = robot[inside & ~self.muted[robot]]
        return protected

    def _warn(self, robot: Ints, ahead: Floats, side: Floats) -> Ints:
        """Who slows down for a person, where the navigation is sound."""
        robots = self._robots
        sound = (robots.shift_x[robot] == 0.0) & (robots.shift_y[robot] == 0.0)
        slow: Ints = robot[sound & (ahead > -WARNING_BACK_M) & (side <= WARNING_SIDE_M)]
        return slow

    def _apply(self, guarded: Bools, slow: Bools, now_us: Us) -> None:
        robots = self._robots
        if np.count_nonzero(self._slow) or np.count_nonzero(slow):
            robots.limit_mps[self._slow] = robots.top_mps[self._slow]
            robots.limit_mps[slow] = np.minimum(NEAR_MPS, robots.top_mps[slow])
        for robot in robots.protect(guarded).tolist():
            moved = guarded[robot] and robots.speed_mps[robot] > _CREEP_MPS
            if moved and self._is_new("protective_stop", robot, -1, now_us):
                self._write("protective_stop", robot, -1, now_us)
        self._slow, self._guarded = slow, guarded
        self._calm = not (np.count_nonzero(slow) or np.count_nonzero(guarded))

    def _count(self, robot: Ints, walker: Ints, away: Floats, now_us: Us) -> None:
        speed = self._robots.speed_mps[robot]
        near = (away < NEAR_M) & (speed > NEAR_MPS)
        touch = (away < _BODIES_M) & self.muted[robot] & (speed > _CREEP_MPS)
        for word, which in (("near_miss", near), ("contact", touch)):
            for pair in which.nonzero()[0].tolist():
                who, whom = int(robot[pair]), int(walker[pair])
                if self._is_new(word, who, whom, now_us):
                    self._write(word, who, whom, now_us)

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
