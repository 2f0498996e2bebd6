"""The page about stories says what its kept numbers and the baselines say."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from twin.lab.find import scenario_names


@pytest.fixture(scope="module")
def script(repo: Path) -> dict[str, Any]:
    """What ``docs/stories.py`` defines."""
    return runpy.run_path(str(repo / "docs" / "stories.py"))


def _cell(ending: str, step: str = "", hits: float = 0.0, seeds: int = 4) -> dict[str, Any]:
    return {
        "ending": ending, "step": step, "detected": {"mean": hits / seeds if seeds else None, "n": seeds},
        "loss_eur": {"mean": 1234.4},
    }  # fmt: skip


def _told(
    flat: dict[str, Any], zones: dict[str, Any], balance: str = "open", began_min: float | None = 5.0
) -> dict[str, Any]:  # fmt: skip
    story = {
        "story": "made-up", "balance": balance, "began_min": began_min, "hours": 0.5,
        "postures": {"flat": flat, "zones": zones},
    }  # fmt: skip
    return {"postures": ["flat", "zones"], "stories": [story]}


def test_the_tables_are_those_of_the_kept_numbers(repo: Path, script: dict[str, Any]) -> None:
    """Whoever runs the matrix again, or renews a baseline, writes the page again."""
    page = (repo / "docs" / "stories.md").read_text("utf-8")
    told = json.loads((repo / "docs" / "data" / "stories.json").read_text("utf-8"))
    written: Callable[..., str] = script["written"]
    assert written(page, told, repo / "scenarios" / "stories") == page, "run: python docs/stories.py"
    assert len(told["seeds"]) >= 3
    assert not told["interrupted"]


def test_every_story_is_in_the_tables(repo: Path) -> None:
    """Those that attack nobody too, since false alerts cost."""
    told = json.loads((repo / "docs" / "data" / "stories.json").read_text("utf-8"))
    assert {story["story"] for story in told["stories"]} == set(scenario_names("story"))
    told_under = {posture for story in told["stories"] for posture in story["postures"]}
    assert told_under == set(scenario_names("posture")) - {"vigilant"}, "it differs from zones in who listens alone"


def test_a_field_says_how_it_ended_who_saw_it_and_what_it_cost(script: dict[str, Any]) -> None:
    """A day without an attack has nothing to detect."""
    assert script["field"](_cell("blocked", "spread", 3)) == "✕ spread, 3/4, 1,234"
    assert script["field"](_cell("unfinished", "spread", 0)) == "·, 0/4, 1,234"
    assert script["field"](_cell("no attack", seeds=0)) == "·, -, 1,234"


@pytest.mark.parametrize(
    ("flat", "zones", "helps"),
    [
        (_cell("not stopped"), _cell("blocked", "spread"), "zones"),
        (_cell("stopped", "spread"), _cell("blocked", "spread"), "flat"),
        (_cell("not stopped"), _cell("failed", "spread"), "failed"),
        (_cell("not stopped"), _cell("partly stopped", "spread"), "partly stopped"),
        (_cell("not stopped"), _cell("unfinished", "spread"), "unfinished"),
        (_cell("unfinished", "spread"), _cell("unfinished", "spread"), "unseen"),
        (_cell("not stopped", hits=1), _cell("not stopped"), "seen"),
    ],
)
def test_a_story_stands_with_the_first_posture_that_helps(
    flat: dict[str, Any], zones: dict[str, Any], helps: str, script: dict[str, Any]
) -> None:
    """Or with something less; what is unfinished everywhere was helped by nobody."""
    assert script["groups"](_told(flat, zones)) == {helps: ["made-up"]}
    assert script["WORDS"].get(helps) or helps == "no attack"


@pytest.mark.parametrize(("began_min", "helps"), [(None, "late"), (25.0, "late"), (24.9, "unseen")])
def test_a_story_that_begins_too_late_to_judge_is_not_called_unseen(
    began_min: float | None, helps: str, script: dict[str, Any]
) -> None:
    """Within five minutes of the cut nobody could answer; whoever was seen or stopped all the same is judged."""
    running, seen = _cell("unfinished", "spread"), _cell("unfinished", "spread", hits=1)
    assert script["groups"](_told(running, running, began_min=began_min)) == {helps: ["made-up"]}
    assert script["groups"](_told(seen, running, began_min=began_min)) == {"seen": ["made-up"]}
    assert script["groups"](_told(running, _cell("blocked", "spread"), began_min=began_min)) == {"zones": ["made-up"]}


@pytest.mark.parametrize(
    ("ending", "column"),
    [("blocked", 0), ("stopped", 1), ("partly stopped", 2), ("not stopped", 3), ("failed", 4), ("unfinished", 4)],
)
def test_each_ending_is_counted_in_its_own_column(ending: str, column: int, script: dict[str, Any]) -> None:
    """What failed by itself, or goes on, is not counted as not stopped."""
    line = script["totals_table"](_told(_cell(ending, "spread"), _cell("blocked", "spread"))).splitlines()[2]
    assert line.split(" | ")[1:6] == ["1" if number == column else "0" for number in range(5)]


def test_a_page_without_a_place_for_a_table_is_refused(repo: Path, script: dict[str, Any]) -> None:
    """A table that nobody sees would never be missed."""
    told = json.loads((repo / "docs" / "data" / "stories.json").read_text("utf-8"))
    with pytest.raises(ValueError, match="0 places for run"):
        script["written"]("# Stories\n", told, repo / "scenarios" / "stories")


def test_the_picture_is_light(repo: Path) -> None:
    """A page with it opens quickly."""
    assert (repo / "docs" / "img" / "stories.png").stat().st_size < 500_000
