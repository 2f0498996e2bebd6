"""Rules of a visit."""

from __future__ import annotations

from twin.plant.robots import Cause
from twin.plant.visit import NO_ORDER, Visit


def test_a_visit_that_serves_no_order_restocks_its_pod() -> None:
    """The two kinds go to different stations."""
    assert Visit(1, NO_ORDER, 0, 10, (0,), 0, 100).restocks
    assert not Visit(2, 7, 3, 10, (0,), 0, 100).restocks


def test_blame_goes_to_attack_or_containment_and_to_nobody_else() -> None:
    """What nobody caused is nobody's fault."""
    visit = Visit(2, 7, 3, 10, (0,), 0, 100)
    visit.blame(Cause.NONE, 5)
    visit.blame(Cause.ATTACK, 3)
    visit.blame(Cause.CONTAINMENT, 4)
    assert (visit.delays.attack_us, visit.delays.containment_us) == (3, 4)
