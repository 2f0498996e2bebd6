"""Safety: what keeps people and robots apart, and what is counted when it fails.

A person in a robot's **protective field** (:mod:`~twin.plant.protective_field`) makes the robot brake at once, and it
goes on by itself when the field is clear. Around it lies a **warning field**, which is a matter of navigation
software: a robot that knows where it is slows down near people; one whose navigation was tampered with does not, nor
does one that was told people are elsewhere (:mod:`~twin.plant.tags`).

The fleet is looked at every half second, which is longer than a scanner takes. So who will be in an intact field before
the next look counts as in it now: braking never begins later than with a scanner that always looks. A field that was
tampered with has no such favour beyond its response time.

* near miss: the robot drives faster than 0.3 m/s, and centres are nearer than 0.8 m, or bodies are nearer than the
  protective separation distance, which is the way that both go toward each other until the robot stands;
* contact: bodies touch while the robot drives toward the person, its field defeated. The bumper then stops the robot
  for good, and only a person lets it go. A robot that already brakes for somebody does not hit them: they step aside or
  stand still. Nor does one that drives away from who walks up to it from behind.

That nobody is hit by a robot whose field is intact is a law of the model; a breach stops the run.

Sources: ISO 3691-4:2023 (brakes stop within the detection range, speed near people, no restart by itself after a
bumper or an emergency stop); ISO/TS 15066:2016 5.5.4 (speed and separation monitoring: protective separation
distance); the forces of a contact are in :mod:`twin.plant.contact`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from twin.core.chance import Ints
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import SECOND_US, Us
from twin.plant.contact import REGIONS, contact_force_n, limit_speed_mps, region_hit, severity
from twin.plant.neighbours import near_pairs
from twin.plant.people import People
from twin.plant.protective_field import (
    BODIES_M,
    CLEAR_M,
    PERSON_RADIUS_M,
    ROBOT_RADIUS_M,
    ProtectiveFields,
    separation_m,
    stopping_distance_m,
)
from twin.plant.robots import CAUSES, Cause, Hold, Robots, real_numbers, whole_numbers
from twin.plant.tags import WARNING_BACK_M, WARNING_M, WARNING_SIDE_M, Tags, TagShift

__all__ = [
    "PERSON_RADIUS_M", "REGIONS", "ROBOT_RADIUS_M", "Safety", "contact_force_n", "limit_speed_mps",
    "stopping_distance_m",
]  # fmt: skip

NEAR_M = 0.8
NEAR_MPS = 0.3
"""Near misses count above this speed; it is also the speed in the warning field."""
ENCOUNTER_US: Us = 10 * SECOND_US
"""Two events of one robot and person nearer in time than this are one encounter."""
LOOK_S = 0.5
"""From one look to the next: the fleet's step."""
_CROWD = 24
"""Pairs near each other from which array work on them is quicker (measured)."""
_FEW = 200
"""Pairs of any robot and person up to which no array is used: quicker at 80 pairs (measured), the limit a judgement."""
_CREEP_MPS = 0.05
_TOUCHING_M = 1e-9
_PROTECTIVE = int(Hold.PROTECTIVE)
_BRAKES = int(Hold.PROTECTIVE | Hold.EMERGENCY)


Near: TypeAlias = tuple[list[int], list[tuple[int, int, float, float]]]


class Meeting(NamedTuple):
    """A robot and a person close to it, as the robot sees them: ahead and to the left (m), and how that changes (m/s).

    ``walks_mps`` is how fast the person walks the robot's way.
    """

    robot: int
    person: int
    ahead_m: float
    side_m: float
    ahead_mps: float
    side_mps: float
    walks_mps: float


class Safety:
    """Looks, after every step, at each pair of a robot on the lanes and a person in the field.

    ``slow`` lists the robots that drive slowly because of a person; ``fields`` are the protective fields;
    ``on_contact(robot)`` is called when somebody was hit. From ``crowd`` pairs on, pairs are array work; where there
    are no more than ``few`` pairs of any robot and person, nothing is.
    """

    def __init__(self, robots: Robots, people: People, log: Log, crowd: int = _CROWD, few: int = _FEW) -> None:
        self._crowd = crowd
        self._pairs = self._each_with_each if robots.count * people.count <= few else self._nearest
        self._robots, self._people, self._log = robots, people, log
        self._codes = log.truth_names.codes(robots.names)
        self._incident = {word: log.truth_names.code(word) for word in ("protective_stop", "near_miss", "contact")}
        self._cause = [log.truth_names.code(word) for word in CAUSES]
        spec = robots.spec
        self.fields = ProtectiveFields(spec, robots.count)
        self.tags = Tags()
        self.on_contact: Callable[[int], None] = _nobody_listens
        self.slow: list[int] = []
        self._gains_mps = spec.acceleration_mps2 * LOOK_S / 2.0
        self._starts_m = self._gains_mps * LOOK_S
        self._corner_s = 0.0 if spec.turn_s > 0.0 else LOOK_S
        top_mps = float(self.fields.band_mps[-1])
        walk_m = LOOK_S * people.speed_mps + max(self._starts_m, self._corner_s * top_mps)
        self._beside_m = max(NEAR_M, BODIES_M + spec.field_margin_m) + CLEAR_M + walk_m
        self._before_m = self._beside_m + float(self.fields.reach_m[-1]) + LOOK_S * (top_mps + self._gains_mps)
        slow_m = self.fields.reach_at_m(NEAR_MPS) + LOOK_S * (NEAR_MPS + self._gains_mps)
        self._before_slow_m = min(self._before_m, self._beside_m + slow_m)
        self._far_m = max(WARNING_M, self._beside_m, self._before_m)
        self._tampered_s = max(0.0, LOOK_S - spec.reaction_s)
        self._seen: dict[tuple[str, int, int], Us] = {}
        self._view()

    def _view(self) -> None:
        robots, people = self._robots, self._people
        self._x, self._y, self._speed = (real_numbers(values) for values in robots.pose)
        self._ux, self._uy = real_numbers(robots.ux), real_numbers(robots.uy)
        self._person_x, self._person_y = (real_numbers(values) for values in people.position_m)
        self._holds, self._after, self._want = (whole_numbers(n) for n in (robots.holds, robots.after, robots.want))
        self._limit, self._top = real_numbers(robots.limit_mps), real_numbers(robots.top_mps)
        self._shift_x, self._shift_y = real_numbers(robots.shift_x), real_numbers(robots.shift_y)

    def step(self, now_us: Us) -> None:
        """Count what happened up to *now_us*, and decide who brakes or slows down in the next step."""
        self._people.move_to(now_us)
        slow, guarded = list[int](), list[int]()
        if len(self._people.crossing):
            slow = self._look(now_us, guarded)
        if self.tags.shift is not None:
            slow = self._told(self.tags.shift)
        self.fields.mended.clear()
        if slow or self.slow:
            self._slow_down(slow)
        if guarded or self._robots.protected:
            self._guard(guarded, now_us)

    def _look(self, now_us: Us, guarded: list[int]) -> list[int]:
        """Who drives slowly for a person; who must brake goes to *guarded*."""
        near, close = self._pairs()
        for one, other, ahead_m, side_m in close:
            spare_m = 0.0 if self._holds[one] & _PROTECTIVE else CLEAR_M
            before_m = (self._before_m if self._speed[one] > NEAR_MPS else self._before_slow_m) - spare_m
            if abs(side_m) <= self._beside_m - spare_m and ahead_m <= before_m:
                self._come_close(self._meeting(one, other, ahead_m, side_m), now_us, guarded)
        return [one for one in sorted(set(near)) if self._shift_x[one] == self._shift_y[one] == 0.0]

    def _nearest(self) -> Near:
        """:meth:`_many` for all who may matter: looks at those who are near."""
        robots, people = self._robots, self._people
        under_way = (robots.after + robots.want > -2).nonzero()[0]
        row, column = near_pairs(
            robots.pose[:2].take(under_way, axis=1), people.position_m.take(people.crossing, axis=1), self._far_m
        )
        if not len(row):
            return [], []
        robot, person = under_way.take(row), people.crossing.take(column)
        return (self._many if len(row) >= self._crowd else self._few)(robot, person)

    def _each_with_each(self) -> Near:
        """:meth:`_nearest` where there are few of both."""
        x, y, after, want, far_m = self._x, self._y, self._after, self._want, self._far_m
        near, close = list[int](), list[tuple[int, int, float, float]]()
        places = [(n, x[n], y[n]) for n in range(len(after)) if after[n] >= 0 or want[n] >= 0]
        for other, east, north in self._people.crossing_m():
            for one, robot_x, robot_y in places:
                if -far_m <= (dy_m := north - robot_y) <= far_m and -far_m <= (dx_m := east - robot_x) <= far_m:
                    self._place(one, other, (dx_m, dy_m), near, close)
        return near, close

    def _told(self, shift: TagShift) -> list[int]:
        """Who drives slowly for a tag, wherever the person is who wears it."""
        robots, people = self._robots, self._people
        under_way = (robots.after + robots.want > -2).nonzero()[0]
        seen = np.stack([each.take(under_way) for each in (robots.x_m, robots.y_m, robots.ux, robots.uy)])
        near = under_way[self.tags.near(shift, seen, people.position_m.take(people.crossing, axis=1))]
        return [one for one in near.tolist() if self._shift_x[one] == self._shift_y[one] == 0.0]

    def _few(self, robot: Ints, person: Ints) -> Near:
        """:meth:`_many` for few pairs, one by one."""
        x, y, person_x, person_y = self._x, self._y, self._person_x, self._person_y
        near, close = list[int](), list[tuple[int, int, float, float]]()
        for one, other in zip(robot.tolist(), person.tolist(), strict=True):
            self._place(one, other, (person_x[other] - x[one], person_y[other] - y[one]), near, close)
        return near, close

    def _place(
        self, one: int, other: int, away_m: tuple[float, float],
        near: list[int], close: list[tuple[int, int, float, float]],
    ) -> None:  # fmt: skip
        """Add *one* to *near*, and the pair to *close*, where *other*, east and north *away_m* of it, makes it so."""
        (dx_m, dy_m), east, north, beside_m = away_m, self._ux[one], self._uy[one], self._beside_m
        ahead_m, side_m = dx_m * east + dy_m * north, dy_m * east - dx_m * north
        if -WARNING_SIDE_M <= side_m <= WARNING_SIDE_M and -WARNING_BACK_M < ahead_m <= WARNING_M:
            near.append(one)
        if -beside_m <= side_m <= beside_m and -beside_m <= ahead_m <= self._before_m:
            close.append((one, other, ahead_m, side_m))

    def _many(self, robot: Ints, person: Ints) -> Near:
        """Robots with a person in their warning field; and the pairs that are close, ahead and to the left (m)."""
        robots, people = self._robots, self._people
        dx_m = people.x_m.take(person) - robots.x_m.take(robot)
        dy_m = people.y_m.take(person) - robots.y_m.take(robot)
        ux, uy = robots.ux.take(robot), robots.uy.take(robot)
        ahead_m, side_m = dx_m * ux + dy_m * uy, dy_m * ux - dx_m * uy
        aside_m = np.abs(side_m)
        near = (aside_m <= WARNING_SIDE_M) & (ahead_m > -WARNING_BACK_M) & (ahead_m <= WARNING_M)
        close = (aside_m <= self._beside_m) & (ahead_m >= -self._beside_m) & (ahead_m <= self._before_m)
        rows = close.nonzero()[0]
        who, whom = robot.take(rows).tolist(), person.take(rows).tolist()
        where = ahead_m.take(rows).tolist(), side_m.take(rows).tolist()
        return robot[near].tolist(), list(zip(who, whom, *where, strict=True))

    def _meeting(self, robot: int, person: int, ahead_m: float, side_m: float) -> Meeting:
        """How the two come nearer, the person going on as before, the robot speeding up."""
        ux, uy = self._ux[robot], self._uy[robot]
        vx_mps, vy_mps = self._people.velocity_mps[person]
        walks_mps = vx_mps * ux + vy_mps * uy
        side_mps = vy_mps * ux - vx_mps * uy
        return Meeting(
            robot, person, ahead_m, side_m, walks_mps - self._speed[robot] - self._gains_mps, side_mps, walks_mps
        )

    def _come_close(self, met: Meeting, now_us: Us, guarded: list[int]) -> None:
        """Count one meeting, and brake for it where the field sees the person."""
        if self._speed[met.robot] > _CREEP_MPS:
            self._count(met, now_us)
        if self._sees(met):
            guarded.append(met.robot)

    def _sees(self, met: Meeting) -> bool:
        """Whether the person is in the protective field now, when nearest, or at the end of the time looked ahead."""
        robot, speed = met.robot, self._speed[met.robot]
        wider_m = CLEAR_M if self._holds[robot] & _PROTECTIVE else 0.0
        if self.fields.sees(robot, speed, wider_m, met.ahead_m, met.side_m):
            return True
        horizon_s = LOOK_S if self.fields.intact[robot] else self._tampered_s
        if self._at(met, horizon_s, met.ahead_mps) or self._at(met, horizon_s, met.walks_mps):
            return True
        closing = met.ahead_m * met.ahead_mps + met.side_m * met.side_mps
        square = met.ahead_mps * met.ahead_mps + met.side_mps * met.side_mps
        nearest_s = -closing / square if square > 0.0 else 0.0
        return 0.0 < nearest_s < horizon_s and self._at(met, nearest_s, met.ahead_mps)

    def _at(self, met: Meeting, time_s: float, ahead_mps: float) -> bool:
        """Whether the person is in the protective field in *time_s*.

        Who stands may turn and set out meanwhile; who needs no time to turn goes round a corner. *ahead_mps* is how the
        distance ahead changes: with the robot's speed, or without it where the robot stops. One that stops drives into
        nobody behind it.
        """
        ahead_m, side_m = met.ahead_m + ahead_mps * time_s, met.side_m + met.side_mps * time_s
        if ahead_m <= 0.0 and ahead_mps == met.walks_mps:
            return False
        speed = self._speed[met.robot]
        wider_m = speed * self._corner_s if speed > 0.0 else self._starts_m
        return self.fields.sees(met.robot, speed, wider_m, ahead_m, side_m)

    def _slow_down(self, slow: list[int]) -> None:
        """Let exactly the robots in *slow* drive slowly."""
        robots = self._robots
        for robot in slow:
            if self._limit[robot] > NEAR_MPS:
                robots.limit(robot, NEAR_MPS)
        for robot in sorted(set(self.slow).difference(slow)):
            robots.limit(robot, self._top[robot])
        self.slow = slow

    def _guard(self, guarded: Sequence[int], now_us: Us) -> None:
        for robot in self._robots.protect(guarded):
            moved = robot in self._robots.protected and self._robots.speed_mps[robot] > _CREEP_MPS
            if moved and self._is_new("protective_stop", robot, -1, now_us):
                self._write("protective_stop", robot, -1, now_us)

    def _count(self, met: Meeting, now_us: Us) -> None:
        """Note a near miss or a contact."""
        away_m = sqrt(met.ahead_m * met.ahead_m + met.side_m * met.side_m)
        if away_m < BODIES_M and met.ahead_m > 0.0:
            self._touch(met, now_us)
        fast = self._speed[met.robot] > NEAR_MPS
        near = fast and away_m < max(NEAR_M, BODIES_M + self._separation_m(met, away_m))
        if near and self._is_new("near_miss", met.robot, met.person, now_us):
            self._write("near_miss", met.robot, met.person, now_us)

    def _separation_m(self, met: Meeting, away_m: float) -> float:
        """How near (m) the two may come at their speeds toward each other."""
        spec, away_m = self._robots.spec, max(away_m, _TOUCHING_M)
        robot_mps = max(0.0, self._speed[met.robot] * met.ahead_m / away_m)
        person_mps = max(0.0, -(met.walks_mps * met.ahead_m + met.side_mps * met.side_m) / away_m)
        return separation_m(robot_mps, person_mps, spec.emergency_mps2, spec.reaction_s)

    def _touch(self, met: Meeting, now_us: Us) -> None:
        """The robot drives into the person: a contact where its field is defeated, and else it must be braking."""
        robot, walker = met.robot, met.person
        if self._defeated(robot):
            if self._is_new("contact", robot, walker, now_us):
                self._write("contact", robot, walker, now_us, region_hit(met.walks_mps > 0.0))
                self.on_contact(robot)
        elif not self._holds[robot] & _BRAKES:
            name, person = self._robots.names[robot], self._people.names[walker]
            detail = f"it hits {person} at {float(self._robots.speed_mps[robot]):.2f} m/s, its field intact"
            raise InvariantBroken("no contact unless a protective field is defeated", name, now_us, detail)

    def _defeated(self, robot: int) -> bool:
        """Whether the field of *robot* was defeated at any time since the last look."""
        return not self.fields.intact[robot] or robot in self.fields.mended

    def _is_new(self, word: str, robot: int, walker: int, now_us: Us) -> bool:
        """Whether this begins an encounter: the pair has not met for a while."""
        last = self._seen.get((word, robot, walker), -ENCOUNTER_US)
        self._seen[word, robot, walker] = now_us
        return now_us - last >= ENCOUNTER_US

    def _write(self, word: str, robot: int, walker: int, now_us: Us, region: str = "") -> None:
        robots = self._robots
        lost = bool(robots.shift_x[robot] or robots.shift_y[robot]) or self._defeated(robot)
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
            severity=severity(speed, float(robots.mass_kg[robot]), REGIONS[region or "chest"]),
            cause=self._cause[Cause.ATTACK if lost else Cause.NONE],
            region=region,
        )


def _nobody_listens(robot: int) -> None:
    """Until the fleet does."""
