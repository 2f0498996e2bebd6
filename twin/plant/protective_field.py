"""The protective field: what a robot's own scanner watches, and the ways to defeat it.

Each robot has a field of its own, local and independent of every network. A person in it makes the robot brake at
once. It reaches ``v t_r + v^2 / (2 a) + margin`` ahead of the bumper, with the response time *t_r* of the chain and the
emergency deceleration *a*, and the margin all around. A scanner does not compute; it **switches** between sets of
fields by measured speed. A set is made for a band of speed and long enough for the top of its band.

Four ways to defeat it, and a contact needs one: a field that is **scaled** down (its parameters were changed), one that
is **muted**, a **blind** angle, and **overspeed**, where the speed by which fields are switched is understated.

Angles are octants, counted anticlockwise from straight ahead: 0 is ahead to the left, 3 behind to the left, 7 ahead to
the right.

Sources: ISO 3691-4:2023 4.8 (stop before contact in the worst case) and 4.9 (muting, switching of detection means);
response times of 0.1 to 0.3 s and switched fields by speed from safety scanner manuals (SICK microScan3, nanoScan3).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.plant.spec import FleetSpec

ROBOT_RADIUS_M = 0.35
PERSON_RADIUS_M = 0.25
BODIES_M = ROBOT_RADIUS_M + PERSON_RADIUS_M
"""Centres nearer than this: bodies touch."""
CLEAR_M = 0.6
"""How much farther away a person must be before a robot that stopped for them goes on."""
OCTANTS = 8


def stopping_distance_m(speed_mps: float, braking_mps2: float, reaction_s: float) -> float:
    """Way to a stand (m): reaction at full speed, then constant braking."""
    return speed_mps * reaction_s + speed_mps * speed_mps / (2.0 * braking_mps2)


def separation_m(robot_mps: float, person_mps: float, braking_mps2: float, reaction_s: float) -> float:
    """The protective separation distance (m): how far both go toward each other until the robot stands.

    Speeds are those toward each other (m/s), 0 where one moves away (ISO/TS 15066:2016 5.5.4 without its margins).
    """
    stands_s = reaction_s + robot_mps / braking_mps2
    return person_mps * stands_s + stopping_distance_m(robot_mps, braking_mps2, reaction_s)


class FieldParameters(NamedTuple):
    """What a field is set to: scale, share of the speed it is switched by, octants not seen, and whether it sleeps."""

    scale: float = 1.0
    speed_share: float = 1.0
    blind: tuple[int, ...] = ()
    muted: bool = False


class ProtectiveFields:
    """The fields of all robots. ``band_mps`` are the top speeds of the field sets, ``reach_m`` how far each reaches.

    Lists, one entry a robot: ``muted``; ``scale`` of the field, 1 as it should be; ``speed_share`` of the true speed
    by which fields are switched; ``blind``, one bit an octant. ``intact`` says whose field is as it should be, and
    ``mended`` collects whose has become so since somebody last looked.
    """

    def __init__(self, spec: FleetSpec, count: int) -> None:
        self.margin_m = spec.field_margin_m
        top_mps = max(spec.speed_empty_mps, spec.speed_loaded_mps)
        bands = sorted({*(speed for speed in spec.field_bands_mps if speed < top_mps), top_mps})
        self._bands, self.band_mps = bands, np.array(bands)
        ways = [stopping_distance_m(speed, spec.emergency_mps2, spec.reaction_s) for speed in bands]
        self._reach = [way_m + self.margin_m for way_m in ways]
        self.reach_m: Floats = np.array(self._reach)
        self.muted, self.intact = [False] * count, [True] * count
        self.scale, self.speed_share = [1.0] * count, [1.0] * count
        self.blind = [0] * count
        self.mended: set[int] = set()

    def tamper(self, robot: int, scale: float, speed_share: float, blind: Iterable[int]) -> None:
        """Change the field of *robot*: its scale, its idea of speed (shares, 1 is right) and the octants not seen."""
        if not (0.0 <= scale <= 1.0 and 0.0 <= speed_share <= 1.0):
            raise ValueError(f"scale {scale} and share of the speed {speed_share} must lie in 0 to 1")
        octants = set(blind)
        if not octants <= set(range(OCTANTS)):
            raise ValueError(f"blind octants {sorted(octants)} must lie in 0 to {OCTANTS - 1}")
        self.scale[robot], self.speed_share[robot] = scale, speed_share
        self.blind[robot] = sum(1 << octant for octant in octants)
        self._sum_up(robot)

    def mute(self, robot: int, muted: bool) -> None:
        """Put the field of *robot* to sleep, or wake it."""
        self.muted[robot] = muted
        self._sum_up(robot)

    def restore(self, robot: int) -> None:
        """Everything about the field of *robot* is as it should be."""
        self.muted[robot] = False
        self.tamper(robot, 1.0, 1.0, ())

    def sees(self, robot: int, speed_mps: float, wider_m: float, ahead_m: float, side_m: float) -> bool:
        """Whether a person *ahead_m* and to the *side_m* (left is positive) of *robot* is in its field, or so near it.

        *wider_m* is how much wider the field is taken, all around.
        """
        scale = self.scale[robot]
        beside_m = BODIES_M + scale * self.margin_m + wider_m
        around = ahead_m * ahead_m + side_m * side_m <= beside_m * beside_m
        if not around:
            if ahead_m <= 0.0 or abs(side_m) > beside_m:
                return False
            way_m = self.reach_at_m(speed_mps * self.speed_share[robot]) - self.margin_m
            if ahead_m > beside_m + scale * way_m:
                return False
        return scale > 0.0 and not self.muted[robot] and not self.blind[robot] >> octant(ahead_m, side_m) & 1

    def reach_at_m(self, measured_mps: float) -> float:
        """How far the field reaches (m) that is switched on at a measured speed."""
        return self._reach[min(bisect_left(self._bands, measured_mps), len(self._bands) - 1)]

    def _sum_up(self, robot: int) -> None:
        changed = self.scale[robot] != 1.0 or self.speed_share[robot] != 1.0 or self.blind[robot] != 0
        intact = not (self.muted[robot] or changed)
        if intact and not self.intact[robot]:
            self.mended.add(robot)
        self.intact[robot] = intact


def octant(ahead_m: float, side_m: float) -> int:
    """The octant that a place lies in; no angle is computed, and so none is rounded."""
    steep = abs(side_m) > abs(ahead_m)
    if ahead_m >= 0.0:
        return (1 if steep else 0) if side_m >= 0.0 else (6 if steep else 7)
    return (2 if steep else 3) if side_m >= 0.0 else (5 if steep else 4)
