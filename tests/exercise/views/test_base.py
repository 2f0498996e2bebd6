"""A seat that looks: its kind, what it sees, what it may do, and how it names others."""

from __future__ import annotations

import pytest

from tests.exercise.moving import BUSY, play
from tests.exercise.trial import begun
from twin.core.errors import BadInput
from twin.exercise.views import view
from twin.exercise.views.base import ALL_VIEWS, Sight, seconds


def test_a_player_sees_what_its_role_says() -> None:
    """Those who judge see all, those who look on the inbox and the numbers."""
    engine = begun()
    assert Sight(engine, "desk").sees == ("inbox",)
    assert Sight(engine, "evaluator").sees == ALL_VIEWS
    assert Sight(engine, "projector").sees == ("inbox", "kpis")


def test_a_player_may_order_responses_and_others_give_commands() -> None:
    """As the page needs to know it."""
    engine = begun()
    assert "isolate_device" in Sight(engine, "soc").may
    assert "finish" in Sight(engine, "facilitator").may
    assert "finish" not in Sight(engine, "cofacilitator").may
    assert Sight(engine, "observer").may == ("join", "leave")


def test_kinds_of_seats() -> None:
    """Who plays, who leads, who judges."""
    kinds = {seat: Sight(begun(), seat) for seat in ("soc", "cofacilitator", "evaluator", "observer")}
    assert [(each.plays, each.leads, each.judges) for each in kinds.values()] == [
        (True, False, False), (False, True, True), (False, False, True), (False, False, False),
    ]  # fmt: skip


def test_times_and_names_are_as_people_say_them() -> None:
    """The hub's time of day; a role's title; a playbook by its own name."""
    sight = Sight(begun(), "soc")
    assert (sight.clock(3_723_000_000), seconds(1_500_000)) == ("09:02:03", 1.5)
    assert [sight.title(seat) for seat in ("ic", "facilitator", "by-the-book", "")] == [
        "Commander", "Facilitator", "by-the-book", "",
    ]  # fmt: skip


def test_whoever_is_named_to_people_is_named_by_title() -> None:
    """Beside each id of a seat stands what people call it: in messages, acts, questions, cards, orders and injects."""
    engine = begun()
    play(engine, BUSY)
    seen = view(engine, "facilitator")
    ids = {role.id for role in engine.exercise.roles} | {"facilitator", "cofacilitator", "evaluator", "all"}
    named = {each["by"] for part in ("log", "asks", "answers", "notes") for each in seen[part]}
    named |= {each["by_title"] for each in seen["measures"]} | {each["approver"] for each in seen["cards"]}
    named |= {name for each in (*seen["inbox"], *seen["msel"]) for name in each["to_titles"]}
    named |= {name for each in seen["pending"] for name in each["waits_for_titles"]}
    assert {"Analyst", "Commander", "Desk", "Facilitator", "everybody"} <= named
    assert not named & ids


@pytest.mark.parametrize("seat", ["nobody", "", "facilitator2"])
def test_no_seat_no_view(seat: str) -> None:
    """A wrong name is refused, and the nearest named."""
    with pytest.raises(BadInput, match="no seat"):
        view(begun(), seat)
