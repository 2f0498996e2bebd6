"""Policies on the bench."""

from __future__ import annotations

from dataclasses import replace

from dashboards.views.policy_view import (
    answer,
    change_rows,
    change_words,
    difference_words,
    standing_html,
    view_of_bench,
)
from tests.dashboards.made_up_labs import made_up_bench, trial
from twin.lab.policy.diff import Difference, PathGroup
from twin.lab.statistics import Estimate

GROUP = PathGroup("camera", "nvr", "rtsp", 12, 3, 4, "cam-01 > nvr-01")


def test_the_finding_names_the_best_and_what_it_saves() -> None:
    """Against the reference; where that is best itself, against the next; and how sure that is."""
    made = made_up_bench()
    assert answer(made, "flat") == "zero-trust loses least: 6,000 EUR less than flat."
    assert answer(made, "zero-trust") == "zero-trust loses least: 3,000 EUR less than zones + hvac, the next."
    assert answer(made_up_bench(1), "flat").endswith("more seeds say whether it was luck.")
    alone = replace(made, drafts=made.drafts[:1])
    assert answer(alone, "flat") == "Pin a second policy to compare."


def test_policies_that_lose_the_same_have_no_winner() -> None:
    """A tie is told as one, and nothing is drawn."""
    made = made_up_bench()
    made.trials = {key: trial(loss_eur=5.0) for key in made.trials}
    view = view_of_bench(made, "flat")
    assert view.answer == "All policies on the bench lose the same."
    assert view.charts == ""
    assert "<b>" not in view.table


def test_the_table_has_rules_exceptions_reach_and_intervals() -> None:
    """The best in bold, the reference named."""
    view = view_of_bench(made_up_bench(), "flat")
    assert view.table.count("<tr>") == 4
    assert "reference" in view.table
    assert "1 exception" in view.table
    assert "20 of 120" in view.table
    assert "<b>3,020 EUR</b>" in view.table
    assert "± 24.8" in view.table
    assert "0 of 3" in view.table
    assert "Loss: difference against flat" in view.charts
    assert "compromised-robot" in view.attacks
    assert view.note.startswith("1 attack, 3 seeds, 0.5 h; the same orders")


def test_a_draft_is_told_before_any_run() -> None:
    """What it is, what it leaves open, and what it changes."""
    difference = Difference("zones", "x", "small", (10, 20), (GROUP,), (), ())
    assert change_words(difference) == "opens 12, closes 0 paths"
    assert change_words(replace(difference, gained=())) == "no path differs"
    (row,) = change_rows(difference)
    assert (row["Change"], row["Paths"], row["Such as"]) == ("+ opened", "12", "cam-01 > nvr-01")
    told = standing_html(made_up_bench().standings["flat", "compromised-robot"], "no <path>")
    assert "20, then 40 of 120" in told
    assert "no &lt;path&gt;" in told


def test_differences_have_a_sign_and_their_interval() -> None:
    """What is undefined is no zero."""
    assert difference_words(Estimate(-1200.0, -1500.0, -900.0, 3), "EUR") == "\N{MINUS SIGN}1,200 EUR ± 300"
    assert difference_words(Estimate(2.0, None, None, 1), "orders") == "+2"
    assert difference_words(Estimate(None, None, None, 0, 3), "EUR") == "undefined"
