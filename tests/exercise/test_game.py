"""The game: dealt by rule, played like any exercise, judged by the hub."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.written import refused
from twin.exercise.check import check_exercise
from twin.exercise.game import (
    AGAIN,
    ISOLATE,
    PLAIN_WAYS,
    PLAYER,
    STORIES,
    WAIT,
    Game,
    chooser,
    deal,
    judge,
    loss_of,
    play_game,
    score,
)
from twin.lab.loader import load_story
from twin.lab.stories.progress import attack_steps_of

HOURS = 0.3


@lru_cache(maxsize=4)
def dealt(seed: int = 1) -> Game:
    """A short game on one story."""
    return deal(seed, ("compromised-robot",), HOURS)


def test_a_game_is_a_sound_exercise_with_a_handful_of_choices() -> None:
    """One player, cards that follow alerts, options that the hub applies."""
    game = dealt()
    exercise = game.loaded.exercise
    assert [role.id for role in exercise.roles] == [PLAYER]
    assert check_exercise(game.loaded, dry=False).go
    assert exercise.minutes == 15
    assert [card.id for card in exercise.decisions][:1] == ["card-1"]
    assert exercise.decisions[-1].id == AGAIN
    for card in exercise.decisions:
        assert 2 <= len(card.options) <= 5
        assert card.options[-1].id == WAIT
        assert not card.options[-1].actions
    assert exercise.decisions[0].options[0].id == ISOLATE
    assert all(len(inject.text) > len(inject.id) for inject in exercise.injects)
    assert not any(inject.effects for inject in exercise.injects)


def test_the_same_seed_deals_the_same_game() -> None:
    """To the letter; another seed is another run of another hand."""
    assert deal(1, ("compromised-robot",), HOURS).loaded.text == dealt().loaded.text
    assert dealt(2).loaded.text != dealt().loaded.text


def test_whoever_only_watches_loses_what_nobody_loses() -> None:
    """The same hub, the same seed, no decision that does anything: not a cent of difference, and no points."""
    played = play_game(dealt(), lambda _card: WAIT)
    assert loss_of(played) == dealt().nobody_eur
    assert (played.refused, played.never) == ([], [])
    assert score(loss_of(played), dealt().nobody_eur, 0.0).points == 0


def test_the_judge_plays_the_plain_ways_and_takes_the_best() -> None:
    """Whoever plays one of them is judged by it: who is the best has all points."""
    told = judge(dealt(), 0.0)
    assert told.best in PLAIN_WAYS
    assert told.best_eur < dealt().nobody_eur
    assert loss_of(play_game(dealt(), PLAIN_WAYS[told.best])) == told.best_eur
    assert told.points == 100


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_points_are_from_0_to_100_and_a_smaller_loss_never_has_fewer(loss: float, nobody: float, best: float) -> None:
    """Whatever the hub says."""
    points = score(loss, nobody, best).points
    assert 0 <= points <= 100
    assert score(loss / 2, nobody, best).points >= points


@pytest.mark.parametrize(("loss", "points"), [(100.0, 0), (200.0, 0), (60.0, 50), (20.0, 100), (10.0, 100)])
def test_points_are_the_share_of_what_could_be_saved(loss: float, points: int) -> None:
    """Of 100 lost by nobody's acting and 20 at best."""
    assert score(loss, 100.0, 20.0).points == points


def test_where_nothing_could_be_saved_not_to_make_it_worse_is_enough() -> None:
    """A story that nobody can win."""
    assert (score(50.0, 50.0, 50.0).points, score(60.0, 50.0, 50.0).points) == (100, 0)


def test_choices_are_taken_card_by_card() -> None:
    """What a card does not offer is to watch; a word that no card offers is refused with the nearest."""
    game = dealt()
    first, *others = game.loaded.exercise.decisions
    choose = chooser(game, [ISOLATE])
    assert choose(first) == ISOLATE
    assert [choose(card) for card in others] == [WAIT] * len(others)
    [fault] = refused(lambda: chooser(game, ["isolat"]))
    assert (fault.code, "did you mean isolate?" in fault.remedy) == ("not-a-choice", True)


def test_a_story_in_which_nobody_is_accused_is_not_dealt() -> None:
    """There would be nothing to decide."""
    [fault] = refused(lambda: deal(1, ("quiet-day",), 0.1))
    assert fault.code == "never-comes"


@pytest.mark.parametrize("name", STORIES)
def test_every_story_of_the_game_is_an_attack_on_the_small_hub(name: str) -> None:
    """That begins early enough for an hour."""
    story = load_story(name)
    assert story.site == "small"
    assert attack_steps_of(story)
    assert min(step.at_us for step in story.steps if step.at_us is not None) < 40 * 60_000_000
