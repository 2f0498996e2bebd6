"""The hub as it really is, in the same three views, with what is reported beside it: for those who lead an exercise.

Sources: :mod:`twin.core.records`, the tables of the book ``truth``.
"""

from __future__ import annotations

from twin.core.log import Array
from twin.core.units import Us
from twin.devices.world import World
from twin.exercise.picture import truth
from twin.exercise.picture.known import Known
from twin.exercise.picture.marks import Fallen, numbers
from twin.exercise.picture.reported import Reported
from twin.exercise.picture.tail import Rows
from twin.exercise.picture.traffic import Flows, links


class Truth:
    """What really is, as sections of pictures; *reported* lends what everybody sees beside it."""

    def __init__(self, log: Rows, world: World, reported: Reported, rooms: list[str]) -> None:
        self._reported = reported
        self.known = Known(reported.built)
        self._floor, self._rooms = truth.Floor(log, world.plant), truth.Rooms(log, rooms)
        self._attack, self._fallen = truth.Attack(log), Fallen(log)

    def update(self, now_us: Us) -> None:
        """Take in what was sealed."""
        self._floor.update(now_us)
        self._rooms.update()
        self._attack.update(now_us)
        self._fallen.update()

    def sections(self, now_us: Us, flows: Flows) -> dict[str, dict[str, Array]]:
        """The three views."""
        reported, known, fallen = self._reported, self.known, self._fallen
        seen = reported.robots.sections(now_us, known.robots)
        robots = {name: number for number, name in enumerate(known.fleet)}
        wanted = flows.denied | self._attack.made(flows.flow)
        return {
            "map": {
                **self._floor.sections(now_us),
                "seen_x": seen["robot_x"],
                "seen_y": seen["robot_y"],
                "fallen": numbers(fallen.fallen, robots),
                **reported.on_floor(now_us, known),
            },
            "rooms": {**self._rooms.sections(), "room_setpoint": reported.rooms.setpoints},
            "network": {
                **reported.traffic.sections(flows, known),
                **links(now_us, flows, wanted, known),
                "fallen": numbers(fallen.fallen, known.inventory.index),
                "reached": numbers(fallen.reached, known.inventory.index),
                **reported.marked(now_us, known),
            },
        }
