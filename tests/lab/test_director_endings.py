"""The director beyond a win: other ends, names of one's own, states, what hides a step, and floods cut off."""

from __future__ import annotations

from functools import partial

import pytest

from tests.lab.worlds import Scripted, a_step, built, directed, phases, run_to, scripted
from twin.attacks.base import Effect, Flood, Result, Wait
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


@pytest.mark.parametrize(
    ("cut_at", "effect", "outcome"),
    [(None, [("effect_start", 2), ("effect_end", 6)], "success"), (1, [], "stopped"),
     (3, [("effect_start", 2), ("effect_end", 3)], "stopped")],
)  # fmt: skip
def test_a_flood_has_an_effect_until_its_sender_is_cut_off(
    attacks: dict[str, type[Scripted]], cut_at: int | None, effect: list[tuple[str, int]], outcome: str
) -> None:
    """Isolated before its step it pours nothing; isolated later, the effect ends then and not with the flood."""
    attacks |= {"pour": scripted(Wait(120), Flood("coffee-01", "ws-01", 9, 1.0, 240))}
    made = built()
    directed(made, a_step("pour", "coffee-01")).held["coffee-01"] = "before"
    if cut_at is not None:
        tokens: list[int] = []
        cut = partial(made.world.change, lambda: tokens.append(made.world.network.quarantine("coffee-01", "test")))
        made.world.clock.at(cut_at * MINUTE_US, "cut", cut)
    run_to(made, 10)
    told = phases(made, "pour")
    assert [(phase, minute) for minute, phase, _, _ in told if phase.startswith("effect")] == effect
    assert told[-1] == (6, "end", "coffee-01", outcome)


@pytest.mark.parametrize("cut", [False, True])
def test_a_flood_that_arrives_no_more_has_ended_when_the_story_ends(
    attacks: dict[str, type[Scripted]], *, cut: bool
) -> None:
    """What a response stopped is stopped, though its sender would pour for an hour yet; what arrives goes on."""
    attacks |= {"pour": scripted(Flood("coffee-01", "ws-01", 9, 1.0, 3600))}
    made, tokens = built(), list[int]()
    director = directed(made, a_step("pour", "coffee-01"))
    director.held["coffee-01"] = "before"
    if cut:
        put = partial(made.world.change, lambda: tokens.append(made.world.network.quarantine("coffee-01", "test")))
        made.world.clock.at(2 * MINUTE_US, "cut", put)
    made.world.clock.run_until(5 * MINUTE_US)
    made.world.clock.settle()
    director.finish()
    made.world.log.seal(made.world.clock.now_us + 1)
    ends = [(minute, outcome) for minute, phase, _, outcome in phases(made, "pour") if phase == "end"]
    assert ends == ([(5, "stopped")] if cut else [])
