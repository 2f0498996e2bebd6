"""Figures as tiles."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from dashboards.views.gauges import gauges_html, lately, spark_html
from tests.dashboards.room_views import kpis


def test_a_tile_has_value_unit_and_what_became_of_it() -> None:
    """A sign before the change."""
    html = gauges_html([{**kpis()[0], "trend": [410.0, *[300.0] * 9, 287.0]}])
    for words in ("Picks an hour", "287", "-123 in 10 min"):
        assert words in html


def test_unknown_is_not_zero() -> None:
    """A figure that nobody knows yet is said in words."""
    assert "not known yet" in gauges_html(kpis()[1:])


@pytest.mark.parametrize(
    ("trend", "words"),
    [([1.0] * 10, ""), ([1.0] * 11, "as 10 min ago"), ([9.0, *[1.0] * 10, 3.0], "+2 in 10 min"), ([], "")],
)
def test_a_change_is_that_of_ten_minutes(trend: list[float], words: str) -> None:
    """Ten minutes are eleven values; fewer say nothing."""
    assert lately({"value": 3.0, "trend": trend}) == words
    assert lately({"value": None, "trend": trend}) == ""


def test_a_trend_is_a_picture_that_says_its_ends() -> None:
    """The highest value lies at the top, the lowest at the bottom; words say where it began and ended."""
    html = spark_html([1.0, 3.0, 2.0], "Jams & stops")
    assert "alt='Jams &amp; stops: 1 to 2'" in html
    assert "points='0.0,26.0 50.0,2.0 100.0,14.0'" in unquote(html)


def test_a_flat_trend_and_a_single_value_are_drawn_without_error() -> None:
    """No span divides by nothing; one value is no trend."""
    assert "26.0" in unquote(spark_html([4.0, 4.0], "Jams"))
    assert spark_html([4.0], "Jams") == ""
