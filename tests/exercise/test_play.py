"""Playing without people: each move at its moment, the same again, and what a script expects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from tests.exercise.trial import SPAN_S, trial
from twin.exercise.conditions import read_condition
from twin.exercise.moves import Expected, Move, Moves, Script, load_moves
from twin.exercise.play import Played, metrics_of, play, play_moves
from twin.exercise.spec import RATINGS, Clock
from twin.lab.find import find, scenario_names

MINUTE_US = 60_000_000


def move(seat: str, kind: str, ref: str = "", **more: Any) -> Move:
    """A move; what is no field of it is of its body."""
    own = {key: more.pop(key) for key in ("at_us", "after", "wait", "delay_us", "refused") if key in more}
    return Move(seat=seat, kind=kind, ref=ref, body=more, **own)


DECIDE = move("soc", "decide", "cut", option="isolate", reason="it knocks", confidence=70, after="cut",
              wait="fired-or-opened", delay_us=7_000_000)  # fmt: skip
APPROVE = move("ic", "approve", "cut", after="cut", wait="decided", delay_us=2_000_000)


@lru_cache(maxsize=1)
def decided() -> Played:
    """The trial in which the card is decided and approved."""
    return play_moves(trial(), (APPROVE, DECIDE))


def at(played: Played, kind: str, ref: str = "") -> list[float]:
    """When events of a kind were, s."""
    return [event.sim_us / 1e6 for event in played.events if event.kind == kind and ref in ("", event.ref)]


def test_a_move_is_made_when_its_moment_has_come() -> None:
    """To the microsecond, between two beats if need be, whatever the order of the script."""
    played = decided()
    [opened], [chosen], [approved] = (at(played, kind, "cut") for kind in ("card-opened", "decided", "approved"))
    assert (chosen - opened, approved - chosen) == (7.0, 2.0)
    assert at(played, "finished") == [SPAN_S]
    assert (played.never, played.refused, played.good) == ([], [], True)


def test_two_plays_of_one_script_are_equal_to_the_byte() -> None:
    """Events with their wall times and digests, and the run."""
    again = play_moves(trial(), (APPROVE, DECIDE))
    assert [event.digest for event in again.events] == [event.digest for event in decided().events]
    assert again.engine.run is not None
    assert decided().engine.run is not None
    assert again.engine.run.log.digest() == decided().engine.run.log.digest()


def test_a_clock_that_pauses_by_itself_is_started_again() -> None:
    """Nobody sits at the table who would do it."""
    played = play_moves(trial(clock=Clock(pause_on=("decision", "inject")).model_dump()), (DECIDE,))
    assert len(at(played, "paused")) == len(at(played, "resumed")) - 1 > 2
    assert at(played, "finished") == [SPAN_S]


def test_what_is_refused_or_never_comes_is_told() -> None:
    """And what should have been refused and was not."""
    wrong = move("soc", "approve", "cut", after="cut", wait="fired-or-opened")
    late = move("desk", "ask", text="May I go?", at_us=(SPAN_S + 10) * 1_000_000)
    meant = move("ic", "decide", "cut", option="wait", after="cut", wait="fired-or-opened", refused=True)
    asked = move("soc", "ask", text="What is it?", at_us=MINUTE_US, refused=True)
    played = play_moves(trial(), (wrong, late, meant, asked))
    assert [each.move for each in played.refused] == [wrong, meant]
    assert all(each.why for each in played.refused)
    assert (played.never, played.accepted, played.good) == ([late], [asked], False)


def test_numbers_of_the_room_are_found_by_what_people_call_them() -> None:
    """An alert by its asset, a message by its inject, a question by its order."""
    moves = (
        move("soc", "triage", "amr-001", verdict="true", after="amr-001", wait="alert"),
        move("soc", "acknowledge", "first", after="first", wait="fired-or-opened"),
        move("soc", "ask", text="What is it?", at_us=MINUTE_US),
        move("facilitator", "reply", "1", text="Look at the door.", after="1", wait="asked-us"),
        move("soc", "answer", "why", text="Nothing yet.", after="why", wait="asked"),
    )
    played = play_moves(trial(), moves)
    assert (played.refused, played.never) == ([], [])
    for kind in ("triaged", "acknowledged", "asked", "replied", "answered"):
        assert len(at(played, kind)) == 1, kind


def test_a_script_that_expects_too_much_is_told_so() -> None:
    """With the rating that was reached, and the numbers of a condition that does not hold."""
    hold = ("kpi.orders_done < 0", "happened(decision.cut)")
    expect = Expected(ratings={"decide": ("P",), "contain": ("P", "S", "M")}, hold=hold)
    script = Script(format=1, moves=(), expect=expect)
    played = play(Moves(script, trial(), tuple(map(read_condition, hold))))
    assert len(played.unmet) == 4
    assert "decide is rated U, expected P" in played.unmet
    assert any("kpi.orders_done < 0 does not hold (orders_done is " in words for words in played.unmet)
    assert not played.good


def test_the_metrics_are_those_that_the_exercise_asks_for_and_the_usual_ones() -> None:
    """Each once."""
    names = metrics_of(trial())
    assert len(names) == len(set(names))
    assert {"loss_eur", "orders_done"} <= set(names)
    assert set(decided().metrics) == set(names)


def test_acting_is_worth_something() -> None:
    """The same hub without anybody: later ratings, and the robot is never cut off."""
    nobody = play_moves(trial())
    assert (decided().ratings["decide"].rating, nobody.ratings["decide"].rating) == ("P", "U")
    assert at(nobody, "decided") == []


@pytest.mark.slow
def test_a_step_that_only_an_inject_begins_is_told_like_any_other() -> None:
    """The second desk of the ransomware: what opens it was left open, and the system falls after all."""
    played = play(load_moves(find("exercise", "ransomware").with_name("moves-again.yaml")))
    assert played.good, (played.unmet, played.never, played.refused)
    assert at(played, "fired", "silent-system") > at(played, "fired", "second-desk")


ALWAYS = ("coffee-machine", "ransomware")
"""Played twice at every change; the others every night."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=pytest.mark.slow if each in ALWAYS else pytest.mark.nightly)
     for each in scenario_names("exercise")],
)  # fmt: skip
def test_good_moves_earn_better_ratings_and_a_smaller_loss_than_bad_ones(name: str) -> None:
    """Of every exercise of the lab; and both scripts get what they expect."""
    good, bad = (play(load_moves(find("exercise", name).with_name(f"moves-{each}.yaml"))) for each in ("good", "bad"))
    assert (good.unmet, good.never, good.refused) == ([], [], [])
    assert (bad.unmet, bad.never, bad.refused) == ([], [], [])
    for objective, rated in good.ratings.items():
        assert RATINGS.index(rated.rating) < RATINGS.index(bad.ratings[objective].rating)
    lost, saved = bad.metrics["loss_eur"], good.metrics["loss_eur"]
    assert lost is not None
    assert saved is not None
    assert saved < 0.7 * lost
