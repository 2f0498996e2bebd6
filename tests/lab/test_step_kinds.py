"""What a step can be."""

from __future__ import annotations

from twin.attacks import ATTACKS
from twin.attacks.adversaries import ADVERSARIES
from twin.lab.step_kinds import STEP_KINDS


def test_a_step_is_an_attack_or_an_adversary() -> None:
    """Every kind of both shelves, and no word means two things."""
    assert set(STEP_KINDS) == {*ATTACKS, *ADVERSARIES}
    assert len(STEP_KINDS) == len(ATTACKS) + len(ADVERSARIES)
