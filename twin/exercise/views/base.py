"""What every part of a view is made from: the engine, the seat, and what the seat may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from twin.core.units import SECOND_US, Us, format_clock
from twin.exercise.commands import COMMANDS, kind_of_seat
from twin.exercise.commands.base import JUDGES, LEADERS, PLAYER, role_of
from twin.exercise.engine import Engine
from twin.exercise.spec import Exercise, View
from twin.exercise.state import EVERYBODY, State

Plain = dict[str, Any]
"""Values that JSON has."""

ALL_VIEWS: tuple[str, ...] = get_args(View)
WATCHED: tuple[str, ...] = ("inbox", "kpis")
"""What those who only look on see."""

TITLES = {
    "facilitator": "Facilitator", "cofacilitator": "Co-facilitator", "evaluator": "Evaluator", "observer": "Observer",
    "projector": "Projector",
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """One seat that looks at one exercise, now."""

    engine: Engine
    seat: str

    @property
    def state(self) -> State:
        """Where the exercise stands."""
        return self.engine.state

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.engine.exercise

    @property
    def kind(self) -> str:
        """Player, or one of the reserved kinds."""
        return kind_of_seat(self.exercise, self.seat)

    @property
    def leads(self) -> bool:
        """Whether the seat leads the exercise."""
        return self.kind in LEADERS

    @property
    def judges(self) -> bool:
        """Whether the seat knows all: it leads, or evaluates."""
        return self.kind in JUDGES

    @property
    def sees(self) -> tuple[str, ...]:
        """What it sees of the hub and of the table."""
        role = role_of(self.exercise, self.seat)
        if role is not None:
            return role.sees
        return ALL_VIEWS if self.judges else WATCHED

    @property
    def may(self) -> tuple[str, ...]:
        """What it may do: responses that a player may order, or the commands of who does not play."""
        role = role_of(self.exercise, self.seat)
        if role is not None:
            return role.may
        return tuple(name for name, kind in COMMANDS.items() if self.kind in kind.who)

    @property
    def plays(self) -> bool:
        """Whether it is a player's."""
        return self.kind == PLAYER

    def clock(self, us: Us) -> str:
        """The time of day in the hub, ``08:42:10``."""
        return format_clock(self.engine.loaded.inputs.story.starts, us)

    def title(self, seat: str) -> str:
        """What people call a seat, or whoever else acts."""
        role = role_of(self.exercise, seat)
        return role.title if role is not None else TITLES.get(seat, seat)

    def titles(self, seats: Iterable[str]) -> list[str]:
        """What people call *seats*, and all of them together."""
        return ["everybody" if seat == EVERYBODY else self.title(seat) for seat in seats]


def seconds(us: Us) -> float:
    """Seconds of *us*, as JSON has them."""
    return us / SECOND_US
