"""The hub as reported: everything in it comes from the observed book, and it is handed nothing else.

Sources: :mod:`twin.core.records`, the tables of the book ``observed``.
"""

from __future__ import annotations

from twin.core.log import Array
from twin.core.units import Us
from twin.exercise.picture.known import Known
from twin.exercise.picture.marks import Marks, numbers
from twin.exercise.picture.robots import Robots
from twin.exercise.picture.rooms import Rooms
from twin.exercise.picture.tail import Rows
from twin.exercise.picture.traffic import Flows, Traffic, links
from twin.lab.build import Built
from twin.plant.sensors import TEMPERATURE


class Reported:
    """What *log*'s observed book says, as sections of pictures."""

    def __init__(self, log: Rows, built: Built, rooms: list[str]) -> None:
        self.built, self.floor = built, built.floor
        robots = [asset.name for asset in built.inventory.of_kind("amr")]
        self.robots = Robots(log, robots, self.floor.width, self.floor.height)
        self.rooms = Rooms(log, rooms, _sensors(built, rooms))
        self.traffic, self.marks = Traffic(log, built), Marks(log)
        self.known = Known(built, self.unseen())

    def update(self, now_us: Us) -> bool:
        """Take in what was sealed; whether more assets are known than before."""
        self.robots.update(now_us)
        self.rooms.update()
        self.traffic.update(now_us)
        self.marks.update()
        unseen = self.unseen()
        grown = len(self.known.inventory.assets) != len(self.built.inventory.assets) - len(unseen)
        if grown:
            self.known = Known(self.built, unseen)
        return grown

    def unseen(self) -> list[str]:
        """Assets that are neither registered nor an end of any flow that a tap wrote."""
        seen = self.traffic.seen
        return [a.name for n, a in enumerate(self.built.inventory.assets) if not a.registered and not seen[n]]

    def marked(self, now_us: Us, known: Known) -> dict[str, Array]:
        """Assets with a recent alert or a response, and zones with one."""
        zones = {zone.name: number for number, zone in enumerate(known.segmentation.zones)}
        return {
            "held": numbers(self.marks.held, known.inventory.index),
            "held_zones": numbers(self.marks.held, zones),
            "alerted": numbers(self.marks.alerted(now_us), known.inventory.index),
        }

    def on_floor(self, now_us: Us, known: Known) -> dict[str, Array]:
        """Responses and alerts that concern robots, by the robot's number."""
        robots = {name: number for number, name in enumerate(known.fleet)}
        return {
            "held": numbers(self.marks.held, robots),
            "alerted": numbers(self.marks.alerted(now_us), robots),
        }

    def sections(self, now_us: Us, flows: Flows) -> dict[str, dict[str, Array]]:
        """The three views."""
        known = self.known
        return {
            "map": {**self.robots.sections(now_us, known.robots), **self.on_floor(now_us, known)},
            "rooms": self.rooms.sections(now_us),
            "network": {
                **self.traffic.sections(flows, known),
                **links(now_us, flows, flows.denied, known),
                **self.marked(now_us, known),
            },
        }


def _sensors(built: Built, rooms: list[str]) -> dict[str, str]:
    """Room of each sensor that measures temperature."""
    sensors = built.inventory.of_kind("sensor")
    return {s.name: s.area for s in sensors if s.traits.get("measures") == TEMPERATURE and s.area in rooms}
