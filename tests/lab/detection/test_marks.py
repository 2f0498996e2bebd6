"""Counts of right and wrong add up, and their intervals do not promise more than whole runs can."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.lab.detection.takes import TAKE
from twin.detectors.base import Alert
from twin.lab.detection.marks import Paper, clustered, paper_of, predictive_value
from twin.lab.detection.sitting import Sitting, open_room
from twin.lab.detection.tapes import make_tape
from twin.lab.statistics import share_interval


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """The truth about a short run with a scan in it."""
    root: Path = tmp_path_factory.mktemp("tapes")
    return paper_of(open_room(make_tape(TAKE, root), TAKE))


def _sitting(flows: list[int], *alerts: Alert) -> Sitting:
    return Sitting("made-up", "", alerts, np.array(flows, dtype=np.uint64), 0.5)


def test_who_accuses_the_attacks_flows_alone_has_them_all(paper: Paper) -> None:
    """Hits, and nothing else accused."""
    found = paper.mark([_sitting(paper.made.tolist())])
    assert found.hits == found.accused == found.made == len(paper.made) > 0
    assert found.leaving_hits == found.leaving <= found.made < found.flows


def test_two_who_accuse_the_same_flow_accuse_one(paper: Paper) -> None:
    """A group is a union; its cost is a sum."""
    one, other = paper.made.tolist()[:3], paper.made.tolist()[2:5]
    found = paper.mark([_sitting(one), _sitting(other)])
    assert (found.accused, found.cpu_s) == (5, 1.0)


def test_a_run_in_which_nobody_speaks_is_censored(paper: Paper) -> None:
    """The wait lasts to the end of the run, and is not thrown away."""
    found = paper.mark([_sitting([])])
    assert found.wait is not None
    assert not found.wait.seen
    assert paper.first_us is not None
    assert found.wait.time_s == (found.span_us - paper.first_us) / 1e6
    assert (found.alerts, found.found) == (0, 0)


def test_the_right_asset_at_the_wrong_time_is_a_false_alert(paper: Paper) -> None:
    """Before the attack it is innocent."""
    assert paper.first_us is not None
    early = Alert(paper.first_us - 1, "coffee-01", "T0846", "high", "?")
    late = Alert(paper.first_us + 1, "coffee-01", "T0846", "high", "!")
    found = paper.mark([_sitting([], early, late)])
    assert (found.alerts, found.right, found.found) == (2, 1, 1)
    assert found.wait is not None
    assert found.wait.time_s == 1e-6


def test_runs_that_agree_prove_no_more_than_their_number() -> None:
    """A thousand flows in each of ten runs are ten cases, not ten thousand."""
    found = clustered([(1000, 1000)] * 10)
    assert (found.mean, found.n) == (1.0, 10_000)
    assert found.lo == share_interval(10, 10).lo


def test_the_interval_of_runs_that_differ_is_that_of_a_ratio() -> None:
    """By hand: p = 40/60, residuals 10 - 2/3 10, 10 - 2/3 20, 20 - 2/3 30."""
    found = clustered([(10, 10), (10, 20), (20, 30)])
    scatter = (10 / 3) ** 2 + (10 / 3) ** 2 + 0.0
    half = 4.302652729911275 * (1.5 * scatter) ** 0.5 / 60  # Student's t with 2 degrees of freedom
    assert found.mean == pytest.approx(2 / 3)
    assert found.lo == pytest.approx(2 / 3 - half)
    assert found.hi == pytest.approx(min(1.0, 2 / 3 + half))


def test_runs_without_a_case_say_nothing() -> None:
    """And if there is none at all, there is no share."""
    assert clustered([(0, 0), (3, 4)]) == clustered([(3, 4)])
    assert clustered([(0, 0)]).mean is None


def test_a_rare_attack_turns_few_errors_into_most_alarms() -> None:
    """Axelsson's case: 2 in 100,000, all of them found, one false alarm in 100,000."""
    assert predictive_value(1.0, 1e-5, 2e-5) == pytest.approx(0.6667, abs=1e-4)
    assert predictive_value(1.0, 0.0, 2e-5) == 1.0
    assert predictive_value(0.0, 0.0, 2e-5) is None
