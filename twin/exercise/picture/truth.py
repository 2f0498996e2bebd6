"""What really is: where robots and people are now, what rooms hold, what happened. For those who lead an exercise.

Places are read from the plant where it stands and change nothing in it; the rest is the truth book's.

Sources: the tables ``pose``, ``room`` and ``incident`` of the truth book; :mod:`twin.plant.fleet`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.devices.world import Plant
from twin.exercise.picture.ground import INCIDENTS
from twin.exercise.picture.heat import Heat
from twin.exercise.picture.lookup import Lookup
from twin.exercise.picture.robots import percent
from twin.exercise.picture.rooms import Curve, degrees
from twin.exercise.picture.tail import Rows, Tail
from twin.lab.replay_frames import STATES, centimetres
from twin.plant.fleet import SAMPLE_US

_STOOD_M = 0.1
_KEPT = 50


class Floor:
    """The robot field as it is."""

    def __init__(self, log: Rows, plant: Plant) -> None:
        self._plant, robots = plant, plant.fleet.robots
        self._poses, self._incidents = Tail(log, "pose"), Tail(log, "incident")
        self._member = Lookup.of(self._poses.names, robots.names)
        self._moving = Lookup.of(self._poses.names, (STATES[1],))
        self._kind = Lookup.of(self._incidents.names, INCIDENTS)
        self._before: Array = np.full((2, robots.count), np.nan)
        self._recent: list[tuple[Us, int, float, float]] = []
        self.heat = Heat(plant.fleet.floor.width, plant.fleet.floor.height)

    def update(self, now_us: Us) -> None:
        """Take in what was sealed since."""
        self._waits(now_us)
        rows = self._incidents.fresh()
        if rows is not None:
            kinds = self._kind[rows["incident"]].tolist()
            found = zip(rows["time"].tolist(), kinds, rows["x_m"].tolist(), rows["y_m"].tolist(), strict=True)
            self._recent += [one for one in found if one[1] >= 0 and np.isfinite(one[2])]
        self._recent = [one for one in self._recent if now_us - one[0] <= MINUTE_US][-_KEPT:]

    def _waits(self, now_us: Us) -> None:
        """Robots that were on their way in two samples running and had not moved."""
        rows = self._poses.fresh()
        if rows is None:
            return
        for sample in np.unique(rows["time"]):
            here = rows["time"] == sample
            member, place = self._member[rows["robot"][here]], np.stack([rows["x_m"][here], rows["y_m"][here]])
            stood = np.abs(place - self._before[:, member]).sum(axis=0) < _STOOD_M
            stood &= self._moving[rows["state"][here]] == 0
            self._before[:, member] = place
            times = np.full(int(stood.sum()), sample)
            self.heat.add(now_us, times, place[0][stood], place[1][stood], SAMPLE_US / SECOND_US)

    def sections(self, now_us: Us) -> dict[str, Array]:
        """Every robot and person, and incidents of the last minute."""
        robots, people = self._plant.fleet.robots, self._plant.people
        times, kinds, x_m, y_m = np.array(self._recent, dtype=np.float64).reshape(-1, 4).T
        return {
            "robot_x": centimetres(robots.x_m),
            "robot_y": centimetres(robots.y_m),
            "robot_state": robots.state.astype(np.uint8),
            "robot_battery": percent(self._plant.fleet.batteries.share),
            "person_x": centimetres(people.x_m),
            "person_y": centimetres(people.y_m),
            "incident_kind": kinds.astype(np.uint8),
            "incident_x": centimetres(x_m),
            "incident_y": centimetres(y_m),
            "incident_ago": ((now_us - times) / SECOND_US).astype(np.uint8),
            **self.heat.sections(),
        }


class Rooms:
    """The rooms *names* as they are: air and product."""

    def __init__(self, log: Rows, names: Sequence[str]) -> None:
        self._tail = Tail(log, "room")
        self._room = Lookup.of(self._tail.names, names)
        self._air_c, self._product_c = np.full(len(names), np.nan), np.full(len(names), np.nan)
        self._curve = Curve(len(names))

    def update(self) -> None:
        """Take in what was sealed since."""
        rows = self._tail.fresh()
        if rows is not None:
            room: Ints = self._room[rows["room"]]
            ours = room >= 0
            self._air_c[room[ours]], self._product_c[room[ours]] = rows["air_c"][ours], rows["product_c"][ours]
            self._curve.add(room[ours], rows["time"][ours], rows["air_c"][ours])

    def sections(self) -> dict[str, Array]:
        """Every room as last sampled."""
        return {
            **self._curve.sections(),
            "room_air": degrees(self._air_c),
            "room_product": degrees(self._product_c),
        }


class Attack:
    """Which flows an attack made."""

    def __init__(self, log: Rows) -> None:
        self._tail = Tail(log, "label")
        self._made: Array = np.zeros(0, dtype=np.uint64)

    def update(self, now_us: Us) -> None:
        """Take in what was sealed since; flows older than two minutes are nobody's any more."""
        rows = self._tail.fresh()
        if rows is not None:
            late = rows["time"] >= now_us - 2 * MINUTE_US
            self._made = np.concatenate([self._made, rows["flow"][late]])[-100_000:]

    def made(self, flows: Array) -> Array:
        """Which of *flows* (identities) the attack made."""
        found: Array = np.isin(flows, self._made)
        return found
