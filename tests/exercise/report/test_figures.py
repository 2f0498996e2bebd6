"""Pictures of an exercise."""

from __future__ import annotations

from tests.exercise.reviewed import review
from twin.exercise.report.branches import Branch, Difference
from twin.exercise.report.decisions import decisions_taken
from twin.exercise.report.figures import otherwise, pictures
from twin.lab.figures.style import to_svg


def _branch(title: str, mean: float, *ends: float) -> Branch:
    lo, hi = ends or (None, None)
    return Branch(title, (), 20, (Difference("loss_eur", "EUR", 100.0, 100.0 + mean, mean, lo, hi, 20, 0),))


def test_the_same_exercise_gives_the_same_bytes() -> None:
    """In vectors, with words for those who do not see them."""
    made = review()
    taken = decisions_taken(made)
    one, other = (pictures(made, taken, [_branch("a", -40.0, -60.0, -20.0)]) for _ in range(2))
    assert list(one) == ["course", "measures", "branches"]
    for name, picture in one.items():
        assert to_svg(picture.figure) == to_svg(other[name].figure)
        assert picture.words


def test_the_title_is_the_finding() -> None:
    """How long until the alert, and until the order."""
    made = review()
    found = pictures(made, decisions_taken(made), [])
    assert found["course"].words.startswith("The first right alert came ")
    assert "branches" not in found


def test_every_inject_that_came_is_named() -> None:
    """On its lane."""
    made = review()
    drawn = to_svg(pictures(made, decisions_taken(made), [])["course"].figure)
    assert all(f">{event.ref}<" in drawn for event in made.of("fired"))


def test_the_best_branch_is_the_title_and_chance_is_named() -> None:
    """Sorted by what each would have cost."""
    shown = otherwise([_branch("later", 90.0, 10.0, 170.0), _branch("sooner", -40.0, -90.0, 10.0)])
    assert shown.words.startswith("sooner: 40 EUR less than as it was, which may be chance")
    assert otherwise([_branch("later", 90.0, 10.0, 170.0)]).words.startswith("later: 90 EUR more than as it was L")
