"""The summary says the verdict first, and no title breaks its table."""

from __future__ import annotations

import pytest

from tests.lab.detection.outputs.outcomes import ALL, FAULTY, KEPT, outcome
from twin.lab.detection.outputs.markdown import render, score_cells
from twin.lab.detection.results import Outcome


@pytest.mark.parametrize("told", ALL)
def test_the_verdict_is_the_first_line(told: Outcome) -> None:
    """A reader who stops there has the truth."""
    assert render(told).startswith("## ")


def test_a_row_a_promise_and_a_timeline_a_failure() -> None:
    """Each row has six cells, whatever its words are."""
    text = render(outcome())
    rows = [line for line in text.splitlines() if "`expect[" in line or "`cases[" in line]
    assert len(rows) == 5
    assert {row.replace("\\|", "").count("|") for row in rows} == {7}
    assert text.startswith("## 1 broken, 1 mute, 1 untested of 5 promises")
    assert "| ❌ broken | scan on coffee-01: `expect[0].recall` | coffee-machine under flat | 50.0 % |" in text
    assert "not detected by scan on coffee-01" in text
    assert "<b>" not in text
    assert text.count("<details>") == text.count("</details>") == 4


def test_kept_promises_and_faults_have_their_words() -> None:
    """All kept; nothing run."""
    assert render(outcome(KEPT)).startswith("## The one promise was kept")
    assert render(FAULTY).startswith("## 1 fault in 1 file; nothing was run")
    assert "`rules/y.yml:3` **bad-rule**" in render(FAULTY)


def test_a_score_stands_with_its_interval_and_base_rate() -> None:
    """Two attacks, one found, one wrong alert in 72 minutes."""
    cells = score_cells(outcome().tests[0].scores[0])
    assert cells[:5] == ("zones", "scan", "1 of 2", "1", "1")
    assert cells[5].startswith("20 (")
    assert cells[6:8] == ("5.6 %", "50.0 %")
