"""Campaigns in a whole hub: adversaries that choose, performed like everybody's steps."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from tests.tiny_hub import isolate, simulated, step
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.campaigns import hiding
from twin.lab.scenario import Concealed, Step

WORM = step("worm", "worm", "ws-01", 1, way="phishing", services=("ssh", "http"), every_min=0.2, rest_min=0.5)
PLAN = step("plan", "planner", "ws-01", 1, way="phishing", target="gateway-01", goal_parameters={"mode": "drop"})
CREW = step("crew", "staged", "ws-01", 1, way="phishing", profile="insider")
ALL = {"worm": WORM, "plan": PLAN, "crew": CREW}


@cache
def log_of(name: str, policy: str = "flat", window_s: float = 10) -> Log:
    """Half an hour with one adversary."""
    return simulated(ALL[name], policy=policy, minutes=30, window_s=window_s).log


def rows(log: Log, phase: str) -> list[dict[str, Any]]:
    """Rows of the attack table, of one phase."""
    return [row for row in log.records("attack") if row["phase"] == phase]


def held(log: Log) -> list[str]:
    """What fell, in order."""
    return [row["asset"] for row in log.records("compromise") if row["state"] == "compromised"]


@pytest.mark.parametrize("name", ALL)
def test_each_move_is_a_performance_with_its_technique(name: str) -> None:
    """The campaign has a row of its own, its moves are numbered, and none overlaps another."""
    begun = rows(log_of(name), "start")
    assert (begun[0]["step"], begun[0]["attack"]) == (ALL[name].id, ALL[name].kind)
    assert all(row["step"].startswith(f"{name}-") and row["technique"] for row in begun[1:])
    ended = {row["step"]: row["time"] for row in rows(log_of(name), "end")}
    for earlier, later in pairwise(begun[1:]):
        assert ended[earlier["step"]] <= later["time"]


@pytest.mark.parametrize(
    "name", ["worm", *(pytest.param(each, marks=pytest.mark.nightly) for each in ("plan", "crew"))]
)
def test_windows_and_repetition_change_nothing(name: str) -> None:
    """The same digest again, and in windows of a second and of a minute."""
    digest = log_of(name).digest()
    assert {simulated(ALL[name], minutes=30, window_s=window_s).log.digest() for window_s in (1, 10, 60)} == {digest}


@pytest.mark.parametrize("name", ALL)
def test_its_choices_disturb_nobody_else_s_chance(name: str) -> None:
    """Arrivals, breakdowns, doors, people and benign demand are as without it."""
    assert log_of(name).records("exogenous") == simulated(minutes=30).log.records("exogenous")


def test_a_worm_gets_where_the_network_lets_it() -> None:
    """Several hops in a flat hub; nothing but its entry under least privilege."""
    assert len(held(log_of("worm"))) > 3
    assert held(log_of("worm", "microsegmentation")) == ["ws-01"]
    assert [row["outcome"] for row in rows(log_of("worm", "microsegmentation"), "end") if row["step"] == "worm"] == [
        "failed"
    ]


def test_a_planner_gets_to_its_goal_and_is_kept_from_it() -> None:
    """In a flat hub the gateway falls silent; under least privilege it never hears of the adversary."""
    (effect,) = rows(log_of("plan"), "effect_start")
    assert effect["target"] == "gateway-01"
    after = [row for row in log_of("plan").records("reading") if row["time"] > effect["time"] + MINUTE_US]
    gone = {"temp-01", "temp-02", "door", "amps"}
    assert not {row["sensor"] for row in after if row["sensor"].split("-0")[0] in ("temp", "door", "amps")} & gone
    assert rows(log_of("plan", "microsegmentation"), "effect_start") == []


def test_who_loses_the_foothold_has_lost() -> None:
    """Cut off at minute 4 and cleaned, it says nothing more, and the truth book says that it was stopped."""
    log = simulated(WORM, minutes=20, decisions=[isolate("ws-01", 3.6)], clean_min=1).log
    recovered = max(row["time"] for row in log.records("compromise") if row["state"] == "recovered")
    assert not [row for row in log.records("label") if row["delivered"] and row["time"] > recovered]
    assert [row["outcome"] for row in rows(log, "end") if row["step"] == "worm"] == ["stopped"]


def test_it_makes_no_more_moves_than_it_may() -> None:
    """Three: in, a look around, and a knock; it holds its entry only."""
    short = WORM.model_copy(update={"parameters": {**WORM.parameters, "actions": 3}})
    log = simulated(short, minutes=20).log
    assert [row["attack"] for row in rows(log, "start")] == ["worm", "service_port", "port_scan"]
    assert [row["outcome"] for row in rows(log, "end") if row["step"] == "worm"] == ["failed"]


def test_what_it_wins_is_the_campaign_s() -> None:
    """A step on ``won`` begins for each asset that any of its moves takes."""
    fields = {"id": "more", "kind": "port_scan", "on": ("won",), "after": "worm", "parameters": {"only": (22,)}}
    log = simulated(WORM, Step.model_validate(fields), minutes=30).log
    assert {row["target"] for row in rows(log, "start") if row["step"] == "more"} == set(held(log))


def test_what_hides_a_step_keeps_its_trigger_s_forerunner() -> None:
    """Its name says what it hides."""
    plain = step("warm", "gateway_blinding", "gateway-01", 1)
    hidden = hiding(plain, Concealed(on=("gateway-02",), parameters={"manner": "freeze"}))
    assert (hidden.id, hidden.kind, hidden.on, hidden.after) == ("warm-hidden", "concealment", ("gateway-02",), "")
    assert hidden.conceal is None
