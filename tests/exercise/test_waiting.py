"""Waiting: an inject is armed when only the hub can keep it."""

from __future__ import annotations

import pytest

from twin.exercise.conditions import read_condition
from twin.exercise.waiting import waits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now >= 60", False),
        ("now >= t(inject.a) + 60", False),
        ("now >= t(inject.b) + 60", True),
        ("happened(decision.cut)", True),
        ("happened(alert.coffee-01)", False),
        ("t(alert.coffee-01) > t(inject.a)", False),
        ("happened(inject.a) and not happened(decision.cut)", False),
        ("happened(inject.a) and happened(decision.cut)", True),
        ("happened(inject.a) or happened(decision.cut)", False),
        ("happened(inject.b) or happened(decision.cut)", True),
        ("count(inject.b) == 0", False),
        ("held(happened(inject.b), 1 min)", True),
        ("held(kpi.alerts > 3, 1 min)", False),
    ],
)
def test_only_what_must_happen_at_the_table_is_waited_for(text: str, expected: bool) -> None:
    """Where the inject a was fired, and nothing else has happened."""
    assert waits(read_condition(text), {"inject.a"}) is expected
