"""Implant: what a port lets in, and what a bus does."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Say, Take, Touch, Wait
from twin.attacks.implant import Implant


def test_on_a_bus_nobody_asks() -> None:
    """It is clamped on, and held."""
    where = foothold("implant-01", "implant-01")
    intents, result = performed(Implant(leg="bus", minutes=1), where, always("delivered", "ok"))
    assert intents == [Wait(60.0), Touch("implant-01", "open", "implant"), Take("implant-01")]
    assert result == "success"


def test_on_the_network_it_asks_for_an_address() -> None:
    """That is the first thing that anybody could hear of it."""
    intents, result = performed(Implant(), foothold("implant-01", "implant-01"), always("denied"))
    assert result == "failed"
    intents, result = performed(Implant(), foothold("implant-01", "implant-01"), always("delivered", "ok"))
    assert isinstance(intents[-1], Say)
    assert (intents[-1].message.service, intents[-1].message.verb) == ("dhcp", "REQUEST")


@pytest.mark.parametrize(
    ("policy", "outcome"), [("flat", "success"), ("zones", "success"), ("microsegmentation", "blocked")]
)
def test_the_policy_says_whether_it_gets_a_link(policy: str, outcome: str) -> None:
    """In a zone it looks like a neighbour; where each pair needs a need it is nobody."""
    log = simulated(step("plug", "implant", "implant-01", 1, minutes=1), policy=policy, minutes=4).log
    assert [row["outcome"] for row in log.records("attack")][-1] == outcome
    assert [row["asset"] for row in log.records("compromise")] == ["implant-01"]
