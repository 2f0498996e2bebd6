"""What was asked for."""

from __future__ import annotations

from dashboards.views.question import CompareQuestion, RunQuestion, files_version


def test_a_run_is_a_command() -> None:
    """What the page ran can be run in a terminal, word for word."""
    asked = RunQuestion("quiet-day", "zones", None, 7, None, 0)
    assert asked.command() == "twin run quiet-day --posture zones --seed 7"
    assert RunQuestion("quiet-day", "zones", "small", 7, 0.5, 0).command().endswith(" --site small --hours 0.5")


def test_a_comparison_is_a_command() -> None:
    """The same for a comparison."""
    asked = CompareQuestion("quiet-day", ("flat", "zones"), None, 3, 1.0, 0)
    assert asked.command() == "twin compare quiet-day --postures flat,zones --seeds 3 --hours 1"


def test_an_edited_scenario_is_another_question() -> None:
    """The version of the files is part of the key under which results are kept."""
    assert files_version() > 0
    assert RunQuestion("a", "b", None, 1, None, 1) != RunQuestion("a", "b", None, 1, None, 2)
