"""Workflow commands are one line each, whatever is said."""

from __future__ import annotations

import pytest

from tests.lab.detection.outputs.outcomes import ALL, BROKEN, FAULTY, KEPT, outcome
from twin.lab.detection.outputs.github import render
from twin.lab.detection.results import Outcome


@pytest.mark.parametrize("told", ALL)
def test_every_line_is_a_command(told: Outcome) -> None:
    """No message breaks out of its line, and the last one says how it ended."""
    lines = render(told).splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert "title=Detections::" in lines[-1]


def test_a_mark_lies_on_the_rule_and_what_is_kept_has_none() -> None:
    """Colons and commas of a title are escaped; breaks of a message are."""
    first = render(outcome(BROKEN)).splitlines()[0]
    assert first.startswith("::error file=rules/scan.yml,line=4,title=expect[0].recall of scan on coffee-01 in ")
    assert first.endswith("%0Awanted: at least 0.4 at 95%25")
    assert [line.split("::")[1].split()[0] for line in render(outcome(KEPT)).splitlines()] == ["warning", "notice"]
    assert render(FAULTY).startswith("::error file=rules/y.yml,line=3,title=bad-rule::")
