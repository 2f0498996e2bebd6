"""Names below a domain."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.names import Names
from twin.detectors.parts.tunnels import Tunnels, band, domain_of


def _ask(tunnels: Tunnels, names: Names, asked: list[tuple[int, str]], now_us: int = 0) -> dict[int, tuple[str, int]]:
    source = np.array([who for who, _ in asked], dtype=np.int64)
    return tunnels.ask(source, names.codes(name for _, name in asked), now_us, names)


def test_different_names_below_one_domain_count_for_each_asker() -> None:
    """The same name again does not."""
    tunnels, names = Tunnels(100), Names()
    asked = [(1, "a.x.example"), (1, "b.x.example"), (1, "a.x.example"), (2, "c.x.example"), (1, "www.y.example")]
    assert _ask(tunnels, names, asked) == {1: ("x.example", 2), 2: ("x.example", 1)}
    assert _ask(tunnels, names, asked) == {}


def test_after_the_time_that_is_kept_the_count_begins_anew() -> None:
    """A name a day is no tunnel."""
    tunnels, names = Tunnels(100), Names()
    for day in range(9):
        assert _ask(tunnels, names, [(1, f"n{day}.x.example")], 101 * day) == {1: ("x.example", 1)}


@pytest.mark.parametrize(
    ("count", "level"),
    [(99, None), (100, "low"), (499, "low"), (500, "medium"), (800, "high"), (999, "high"), (1000, "critical")],
)
def test_bands_are_those_of_the_configuration(count: int, level: str | None) -> None:
    """100, 500, 800 and 1,000 names."""
    assert band(count) == level


@pytest.mark.parametrize(
    ("name", "domain"), [("a.b.c.example", "c.example"), ("c.example.", "c.example"), ("host", "host"), ("", "")]
)
def test_a_domain_is_two_labels(name: str, domain: str) -> None:
    """Or what there is."""
    assert domain_of(name) == domain
