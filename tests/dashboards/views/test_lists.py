"""Lists as tables."""

from __future__ import annotations

from dashboards.views.lists import list_html


def test_text_goes_in_escaped() -> None:
    """A scenario cannot write markup into the page."""
    html = list_html([{"What": "<script>x</script>"}])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_long_list_says_how_many_are_hidden() -> None:
    """The first rows are shown, the rest is counted."""
    html = list_html([{"n": n} for n in range(1500)], shown=3)
    assert html.count("<tr>") == 1 + 3
    assert "1,497 more are hidden" in html


def test_a_short_list_hides_nothing() -> None:
    """No note where nothing is hidden."""
    assert "hidden." not in list_html([{"n": 1}])
