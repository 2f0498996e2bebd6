"""What an exercise may say."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.exercise.trial import TEXT
from twin.exercise.spec import RATINGS, SECRET, Exercise, Inject, Objective


def test_an_exercise_is_as_long_as_its_modules() -> None:
    """The minutes that people need, all together."""
    assert Exercise.model_validate(TEXT).minutes == sum(each["minutes"] for each in TEXT["modules"])


def test_what_only_those_who_lead_may_know_is_named() -> None:
    """Each secret word is a field of some part of an exercise, and so is no slip."""
    fields = {name for part in (Inject, Objective) for name in part.model_fields} | {"opens"}
    assert set(SECRET) <= fields


def test_ratings_are_those_of_hseep_the_best_first() -> None:
    """U is what is left when no rule holds, so no rule is written for it."""
    assert RATINGS == ("P", "S", "M", "U")
    with pytest.raises(ValidationError, match="literal_error"):
        Objective.model_validate({"id": "a", "text": "b", "rate": {"U": "true"}})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("roles", []),
        ("modules", []),
        ("objectives", []),
        ("format", 2),
        ("twin", {"story": "../x"}),
        ("clock", {"speed": 0}),
    ],
)
def test_an_exercise_has_seats_modules_and_objectives(key: str, value: object) -> None:
    """And a story by its name, and a clock that goes."""
    with pytest.raises(ValidationError):
        Exercise.model_validate({**TEXT, key: value})


def test_a_card_has_at_least_two_options() -> None:
    """One is no decision."""
    card = {**TEXT["decisions"][0], "options": TEXT["decisions"][0]["options"][:1]}
    with pytest.raises(ValidationError):
        Exercise.model_validate({**TEXT, "decisions": [card]})
