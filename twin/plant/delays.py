"""Delays: what the time of a visit went into, part by part, so that the parts add up to the whole.

A visit is in one **stay** at a time: it waits for a robot, is on its way, waits at a station, or is worked on. A stay
ends when the next begins, so stays cover the time from the order's arrival without gap or overlap. A closed stay is
split, in whole microseconds:

1. what was blamed on an **attack** while it lasted, then on a **containment**, neither more than the stay;
2. of a wait for a robot, what was put down to **charging** (the mean share of the fleet that was busy with charging
   during the wait: on the way to a charger, in line for one, at one, or on the way from it to a bay), the same measure
   by which such a wait is put down to an attack on part of the fleet; the rest is **assignment**;
3. of a way, as much as the same way takes on empty lanes is **travel** (:mod:`twin.plant.freeway`), and what it took
   longer is **congestion**: standing because the next place is taken, driving slower behind others, waiting for a
   person in the protective field, a breakdown on the way, a detour that began after setting out;
4. a wait for a slot, or in one, is **station**; lifting, picking and setting down are **service**.

Sources: attribution by exclusive parts with a fixed order of precedence as in the time model of ISO 22400-2 (planned,
down and lost times are taken off in turn); the parts themselves are ours.
"""

from __future__ import annotations

from enum import IntEnum

from twin.core.errors import InvariantBroken
from twin.core.units import Us


class Part(IntEnum):
    """What time goes into."""

    ASSIGNMENT = 0
    TRAVEL = 1
    CONGESTION = 2
    STATION = 3
    SERVICE = 4
    CHARGING = 5
    ATTACK = 6
    CONTAINMENT = 7


COLUMNS = tuple(f"{part.name.lower()}_us" for part in Part)
"""Names of the parts in the log."""
_ASSIGNMENT, _TRAVEL, _CONGESTION, _CHARGING, _ATTACK, _CONTAINMENT = (
    int(part) for part in (Part.ASSIGNMENT, Part.TRAVEL, Part.CONGESTION, Part.CHARGING, Part.ATTACK, Part.CONTAINMENT)
)


class Delays:
    """The parts of one visit (microseconds) from *from_us* on; it waits for a robot first."""

    __slots__ = (
        "_attack_us", "_charging_us", "_containment_us", "_free_us", "_marked_us", "_part", "_since_us", "spent_us",
    )  # fmt: skip

    def __init__(self, from_us: Us) -> None:
        self.spent_us = [0] * len(Part)
        self._part, self._since_us, self._free_us = _ASSIGNMENT, from_us, 0
        self._attack_us = self._containment_us = self._charging_us = 0
        self._marked_us = list(self.spent_us)

    @property
    def attack_us(self) -> Us:
        """Blamed on an attack so far."""
        return self.spent_us[_ATTACK] + self._attack_us

    @property
    def containment_us(self) -> Us:
        """Blamed on a containment so far."""
        return self.spent_us[_CONTAINMENT] + self._containment_us

    def blame_attack(self, time_us: Us) -> None:
        """Put *time_us* of the stay down to an attack."""
        self._attack_us += time_us

    def blame_containment(self, time_us: Us) -> None:
        """Put *time_us* of the stay down to a containment."""
        self._containment_us += time_us

    def blame_charging(self, time_us: Us) -> None:
        """Put *time_us* of the wait for a robot down to a fleet that charges."""
        self._charging_us += time_us

    def turn(self, part: int, now_us: Us, free_us: Us = 0) -> None:
        """Close the stay at *now_us* and begin one of *part*; *free_us* is what its way takes on empty lanes."""
        spent_us, rest_us = self.spent_us, now_us - self._since_us
        if self._attack_us or self._containment_us:
            attack_us = min(self._attack_us, rest_us)
            containment_us = min(self._containment_us, rest_us - attack_us)
            spent_us[_ATTACK] += attack_us
            spent_us[_CONTAINMENT] += containment_us
            rest_us -= attack_us + containment_us
            self._attack_us = self._containment_us = 0
        if self._part == _TRAVEL:
            free = min(self._free_us, rest_us)
            spent_us[_TRAVEL] += free
            spent_us[_CONGESTION] += rest_us - free
        elif self._part == _ASSIGNMENT:
            charging_us = min(self._charging_us, rest_us)
            spent_us[_CHARGING] += charging_us
            spent_us[_ASSIGNMENT] += rest_us - charging_us
            self._charging_us = 0
        else:
            spent_us[self._part] += rest_us
        self._part, self._since_us, self._free_us = part, now_us, free_us

    def mark(self) -> None:
        """A robot begins now: what comes after this is lost if it is called off."""
        self._marked_us = list(self.spent_us)

    def lose(self, now_us: Us) -> None:
        """An attack called the robot off at *now_us*: its work since the mark is lost, and the wait begins anew."""
        self.turn(_ASSIGNMENT, now_us)
        for part, marked_us in enumerate(self._marked_us):
            if part not in (_ATTACK, _CONTAINMENT):
                self.spent_us[_ATTACK] += self.spent_us[part] - marked_us
                self.spent_us[part] = marked_us

    def close(self, entity: str, whole_us: Us, now_us: Us) -> dict[str, Us]:
        """The parts by their names in the log; raises unless none is negative and they add up to *whole_us*."""
        self.turn(self._part, now_us)
        if sum(self.spent_us) != whole_us or min(self.spent_us) < 0:
            detail = f"the parts {self.spent_us} are not {whole_us} us"
            raise InvariantBroken("parts of the delay add up to the whole", entity, now_us, detail)
        return dict(zip(COLUMNS, self.spent_us, strict=True))
