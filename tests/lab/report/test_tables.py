"""The report's tables place the right words."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.synthetic import made_up_comparison, made_up_run
from twin.lab.recipe import Recipe
from twin.lab.report import tables
from twin.lab.verdict import verdict_of_comparison


def test_the_headline_has_worst_best_and_the_saving() -> None:
    """Three tiles with their intervals."""
    comparison = made_up_comparison()
    cells = tables.headline(comparison, verdict_of_comparison(comparison))
    assert [cell.value for cell in cells] == ["12,500 EUR", "1,400 EUR", "11,100 EUR"]
    assert all("95 %" in cell.small for cell in cells)


def test_the_best_of_a_column_is_marked_and_undefined_is_in_words() -> None:
    """Zero-trust loses least; flat never detects."""
    grid = tables.postures(made_up_comparison())
    rows = dict(grid.rows)
    assert [rows[name][0].best for name in ("flat", "zones", "zero-trust")] == [False, False, True]
    assert rows["flat"][2].value == "not detected"


def test_steps_are_counted_over_targets_and_seeds() -> None:
    """Success of all; a step that others never tried is told as such."""
    comparison = made_up_comparison(seeds=2)
    for posture, outcome in (("flat", "success"), ("zones", "blocked")):
        for seed in comparison.seeds:
            step = {"step": "spread", "technique": "T1", "outcome": outcome}
            old = comparison.attacked[posture, seed]
            comparison.attacked[posture, seed] = replace(old, attack=(step, step))
    rows = dict(tables.steps(comparison).rows)
    assert (rows["flat"][0].value, rows["flat"][0].small) == ("4 of 4", "all")
    assert (rows["zones"][0].value, rows["zones"][0].small, rows["zones"][0].best) == ("0 of 4", "4 blocked", True)
    assert rows["zero-trust"][0].value == "not tried"
    assert rows["flat"][-1].value == "no run"


def test_money_certainty_and_null_detectors_need_their_metrics() -> None:
    """Without a base rate there is no null detector; false alerts are counted with their hours."""
    comparison = made_up_comparison()
    assert tables.money(comparison).rows[0][0] == "flat"
    assert tables.null_detectors(comparison).rows == []
    assert tables.certainty(comparison).rows[0][1][-1].small == "in 6 quiet hours"
    for key, trial in comparison.attacked.items():
        comparison.attacked[key] = replace(
            trial, metrics={**trial.metrics, "base_rate": 0.02}, units={**trial.units, "base_rate": "share"}
        )
    assert [cell.value for cell in tables.null_detectors(comparison).rows[0][1]] == ["2.0 %", "100.0 %"]


def test_facts_say_how_to_run_it_again() -> None:
    """A command for a comparison, a command for a run."""
    facts = dict(tables.facts(made_up_comparison(), made_up_run()))  # type: ignore[arg-type]
    assert facts["Run again"].startswith("twin compare compromised-robot --postures flat,zones,zero-trust --seeds 4")
    run = dict(tables.run_facts(made_up_run(), Recipe("made-up")))  # type: ignore[arg-type]
    assert run["Run again"] == "twin run made-up --posture zones --seed 1"


def test_a_run_s_lists_are_newest_first_and_times_are_clock_times() -> None:
    """Alerts, decisions, steps and metrics."""
    run = made_up_run()
    run.alerts, run.decisions = run.log.records("alert"), run.log.records("decision")
    assert [name for name, _ in tables.alerts(run).rows] == ["08:50:00", "08:46:00", "08:43:00"]  # type: ignore[arg-type]
    assert tables.decisions(run).rows[-1][0] == "08:48:00"  # type: ignore[arg-type]
    assert tables.attack(run).rows[0][0] == "foothold"  # type: ignore[arg-type]
    assert tables.metrics(run)[0][1].value == "12,400 EUR"  # type: ignore[arg-type]
