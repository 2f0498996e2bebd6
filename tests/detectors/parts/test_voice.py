"""How a detector speaks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.base import Alert
from twin.detectors.parts.voice import Spacing, in_order


@given(st.lists(st.integers(0, 50), max_size=30))
def test_spacing_keeps_its_distance(gaps: list[int]) -> None:
    """Whatever is let through is at least the spacing apart, and nothing later is held back."""
    spacing, now, let = Spacing(60), 0, []
    for gap in gaps:
        now += gap
        if spacing.passes("a", now):
            let.append(now)
    assert all(later - earlier >= 60 for earlier, later in pairwise(let))
    assert (not gaps) == (not let)


def test_keys_do_not_disturb_each_other() -> None:
    """Each key has its own silence."""
    spacing = Spacing(60)
    assert spacing.passes("a", 0)
    assert spacing.passes("b", 1)
    assert not spacing.passes("a", 59)
    assert spacing.quiet("a", 59)
    assert not spacing.quiet("a", 60)


def test_old_keys_are_forgotten() -> None:
    """Memory holds ten thousand keys, and of those only the ones still silent."""
    spacing = Spacing(10)
    for n in range(30_000):
        spacing.passes(n, n)
    assert len(spacing) <= 10_000


def test_order_does_not_depend_on_codes() -> None:
    """Time, then entity, then title."""
    alerts = [Alert(5, "b", "T1", "low", "x"), Alert(5, "a", "T1", "low", "y"), Alert(5, "a", "T1", "low", "x")]
    assert [(alert.entity, alert.title) for alert in in_order(alerts)] == [("a", "x"), ("a", "y"), ("b", "x")]
