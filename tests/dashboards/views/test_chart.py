"""Small charts."""

from __future__ import annotations

import re
from urllib.parse import unquote

from dashboards.views.chart import Dot, Line, dots_svg, lines_svg, on_page, whisker_svg

DOTS = (
    Dot("zones <a>", -4.0, -6.0, -2.0, "4 less"),
    Dot("flat", None, None, None, "undefined"),
    Dot("vlan", 2.0, None, None, "+2"),
)


def test_dots_lie_on_one_scale_around_zero() -> None:
    """The farthest end touches the edge; what is undefined has words and no mark; names go in escaped."""
    svg = dots_svg(DOTS, "Loss against <flat>")
    at = [float(found) for found in re.findall(r"<circle cx='([\d.]+)'", svg)]
    middle = 210 + (760 - 210 - 190) / 2
    assert len(at) == 2
    assert at[0] < middle < at[1]
    assert round((middle - at[0]) / (at[1] - middle), 1) == 2.0
    assert "zones &lt;a&gt;" in svg
    assert "undefined" in svg


def test_two_branches_have_two_marks_and_their_last_values_apart() -> None:
    """Solid and dashed, a dot and a square, and words that do not lie on each other."""
    svg = lines_svg(
        [0.0, 1.0, 2.0], Line([None, 1.0, 2.0]), Line([None, 1.0, 2.1]), label="Loss", clock=("08:00", "09:00"),
        ends=("2 EUR", "2.1 EUR"), marks=[(1.0, "a decision"), (9.0, "later")],
    )  # fmt: skip
    assert svg.count("stroke-dasharray") == 1
    assert svg.count("<title>") == 1
    levels = sorted(float(y) for y in re.findall(r"<text x='294.0' y='([\d.]+)'", svg))
    assert levels[1] - levels[0] >= 12


def test_a_whisker_shows_the_interval_where_there_is_one() -> None:
    """On a scale of its own."""
    assert whisker_svg(1.0, 0.5, 1.5).count("<line") == 2
    assert whisker_svg(0.0, None, None).count("<line") == 1


def test_charts_become_pictures_in_the_colours_of_the_page() -> None:
    """With what is to be seen as their words; nothing else of the text changes."""
    html = f"<p>Before</p>{dots_svg(DOTS, 'Loss against <flat>')}<p>after</p>"
    light, dark = (on_page(html, dark=dark) for dark in (False, True))
    assert light.startswith("<p>Before</p><img alt='Loss against &lt;flat&gt;' src=\"data:image/svg+xml,")
    assert light.endswith("<p>after</p>")
    assert "#1B2329" in unquote(light)
    assert "#1B2329" not in unquote(dark)
