"""Seats: five of every exercise, the rest are players'."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.exercise import commands
from twin.exercise.access.seats import RESERVED, SILENT, kind_of
from twin.exercise.file import read_exercise
from twin.lab.resources import scenario_root


def test_a_seat_is_reserved_or_a_player_s() -> None:
    """The engine knows the same five."""
    assert set(RESERVED) == set(commands.RESERVED)
    assert [kind_of(seat) for seat in (*RESERVED, "soc")] == [*RESERVED, "player"]


def test_who_looks_on_is_known_to_the_engine_as_well() -> None:
    """A silent seat may come and go there, and nothing else; the door and the engine agree."""
    for seat in SILENT:
        may = {name for name, kind in commands.COMMANDS.items() if seat in kind.who}
        assert may == {"join", "leave"}


@pytest.mark.parametrize("name", [*RESERVED, "all"])
def test_no_role_has_the_name_of_a_seat_that_is_always_there(name: str) -> None:
    """Its player would be let in as who leads."""
    text = (scenario_root() / "exercises" / "coffee-machine" / "exercise.yaml").read_text("utf-8")
    with pytest.raises(BadInput, match=f"'{name}' is no role's name"):
        read_exercise(text.replace("  - id: facility\n", f"  - id: {name}\n"))
