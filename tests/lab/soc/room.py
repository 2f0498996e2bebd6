"""The analysts' room: a small world, people before their screens, and alerts that come at minutes."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.answers import one_step
from tests.worlds import small_world
from twin.core.units import MINUTE_US, Us, us
from twin.detectors.base import Alert, Level
from twin.devices.world import World
from twin.lab.choice import Choice
from twin.lab.playbook import Playbook
from twin.lab.response_plan import ResponsePlan
from twin.lab.soc.centre import Soc
from twin.lab.soc.desk import Desk, Ends

MONDAY_US = us(4 * 86_400)
"""Monday, 5 January 1970, 00:00."""
Decision = tuple[float, str, str, str, str]


class Room:
    """A world with analysts; alerts come at minutes, decisions are noted with their minute.

    A decision is in force after half a minute, unless its target is in ``refused``. Time 0 is *wall_us* by the clock.
    """

    def __init__(self, *playbooks: Playbook, wall_us: Us = MONDAY_US, **plan: Any) -> None:
        self.world: World = small_world("zones")
        self.decisions: list[Decision] = []
        self.undone: list[tuple[float, int, str]] = []
        self.undone_by: set[str] = set()
        self.refused: set[str] = set()
        self.flows: dict[int, Ends] = {}
        self._force: set[int] = set()
        given = {"analysts": 1, "triage_min": 5, "triage_cv": 0.001, **plan}
        zone_of, write = self.world.network.segmentation.zone_of, partial(self.world.log.one, "triage")
        desk = Desk(self.world.clock, self.world.inventory, zone_of, write, self.flows.get, wall_us)
        books = playbooks or (one_step("isolate", "isolate_device"),)
        self.soc = Soc(desk, ResponsePlan(playbooks=books, **given), self, 1)
        self._number = 0

    def decide(self, choice: Choice, target: str, by: str, reason: str) -> int:
        """Note it, and settle it half a minute later."""
        self.decisions.append((self.minute, choice.kind, target, by, reason))
        number = len(self.decisions)
        self.world.clock.after(us(30), f"settle/{number}", lambda: self._settle(number, target))
        return number

    def undo(self, number: int, by: str, reason: str) -> None:
        """Note it, and by whom."""
        self._force.remove(number)
        self.undone.append((self.minute, number, reason))
        self.undone_by.add(by)

    def in_force(self, number: int) -> bool:
        """Whether it was settled, and not taken back."""
        return number in self._force

    @property
    def minute(self) -> float:
        """Now."""
        return round(self.world.clock.now_us / MINUTE_US, 1)

    def alert(self, minute: float, entity: str, level: Level = "high", detector: str = "scan", **more: Any) -> None:
        """An alert comes."""
        self._number += 1
        number, alert = self._number, Alert(us(60 * minute), entity, more.pop("technique", "T0846"), level, "x", **more)
        self.world.clock.at(alert.time_us, f"alert/{number:05d}", lambda: self.soc.take(number, detector, alert))

    def close(self, minute: float, entity: str) -> None:
        """The entity is cleaned."""
        self.world.clock.at(us(60 * minute), "close", lambda: self.soc.close(entity))

    def run(self, minutes: float = 300) -> list[dict[str, Any]]:
        """Run, and give the rows of triage."""
        self.world.clock.run_until(us(60 * minutes))
        self.world.log.seal(us(60 * minutes) + 1)
        return self.world.log.records("triage")

    def _settle(self, number: int, target: str) -> None:
        applied = target not in self.refused
        if applied:
            self._force.add(number)
        self.soc.settled(number, applied)
