"""The planner: a goal, the cheapest way that is known, and another one when it fails."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.attacks.adversaries.hidden import Facts, Hidden, performed, played
from twin.attacks.adversaries.base import Campaign, Move, Pause
from twin.attacks.adversaries.knowledge import Knowledge
from twin.attacks.adversaries.planner import MANNERS, Planner
from twin.core.chance import Stream

GOAL = Planner(target="host-11", goal="gateway_blinding", goal_parameters={"mode": "drop"})
STRAIGHT: Facts = {
    ("reach", "host-00", "host-11"): True, ("open", "host-11", "22"): True, ("factory", "host-11"): True,
}  # fmt: skip
ROUND: Facts = {
    ("near", "host-00", "host-05"): True, ("reach", "host-00", "host-05"): True, ("open", "host-05", "22"): True,
    ("factory", "host-05"): True, ("reach", "host-05", "host-11"): True, ("open", "host-11", "22"): True,
    ("factory", "host-11"): True,
}  # fmt: skip


def moves(planner: Planner, fixed: Facts) -> tuple[list[tuple[str, str, tuple[str, ...]]], str]:
    """Kind, source and targets of each move in a world where only *fixed* is so."""
    chosen, result, _ = played(planner, Hidden(1, fixed, true_of_eight=0), "host-00")
    return [(c.kind, c.src, c.targets) for c in chosen if isinstance(c, Move)], result


def test_it_goes_straight_where_that_works() -> None:
    """Knock, log in, do what it came for, there."""
    made, result = moves(GOAL, STRAIGHT)
    assert made[1:] == [
        ("port_scan", "host-00", ("host-11",)),
        ("default_credentials", "host-00", ("host-11",)),
        ("gateway_blinding", "host-11", ("host-11",)),
    ]
    assert result == "success"


def test_it_goes_round_where_the_straight_way_is_silent() -> None:
    """The target does not answer from here; the next host does, and from there the target answers."""
    made, result = moves(GOAL, ROUND)
    logins = [(src, targets) for kind, src, targets in made if kind == "default_credentials"]
    assert logins == [("host-00", ("host-05",)), ("host-05", ("host-11",))]
    assert result == "success"


def test_it_gives_up_when_no_way_is_left() -> None:
    """Nothing answers, and each way has been tried once."""
    made, result = moves(GOAL, {("near", "host-00", "host-05"): True})
    assert result == "failed"
    assert len({(src, targets) for _, src, targets in made}) == len(made)


def test_a_stealthy_one_asks_one_at_a_time_and_waits() -> None:
    """One target a knock, a pause before each, the rate of its manner; a noisy one asks everybody at once."""
    near: Facts = {("near", "host-00", f"host-{number:02d}"): True for number in range(1, 6)}
    quiet = Planner(target="host-11", manner="stealthy")
    chosen, _, _ = played(quiet, Hidden(1, near, true_of_eight=0), "host-00")
    knocks = [c for c in chosen if isinstance(c, Move) and c.kind == "port_scan"]
    assert all(len(knock.targets) == 1 for knock in knocks)
    assert {knock.parameters["rate_per_s"] for knock in knocks} == {MANNERS["stealthy"].rate_per_s}
    assert len([c for c in chosen if isinstance(c, Pause)]) >= len(knocks)
    made, _ = moves(GOAL, near)
    assert len(made[1][2]) == 6


def test_a_stealthy_one_waits_for_working_hours() -> None:
    """At nine in the evening nobody would do that here."""
    waited = {}
    for hour in (9.0, 21.0):
        world = Hidden(1, STRAIGHT, true_of_eight=0)
        campaign = Campaign(("host-00",), Knowledge(hour=hour), Stream.of(1, "a", "b"))
        mind = Planner(target="host-11", manner="stealthy").moves(campaign)
        choice, pauses = next(mind), []
        while not (isinstance(choice, Move) and choice.kind == "port_scan"):
            if isinstance(choice, Pause):
                pauses.append(choice.seconds)
                if choice.seconds == 9 * 3600:
                    campaign.knowledge.hour = 6.0
            choice = mind.send(performed(choice, world, campaign.knowledge, 1))
        waited[hour] = 9 * 3600 in pauses
    assert waited == {9.0: False, 21.0: True}


def test_a_goal_is_an_attack() -> None:
    """The nearest is named."""
    with pytest.raises(ValidationError, match="did you mean gateway_blinding"):
        Planner(goal="gateway_blindng")
