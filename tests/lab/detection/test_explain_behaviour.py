"""A detector of behaviour says how far it came; its alerts are those of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.detection.sights import lookup, sight
from tests.lab.detection.takes import TAKE
from twin.lab.detection.explain_behaviour import explain_behaviour
from twin.lab.detection.explain_rows import Sight, sight_of_take
from twin.lab.detection.listen import Work, do
from twin.lab.scenario import Choice

SCAN = Choice(kind="scan")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sight, Path]:
    """Three minutes with a scan in them."""
    cache = tmp_path_factory.mktemp("cache")
    return sight_of_take(TAKE, cache), cache


def test_its_alerts_are_those_of_a_regression(scanned: tuple[Sight, Path]) -> None:
    """The same first one, as many."""
    seen, cache = scanned
    (run,) = do(Work(TAKE, ((SCAN,),)), cache).runs
    found = explain_behaviour(SCAN, seen)
    assert (found.verdict, found.matches, found.first_us) == ("fired", len(run.alerts), run.alerts[0].time_us)
    assert "coffee-01: walk over first contacts that fail came to 5.55 of 4.6" in found.funnel[0].words


def test_one_that_kept_silent_says_how_far_its_walk_came() -> None:
    """Two failures out of four that it takes."""
    rows = [
        {"time_s": n, "src": "cam-01", "dst": "dc-01", "dst_port": n, "service": "ssh", "state": "S0"} for n in (1, 2)
    ]
    found = explain_behaviour(SCAN, sight(rows))
    assert (found.verdict, found.exit_code) == ("silent", 1)
    assert found.answer == "silent: walk over first contacts that fail came to 2.77 on cam-01, 4.6 accuses"
    assert explain_behaviour(SCAN, sight(rows), "dc-01").verdict == "silent"


def test_one_that_keeps_no_statistic_says_so() -> None:
    """And one that could not run says why."""
    assert "keeps no statistic" in explain_behaviour(Choice(kind="never"), sight([lookup(1, "x")])).answer
    found = explain_behaviour(Choice(kind="tap_health"), sight([lookup(1, "x")]))
    assert (found.verdict, found.exit_code) == ("no-rows", 5)
    assert "did not run" in found.answer
