"""Loss by attack: the attack's part of the price list."""

from __future__ import annotations

import pytest

from tests.lab.logs import incident, measured, order, robot_time, taken, triage


def test_it_is_the_attacks_part() -> None:
    """Half an hour of a robot at 30 EUR an hour and one asset to clean at 1,500 EUR, in use for 59 minutes at 1 EUR."""
    rows = robot_time("lost_attack", 30), robot_time("lost_containment", 60), taken(1, "amr-001")
    assert measured("loss_attack_eur", *rows) == pytest.approx(15 + 1_500 + 59)


def test_a_quiet_day_loses_nothing_to_an_attack() -> None:
    """Late orders and false alarms are not an attack's."""
    rows = [*order(1, 20, 80), triage(5, 600), incident(3, "near_miss")]
    assert measured("loss_attack_eur", *rows) == 0.0
