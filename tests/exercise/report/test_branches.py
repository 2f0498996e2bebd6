"""Counterfactuals in a report."""

from __future__ import annotations

import json

import pytest

from twin.exercise.event import Event
from twin.exercise.papers.document import Cite
from twin.exercise.report.branches import Branch, Difference, branch_of, branches_of, first_words, read_branch
from twin.lab.comparison import Comparison, Trial
from twin.lab.recipe import Recipe
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if import WhatIf, branch_off
from twin.lab.what_if.branch import AS_IT_WAS, OTHERWISE

ROW = Difference("loss_eur", "EUR", 100.0, 60.0, -40.0, -60.0, -20.0, 18, 2)
BRANCH = Branch("sooner", ("isolate at 00:12",), 20, (ROW,), ((720_000_000, "decision"),))


def test_a_branch_goes_into_an_event_and_comes_back() -> None:
    """As plain values; the event is its citation."""
    body = json.loads(json.dumps(BRANCH.to_json()))
    assert read_branch(body) == BRANCH
    events = [Event(1, 0, "w", "", "opened"), Event(2, 0, "w", "facilitator", "compared", "sooner", body)]
    (found,) = branches_of(events)
    assert found.cites == (Cite(2),)
    assert found.of("loss_eur") == ROW
    assert found.of("orders_late") is None


@pytest.mark.parametrize(
    ("mean", "lo", "hi", "sure"),
    [(-40.0, -60.0, -20.0, True), (-40.0, -60.0, 20.0, False), (0.0, 0.0, 0.0, True), (0.0, None, None, True),
     (5.0, None, None, False), (None, None, None, False)],
)  # fmt: skip
def test_a_difference_is_sure_where_its_interval_leaves_zero_out(
    mean: float | None, lo: float | None, hi: float | None, sure: bool
) -> None:
    """Or where nothing differs at all."""
    assert Difference("loss_eur", "EUR", 1.0, 1.0, mean, lo, hi, 5, 0).sure is sure


def test_what_a_what_if_found_is_taken_as_it_is() -> None:
    """Means, paired differences and what changed first, of a run of three minutes."""
    recipe = Recipe("compromised-robot", "zones", hours=0.05)
    cut = Decision(at_us=60_000_000, response=Choice(kind="isolate_device"), target="amr-007")
    found = branch_off(recipe, (cut,), 1, workers=1)
    branch = branch_of(found, "cut", ("assets_compromised",))
    (row,) = branch.rows
    assert row.mean == found.difference("assets_compromised").mean
    assert row.was is not None
    assert (row.n, row.undefined, branch.seeds) == (1, 0, 1)
    assert branch.first[0][0] == found.changes[0].time_us
    assert "decision after 60 s" in first_words(branch)


def _trial(value: float | None) -> Trial:
    return Trial({"time_to_detect_s": value}, {"time_to_detect_s": "s"}, "", "", 0.0, (), (), (), 0)


def test_means_are_over_the_pairs_of_their_difference_and_seeds_are_those_that_ran() -> None:
    """Of four seeds one was never run, and one has a value in one branch alone."""
    of = Comparison("s", "S", "", "site", (1, 2, 3, 4), (AS_IT_WAS, OTHERWISE), 1.0, interrupted=True)
    for seed, was, otherwise in ((1, 10.0, 4.0), (2, 20.0, 16.0), (3, 900.0, None)):
        of.attacked[AS_IT_WAS, seed], of.attacked[OTHERWISE, seed] = _trial(was), _trial(otherwise)
    of.attacked[AS_IT_WAS, 4] = _trial(5.0)
    branch = branch_of(WhatIf(Recipe("s", "p"), (), (), same_run=True, comparison=of), "cut")
    (row,) = branch.rows
    assert branch.seeds == 3
    assert (row.was, row.otherwise, row.mean, row.n, row.undefined) == (15.0, 10.0, -5.0, 2, 1)
    assert row.otherwise - row.was == row.mean


def test_two_runs_that_are_the_same_are_said_to_be() -> None:
    """To the last bit."""
    assert "same to the last bit" in first_words(Branch("a", (), 1, ()))
