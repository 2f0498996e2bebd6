"""The director beyond a win: other ends, names of one's own, states, and what hides a step."""

from __future__ import annotations

import pytest

from tests.lab.worlds import Scripted, a_step, built, directed, phases, run_to, scripted
from twin.attacks.base import Effect, Result, Wait
from twin.core.units import MINUTE_US
from twin.lab.scenario import Concealed, State

WORDS = ("won", "failed", "any")


@pytest.fixture
def attacks(monkeypatch: pytest.MonkeyPatch) -> dict[str, type[Scripted]]:
    """The attacks shelf of this test: empty."""
    shelf: dict[str, type[Scripted]] = {}
    monkeypatch.setattr("twin.lab.director.ATTACKS", shelf)
    return shelf


@pytest.mark.parametrize(("outcome", "begun"), [("success", ["won", "any"]), ("failed", ["failed", "any"])])
def test_a_step_can_wait_for_a_win_a_failure_or_any_end(
    attacks: dict[str, type[Scripted]], outcome: Result, begun: list[str]
) -> None:
    """One of the first two, and always the third, each once and each after its own delay."""
    attacks |= {"first": scripted(Wait(60), outcome=outcome), "then": scripted()}
    made = built()
    waiting = [a_step(word, "ws-01", "then", after="first", outcome=word, delay_us=MINUTE_US) for word in WORDS]
    directed(made, a_step("first", "dc-01"), *waiting)
    run_to(made, 10)
    assert [word for word in WORDS if phases(made, word)] == begun
    assert {phases(made, word)[0][0] for word in begun} == {2.0}


def test_a_step_of_several_performances_has_failed_when_none_has_won(attacks: dict[str, type[Scripted]]) -> None:
    """Each of two targets has its own; only when the last has ended it is known."""
    attacks |= {"each": scripted(Wait(60), outcome="failed", each=True), "then": scripted()}
    made = built()
    waits = a_step("waits", "ws-01", "then", after="each", outcome="failed")
    directed(made, a_step("each", ("dc-01", "ws-02")), waits)
    run_to(made, 5)
    assert [row[:2] for row in phases(made, "waits")] == [(1, "start"), (1, "end")]


def test_a_step_may_have_a_technique_of_its_own(attacks: dict[str, type[Scripted]]) -> None:
    """The truth book says it instead of the kind's."""
    attacks["rest"] = scripted()
    made = built()
    directed(made, a_step("rest", "ws-01", technique="T0864"), a_step("other", "ws-01", "rest"))
    run_to(made, 1)
    told = {(row["step"], row["technique"]) for row in made.world.log.records("attack")}
    assert told == {("rest", "T0864"), ("other", "T0000")}


def test_what_hides_a_step_begins_before_it_and_from_the_same_hands(attacks: dict[str, type[Scripted]]) -> None:
    """A minute before, in the gateway, with parameters of its own."""
    attacks |= {"harm": scripted(), "concealment": scripted(Effect("gateway-01", "effect_start"))}
    made = built()
    hidden = Concealed(on=("gateway-01",), lead_us=MINUTE_US)
    harm = a_step("harm", "hvac-cold-01", at_us=MINUTE_US, conceal=hidden)
    directed(made, harm).held["gateway-01"] = "before"
    run_to(made, 5)
    assert phases(made, "harm-hidden")[0] == (1, "start", "gateway-01", "")
    assert phases(made, "harm")[0] == (2, "start", "hvac-cold-01", "")
    assert attacks["concealment"].footholds[0].at == "gateway-01"


def test_a_step_can_wait_for_a_state(attacks: dict[str, type[Scripted]]) -> None:
    """Two accusations are more than one; it begins at the next look."""
    attacks["hide"] = scripted()
    made = built()
    state = State(quantity="alerts", of="ws-02", above=1)
    director = directed(made, a_step("hide", "ws-01", state=state))
    for minute in (1.5, 2.5):
        made.world.clock.at(round(minute * MINUTE_US), "accuse", lambda: director.alerted("ws-02"))
    run_to(made, 6)
    assert phases(made, "hide")[0][:2] == (3, "start")
