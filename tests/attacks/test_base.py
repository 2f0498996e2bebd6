"""What an attack calls what became of it."""

from __future__ import annotations

import pytest

from twin.attacks.base import Attack, outcome_of
from twin.net.message import Fate


@pytest.mark.parametrize(
    ("fate", "outcome"),
    [
        ("denied", "blocked"),
        ("contained", "stopped"),
        ("lost", "failed"),
        ("refused", "failed"),
        ("unanswered", "failed"),
        ("delivered", "failed"),
    ],
)
def test_an_outcome_says_who_stopped_the_attack(fate: Fate, outcome: str) -> None:
    """The policy blocks, a response stops, and everything else is a failure of the attempt itself."""
    assert outcome_of(fate) == outcome


def test_an_attack_without_steps_is_none() -> None:
    """A kind must say what it does."""
    with pytest.raises(TypeError, match="abstract"):
        Attack()  # type: ignore[abstract]
