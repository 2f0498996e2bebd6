"""The damage picture: the worst first, and the title is the finding."""

from __future__ import annotations

from tests.lab.synthetic import made_up_comparison
from twin.lab.figures import damage


def test_postures_are_sorted_by_effect() -> None:
    """The worst on top."""
    assert damage.by_damage(made_up_comparison()) == ["flat", "zones", "zero-trust"]


def test_the_title_is_the_finding() -> None:
    """Worst, best and the share between them."""
    figure = damage.draw(made_up_comparison())
    assert figure.texts[0].get_text().replace("\n", " ") == (
        "An attack that costs 12,500 EUR under flat costs 1,400 EUR under zero-trust, 89 % less"
    )


def test_equal_postures_are_called_equal() -> None:
    """No winner where there is none."""
    comparison = made_up_comparison()
    comparison.quiet = dict(comparison.attacked)
    assert damage.finding(comparison) == "The attack costs the same under every posture"


def test_it_draws_without_any_interval() -> None:
    """One seed has points only."""
    assert damage.draw(made_up_comparison(seeds=1)).axes
