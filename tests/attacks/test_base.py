"""What an attack is, before it is any."""

from __future__ import annotations

from typing import get_args

import pytest

from twin.attacks.base import Attack, Result


def test_an_attack_without_steps_is_none() -> None:
    """A kind must say what it does."""
    with pytest.raises(TypeError, match="abstract"):
        Attack()  # type: ignore[abstract]


def test_an_attacker_knows_only_whether_it_worked() -> None:
    """Whether a policy or a response stood in the way is not theirs to know."""
    assert set(get_args(Result)) == {"success", "failed"}


def test_unless_it_says_so_an_attack_needs_a_foothold_and_takes_nothing() -> None:
    """The defaults are the harmless ones."""
    assert (Attack.by_hand, Attack.takes, Attack.each) == (False, False, False)
