"""Loss by containment: what the defence itself costs."""

from __future__ import annotations

import pytest

from tests.lab.logs import decision, measured, robot_time, triage


def test_it_is_the_defences_part() -> None:
    """An hour of a robot at 30 EUR and ten minutes of an analyst at 60 EUR an hour."""
    rows = robot_time("lost_containment", 60), robot_time("lost_attack", 30), triage(5, 600)
    assert measured("loss_containment_eur", *rows) == pytest.approx(30 + 10)


def test_a_false_alarm_costs_though_nothing_happened() -> None:
    """Analysts and the staff of a measure (10 min for an isolation, then a check) work on a quiet day too."""
    rows = triage(5, 600), decision(6, "applied", "isolate_device", "ws-01")
    assert measured("loss_containment_eur", *rows) == pytest.approx(10 + 10 + 150)
