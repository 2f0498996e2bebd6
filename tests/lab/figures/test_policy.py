"""A policy drawn: a box a zone in Purdue order, its seven levels, and conduits with services."""

from __future__ import annotations

import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from tests.lab.policy.subjects import subject_of
from twin.lab.figures import policy
from twin.lab.figures.style import WIDTH_IN, to_svg
from twin.lab.policy.sheet import Sheet, sheet_of, show_policy
from twin.policies import POLICIES


def _words(shown: Sheet) -> list[str]:
    return [text.get_text() for text in policy.draw(shown).axes[0].texts]


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_every_zone_is_a_box_and_every_conduit_a_line(kind: str) -> None:
    """No more and no fewer."""
    shown = sheet_of(subject_of(kind))
    patches = policy.draw(shown).axes[0].patches
    assert sum(isinstance(patch, FancyBboxPatch) for patch in patches) == len(shown.zones)
    assert sum(isinstance(patch, FancyArrowPatch) for patch in patches) == len(shown.conduits)


def test_the_title_is_the_finding() -> None:
    """How zones are joined, how many conduits no need uses, and how many zones miss a level."""
    shown = show_policy("vlan", "small")
    assert policy.finding(shown) == "vlan: 10 conduits between 5 zones, 1 without a need; 4 of 4 miss a level"
    assert policy.draw(shown).texts[0].get_text().replace("\n", " ") == policy.finding(shown)


def test_zones_stand_in_order_of_their_purdue_level() -> None:
    """The internet on top, robots and the cold chain at the bottom, and no two boxes touch."""
    shown = show_policy("zones", "small")
    where, height = policy.places(shown.zones, shown)
    assert where["internet"][1] == max(y for _, y in where.values())
    assert where["robots"][1] == where["cold_chain"][1] == min(y for _, y in where.values())
    width, tall = policy.BOX_IN
    spots = sorted(where.values())
    assert all(
        abs(a[0] - b[0]) >= width or abs(a[1] - b[1]) >= tall for n, a in enumerate(spots) for b in spots[n + 1 :]
    )
    assert all(0 <= x <= WIDTH_IN - width and y + tall <= height for x, y in spots)


def test_a_level_that_misses_its_target_says_both() -> None:
    """Robots achieve 0 of 2 for IAC under zones; where nothing is missing the level stands alone."""
    words = _words(show_policy("zones", "small"))
    assert "0<2" in words
    assert "3" in words


def test_services_stand_on_their_conduits_but_names_and_time_do_not() -> None:
    """Every zone asks for names; to write it ten times would hide the rest."""
    words = _words(show_policy("zones", "small"))
    assert "robot_api (20)" in words
    assert "mqtt (20)" in words
    assert not [word for word in words if "dns" in word or "ntp" in word]


def test_what_is_asked_beyond_rules_is_in_the_subtitle() -> None:
    """Inspection and keys under zero trust."""
    figure = policy.draw(show_policy("zero-trust", "small"))
    text = figure.texts[1].get_text().replace("\n", " ")
    assert "Every flow is inspected; a session needs the device's own key." in text


def test_the_picture_is_the_same_every_time() -> None:
    """Byte for byte."""
    assert to_svg(policy.draw(show_policy("zones", "small"))) == to_svg(policy.draw(show_policy("zones", "small")))
