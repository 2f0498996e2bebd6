"""The situation manual."""

from __future__ import annotations

from tests.exercise.reviewed import GUIDE, LATER, NEVER, secret_trial
from tests.exercise.trial import OPENS, RATES
from twin.exercise.papers.document import cites_of
from twin.exercise.papers.manual import situation_manual
from twin.exercise.papers.markdown import markdown


def test_players_learn_nothing_that_the_exercise_has_in_store() -> None:
    """No inject, card, option, question, condition, rule, guide or story stands in it."""
    loaded = secret_trial()
    text = markdown(situation_manual(loaded, LATER)).decode()
    exercise = loaded.exercise
    secrets = [*GUIDE.values(), NEVER, *OPENS.values(), *(rule for rates in RATES.values() for rule in rates.values())]
    secrets += [inject.text for inject in exercise.injects] + [card.title for card in exercise.decisions]
    secrets += [question.text for question in exercise.questions] + [loaded.inputs.story.title]
    secrets += ["Isolate it", "Watch it"]  # labels that are no common words
    assert [secret for secret in secrets if secret in text] == []


def test_players_learn_who_sits_where_how_long_and_what_for() -> None:
    """Seats, parts with minutes, objectives, ratings and rules."""
    loaded = secret_trial(summary="A quiet night.", audience="Night shift")
    text = markdown(situation_manual(loaded, LATER, "TLP:GREEN")).decode()
    for role in loaded.exercise.roles:
        assert role.title in text
    for wanted in (
        "A quiet night.",
        "Night shift",
        "Decide soon",
        "TLP:GREEN",
        "performed without challenges",
        "| Two | 5 | 5 |",
    ):
        assert wanted in text


def test_a_manual_cites_no_log() -> None:
    """There is none yet."""
    assert cites_of(situation_manual(secret_trial(), LATER)) == ()
