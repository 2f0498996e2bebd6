"""Hits as plain tuples."""

from __future__ import annotations

from twin.detectors.sigma_rules.correlations.events import Hit


def test_a_hit_belongs_to_no_group_unless_it_says_so() -> None:
    """Rules on single rows have no groups."""
    assert Hit(5, 1, 2, 3) == (5, 1, 2, 3, ())
