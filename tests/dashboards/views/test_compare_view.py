"""A comparison on a page."""

from __future__ import annotations

from dashboards.views.compare_view import best_of, note, table_html, view_of_comparison
from tests.lab.synthetic import made_up_comparison


def test_the_best_of_each_column_is_bold() -> None:
    """And only that one."""
    html = table_html(made_up_comparison())
    assert html.count("<b>") == 2
    assert "<b>1,650 EUR</b>" in html


def test_nothing_is_best_where_all_are_equal() -> None:
    """A tie has no winner."""
    assert best_of(made_up_comparison(), "energy_kwh") is None


def test_a_mean_has_its_interval_beside_it() -> None:
    """In small type, and undefined cases in words."""
    html = table_html(made_up_comparison())
    assert "<small>± 616</small>" in html
    assert "not detected" in html


def test_the_note_says_how_the_numbers_came_about() -> None:
    """Seeds, hours, site, and whether chance was shared."""
    assert note(made_up_comparison()).startswith("4 seeds, 1.5 h, site small; the same orders, people and faults")


def test_the_view_has_words_table_and_figure() -> None:
    """All that the page shows is there, and the figure is a picture."""
    view = view_of_comparison(made_up_comparison(), "twin compare x")
    assert "zero-trust" in view.answer
    assert "<svg" in view.figure
