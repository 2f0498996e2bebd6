"""Progress: each step has one end, goals are what nobody waits for, and only the defence stops an attack."""

from __future__ import annotations

import pytest

from tests.lab.stories.stories import performances, step, story
from twin.lab.stories.progress import attack_of, goals_of, progress_of, step_of

CHAIN = story(
    step("foothold"),
    step("spread", "default_credentials", after="foothold"),
    step("tamper", "tampered_navigation", after="spread"),
    step("look", "port_scan", after="foothold"),
)
HELD = {"from": "amr-007"}


def test_the_goals_are_the_steps_that_no_other_waits_for() -> None:
    """Of a chain with a branch, its two ends."""
    assert goals_of(CHAIN) == ("tamper", "look")


def test_what_is_taken_to_act_from_is_no_goal() -> None:
    """By name in ``from``, or at the device itself; a step that takes nothing, or something else, stays a goal."""
    by_time = story(step("foothold"), step("look", "port_scan", **HELD), step("lie", "tampered_navigation"))
    assert goals_of(by_time) == ("look", "lie")
    elsewhere = story(step("foothold"), step("tap", on=("ws-0*",)), step("look", "port_scan", **{"from": "ws-01"}))
    assert goals_of(elsewhere) == ("foothold", "look")
    spread = step("spread", "default_credentials", on=("amr-*",), after="foothold", **HELD)
    own = story(step("foothold"), spread)
    assert goals_of(own) == ("spread",)


@pytest.mark.parametrize(("end", "through"), [(None, True), (9_000_000, False)])
def test_an_effect_that_goes_on_has_got_through(end: int | None, through: bool) -> None:
    """A flood under way is what was wanted; one that is over, of a step that runs on, is not yet."""
    told = story(step("flood", "flood"))
    row = {"step": "flood", "outcome": "running", "effect_start": 5_000_000, "effect_end": end}
    assert progress_of(told, [row]).got == (("flood",) if through else ())
    assert not progress_of(told, [{"step": "flood", "outcome": "running"}]).got


@pytest.mark.parametrize(
    ("ends", "stopped", "failed", "reached"),
    [
        ({"foothold": "success", "spread": "success", "tamper": "success", "look": "success"}, None, None, 2),
        ({"foothold": "success", "spread": "blocked", "look": "stopped"}, "spread", None, 0),
        ({"foothold": "success", "spread": "failed", "look": "success"}, None, "spread", 1),
        ({}, None, None, 0),
    ],
)
def test_an_attack_is_stopped_where_the_defence_stopped_it(
    ends: dict[str, str], stopped: str | None, failed: str | None, reached: int
) -> None:
    """A step that failed by itself is told apart; one that never began stopped nothing."""
    progress = progress_of(CHAIN, performances(**ends))
    assert (progress.stopped_at, progress.failed_at, progress.goals_reached) == (stopped, failed, reached)
    assert list(progress.ends) == ["foothold", "spread", "tamper", "look"]
    assert progress.ends["tamper"] == ends.get("tamper", "never")


def test_of_several_performances_the_best_counts() -> None:
    """One controller of six that answers is enough for what follows."""
    told = story(step("lookups", "dns_beacon"))
    rows = [{"step": "lookups", "outcome": end} for end in ("blocked", "success", "stopped")]
    assert progress_of(told, rows).succeeded == 1
    assert progress_of(told, rows[::2]).ends == {"lookups": "stopped"}


def test_what_only_looks_like_an_attack_has_no_progress() -> None:
    """A bad update is nobody's step."""
    told = story(step("lookups", "dns_beacon", parameters={"cause": "update"}))
    assert progress_of(told, ()).ends == {}
    assert goals_of(told) == ()


def test_a_campaign_that_failed_ends_as_its_last_defended_move() -> None:
    """Moves are named after the step with a number; what conceals it does not count."""
    told = story(step("worm", "worm"))
    ends = ("success", "blocked", "stopped", "failed")
    rows = [{"step": f"worm-{move:02d}", "outcome": end} for move, end in enumerate(ends, 1)]
    assert progress_of(told, [*rows, {"step": "worm", "outcome": "failed"}]).ends == {"worm": "stopped"}
    assert progress_of(told, [*rows, {"step": "worm", "outcome": "success"}]).ends == {"worm": "success"}


@pytest.mark.parametrize(
    ("name", "found"),
    [("worm", "worm"), ("worm-03", "worm"), ("worm-hidden", "worm"), ("worm-2", ""), ("wormhole-01", ""), ("x", "")],
)
def test_a_row_belongs_to_the_step_it_is_named_after(name: str, found: str) -> None:
    """A number of two digits or more, or the word hidden, and nothing else."""
    assert step_of(name, ("worm", "scan")) == found


def test_an_adversary_is_no_attack() -> None:
    """It chooses attacks; only an attack has parameters of its own here."""
    assert attack_of(step("worm", "worm")) is None
    attack = attack_of(step("scan", "port_scan"))
    assert attack is not None
    assert attack.technique.startswith("T0846")
