"""Loss: the sum of attack, containment and the usual."""

from __future__ import annotations

import pytest

from tests.lab.logs import evidence, incident, measured, order, robot_time, step, taken, triage
from twin.lab.metrics.parts.prices import loss


def test_its_parts_add_up_to_it() -> None:
    """Attack, containment and the usual are all there is."""
    rows = [
        *order(1, 20, 80, attack=70), *order(2, 20, 80, containment=90), *order(3, 20, 50), *order(4, 30),
        robot_time("lost_attack", 30), robot_time("lost_containment", 10), triage(5, 600), taken(1, "amr-001"),
        incident(2, "near_miss", "attack"), incident(3, "contact", "none", 2.0), step(1, "start"),
    ]  # fmt: skip
    parts = loss(evidence(*rows))
    assert min(parts.attack, parts.containment, parts.usual) > 0
    assert measured("loss_eur", *rows) == pytest.approx(parts.attack + parts.containment + parts.usual)


def test_nothing_lost_is_nothing() -> None:
    """An empty day costs 0 EUR."""
    assert measured("loss_eur") == 0.0
