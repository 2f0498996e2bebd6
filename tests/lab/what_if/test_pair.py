"""One seed, two branches: the same as two runs from the start."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twin.core.units import MINUTE_US
from twin.lab.recipe import Recipe
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.child import FORKS
from twin.lab.what_if.pair import PairJob, parting, run_pair

EARLY = Decision(at_us=4 * MINUTE_US, response=Choice(kind="isolate_device"), target="amr-003")
LATE = Decision(at_us=6 * MINUTE_US, response=Choice(kind="isolate_device"), target="amr-007")
BACK = Decision(at_us=9 * MINUTE_US, undo=1)
RECIPE = Recipe("compromised-robot", "zones", hours=0.2, decisions=(BACK, EARLY))


@pytest.mark.skipif(not FORKS, reason="this machine cannot double a process")
@pytest.mark.parametrize("together", [False, True])
def test_both_branches_are_what_two_runs_from_the_start_would_be(*, together: bool) -> None:
    """Byte for byte, with detectors that watch, people who answer, and decisions that are not written in order."""
    other = (BACK, EARLY, LATE)
    pair = run_pair(PairJob(RECIPE, other, 3, closely=True, fork=True, together=together))
    plain = [replace(RECIPE, seed=3, decisions=decided).run() for decided in (RECIPE.decisions, other)]
    assert [pair.was.digest, pair.otherwise.digest] == [run.digest for run in plain]
    assert pair.was.digest != pair.otherwise.digest
    assert pair.otherwise.metrics == {name: each.value for name, each in plain[1].metrics.items()}


def test_a_machine_that_cannot_double_a_process_gives_the_same() -> None:
    """Only slower."""
    jobs = [PairJob(RECIPE, (BACK,), 1, closely=True, fork=fork) for fork in {FORKS, False}]
    pairs = [run_pair(job) for job in jobs]
    assert len({(pair.was.digest, pair.otherwise.digest) for pair in pairs}) == 1
    assert len({pair.changes[0].time_us for pair in pairs}) == 1
    assert pairs[0].curves == pairs[-1].curves


def test_lists_part_at_the_first_decision_that_only_one_has() -> None:
    """Order of writing does not count, how often one stands there does; equal lists part nowhere."""
    assert parting((EARLY, LATE), (LATE, EARLY)) == 0
    assert parting((EARLY, LATE), (EARLY,)) == LATE.at_us
    assert parting((EARLY,), (EARLY, EARLY)) == EARLY.at_us
    moved = LATE.model_copy(update={"at_us": 5 * MINUTE_US})
    assert parting((EARLY, LATE, BACK), (EARLY, moved, BACK)) == moved.at_us


def test_curves_begin_where_the_branches_part_and_end_with_the_finished_run() -> None:
    """At the fork both say the same; the last point is the metric itself."""
    pair = run_pair(PairJob(RECIPE, (EARLY, BACK, LATE), 1, closely=True, fork=False))
    assert pair.curves is not None
    was, otherwise = pair.curves
    assert was.times_us == otherwise.times_us
    assert was.times_us[0] == LATE.at_us
    for name, values in was.values.items():
        assert values[0] == otherwise.values[name][0]
        assert values[-1] == pair.was.metrics[name]
        assert otherwise.values[name][-1] == pair.otherwise.metrics[name]
