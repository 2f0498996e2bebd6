"""Questions are put with the inject or the module that asks them, never before."""

from __future__ import annotations

from tests.exercise.trial import begun, do, on, trial
from twin.exercise.engine import Engine
from twin.exercise.known import questions_put


def names(engine: Engine, seat: str) -> list[str]:
    """The questions before *seat*."""
    return [question.id for question in questions_put(engine.state, seat)]


def test_a_question_of_an_inject_comes_with_it() -> None:
    """To the seats that the inject was told to, and that the question is for."""
    engine = begun(to_s=10)
    assert names(engine, "soc") == []
    on(engine, 30)
    assert (names(engine, "soc"), names(engine, "ic")) == (["why"], [])


def test_a_question_of_a_module_comes_when_it_begins() -> None:
    """And stays when the next one begins."""
    engine = begun(to_s=10)
    assert names(engine, "desk") == []
    do(engine, "facilitator", "module", "two")
    assert names(engine, "desk") == ["later"]
    do(engine, "facilitator", "module", "one")
    assert names(engine, "desk") == ["later"]


def test_at_the_end_what_is_left_is_asked() -> None:
    """The hot wash has the questions of all modules, not those of an inject that never came."""
    engine = begun(to_s=10)
    do(engine, "facilitator", "finish")
    assert names(engine, "soc") == ["later"]


def test_nothing_is_asked_before_the_beginning() -> None:
    """Not even what the first module asks."""
    asked = [{"id": "warm-up", "to": ["all"], "module": "one", "text": "Who are you?"}]
    engine = Engine(trial(questions=asked), "")
    assert names(engine, "ic") == []
    do(engine, "facilitator", "resume")
    assert names(engine, "ic") == ["warm-up"]
