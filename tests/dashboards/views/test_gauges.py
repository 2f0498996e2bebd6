"""Figures as tiles."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from dashboards.views.gauges import gauges_html, spark_html, standing
from tests.dashboards.room_views import kpis


def test_a_tile_has_value_unit_and_its_place_against_normal() -> None:
    """Below its normal range is a mark and a word."""
    html = gauges_html(kpis())
    for words in ("Picks an hour", "287", "▼ below normal", "350 to 450"):
        assert words in html


def test_unknown_is_not_zero() -> None:
    """A figure that nobody knows yet is said in words."""
    assert "not known yet" in gauges_html(kpis()[1:])


@pytest.mark.parametrize(
    ("value", "words"), [(349.0, "below normal"), (350.0, "normal:"), (450.0, "normal:"), (451.0, "above normal")]
)
def test_the_ends_of_the_range_are_normal(value: float, words: str) -> None:
    """A range includes its ends."""
    assert words in standing({"value": value, "normal": [350.0, 450.0]})


def test_no_range_says_nothing() -> None:
    """Without a normal range there is nothing to stand against."""
    assert standing({"value": 1.0, "normal": None}) == ""


def test_a_trend_is_a_picture_that_says_its_ends() -> None:
    """The highest value lies at the top, the lowest at the bottom; words say where it began and ended."""
    html = spark_html([1.0, 3.0, 2.0], "Jams & stops")
    assert "alt='Jams &amp; stops: 1 to 2'" in html
    assert "points='0.0,26.0 50.0,2.0 100.0,14.0'" in unquote(html)


def test_a_flat_trend_and_a_single_value_are_drawn_without_error() -> None:
    """No span divides by nothing; one value is no trend."""
    assert "26.0" in unquote(spark_html([4.0, 4.0], "Jams"))
    assert spark_html([4.0], "Jams") == ""
