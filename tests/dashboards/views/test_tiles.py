"""Numbers as tiles."""

from __future__ import annotations

from dashboards.views.tiles import Tile, tiles, tiles_html
from tests.dashboards.synthetic import Measure


def test_tiles_come_in_the_given_order_with_units() -> None:
    """A metric that a run lacks has no tile."""
    metrics = {"orders_late": Measure(3.0, "orders"), "loss_eur": Measure(12_400.0, "EUR")}
    assert [tile.text for tile in tiles(metrics)] == ["12,400 EUR", "3"]


def test_undefined_is_not_zero() -> None:
    """A time to detect that does not exist is said in words."""
    (tile,) = tiles({"time_to_detect_s": Measure(None, "s")})
    assert (tile.text, tile.defined) == ("not detected", False)
    assert "class='none'" in tiles_html([tile])


def test_tiles_escape_their_words() -> None:
    """Titles and values are text."""
    assert "&lt;b&gt;" in tiles_html([Tile("<b>", "1", defined=True)])
