"""A file of rules in somebody's hands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.detection.takes import EARLY
from twin.core.errors import BadInput
from twin.lab.detection.regress import regress
from twin.lab.detection.tuning import Tuned, Tuning, regression_of, tune, wrong_rules

SCAN = """title: Ports of one asset that are closed
id: 11111111-2222-4333-8444-555555555555
status: test
logsource:
  category: network_connection
detection:
  selection:
    conn_state: [S0, REJ]
    src_kind: coffee_machine
  condition: selection
level: high
"""
DEAF = SCAN.replace("coffee_machine", "thermostat").replace("S0, REJ", "RSTR")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where runs of these tests are kept."""
    return tmp_path_factory.mktemp("cache")


def _rule(folder: Path, text: str = SCAN) -> Path:
    path = folder / "closed-ports.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _tuned(folder: Path, cache: Path, text: str = SCAN) -> Tuned:
    asked = Tuning(_rule(folder, text), "coffee-machine", "zones", (1, 2), hours=0.05, settings=EARLY)
    return tune(asked, cache, workers=1)


def test_a_rule_is_heard_on_attacks_and_on_as_many_quiet_days(tmp_path: Path, cache: Path) -> None:
    """Hits with their interval, the time from the clock's start, and no false alert."""
    made = _tuned(tmp_path, cache)
    assert (len(made.attacks), len(made.quiet), made.missed) == (2, 2, ())
    assert made.hits.mean == 1.0
    assert made.hits.lo is not None
    assert 0.2 < made.hits.lo < 0.5
    assert made.wrong == []
    late = replace(made, asked=replace(made.asked, since="step.scan.start"))
    assert all(wait.seen for wait in late.waits)
    assert [a.time_s > b.time_s for a, b in zip(made.waits, late.waits, strict=True)] == [True, True]
    assert made.explained[0].verdict == "fired"


def test_what_was_measured_is_a_test_that_holds(tmp_path: Path, cache: Path) -> None:
    """Its promises are proven by the very runs, under any name; none of them is made again."""
    made = _tuned(tmp_path, cache)
    (tmp_path / "scan.yml").write_text(SCAN, encoding="utf-8")
    (tmp_path / "scan.detect.yml").write_text(regression_of(made, "scan", "./scan.yml"), encoding="utf-8")
    outcome = regress([tmp_path / "scan.detect.yml"], cache=cache, workers=1)
    assert outcome.faults == ()
    assert {check.what for check in outcome.checks} == {
        "expect[0].recall", "expect[0].time_to_detect", "benign.false_alerts_per_day",
    }  # fmt: skip
    assert (outcome.exit_code, outcome.made) == (0, 0)


def test_a_test_that_holds_breaks_with_the_rule(tmp_path: Path, cache: Path) -> None:
    """Whoever spoils the rule afterwards is told."""
    made = _tuned(tmp_path, cache)
    (tmp_path / "scan.yml").write_text(DEAF, encoding="utf-8")
    (tmp_path / "scan.detect.yml").write_text(regression_of(made, "scan", "./scan.yml"), encoding="utf-8")
    assert regress([tmp_path / "scan.detect.yml"], cache=cache, workers=1).exit_code == 1


def test_a_rule_that_misses_says_what_the_nearest_row_lacked_and_promises_nothing(tmp_path: Path, cache: Path) -> None:
    """The first missed seed is explained; a test of silence would prove nothing."""
    made = _tuned(tmp_path, cache, DEAF)
    assert (made.missed, made.explained_seed, made.hits.mean) == ((1, 2), 1, 0.0)
    assert made.time_to_detect.mean is None
    assert made.explained[0].near is not None
    assert made.explained[0].near.otherwise
    with pytest.raises(BadInput, match="promise nothing"):
        regression_of(made, "scan", "./scan.yml")


def test_faults_of_the_text_stand_at_their_lines(tmp_path: Path, cache: Path) -> None:
    """All of them before anything is run; a file without a rule is no sound one."""
    (fault,) = wrong_rules(_rule(tmp_path, SCAN.replace("condition: selection", "condition: selectio")))
    assert fault.place.line > 0
    assert "selectio" in fault.message
    assert wrong_rules(_rule(tmp_path, "# nothing yet\n")) != []
    assert wrong_rules(_rule(tmp_path)) == []
    with pytest.raises(BadInput, match="seed"):
        tune(Tuning(_rule(tmp_path), "coffee-machine", seeds=(1, 1)), cache)
