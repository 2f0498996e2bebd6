"""What has been put to a seat: questions appear with the inject or the module that asks them, never before."""

from __future__ import annotations

from twin.exercise.spec import Question
from twin.exercise.state import EVERYBODY, State


def questions_put(state: State, seat: str) -> list[Question]:
    """The questions that *seat* has been asked so far: with an inject, or by a module that has begun."""
    told = {name for message in state.messages if message.reaches(seat) for name in message.questions}
    with_inject = {name for inject in state.exercise.injects for name in inject.questions}
    begun = _begun(state)
    return [
        question
        for question in state.exercise.questions
        if (EVERYBODY in question.to or seat in question.to)
        and (question.id in told or (question.id not in with_inject and question.module in begun))
    ]


def _begun(state: State) -> set[str]:
    """The modules that have been the present one; all of them once the exercise is over."""
    modules = [module.id for module in state.exercise.modules]
    if state.status == "finished":
        return set(modules)
    return set() if state.status == "waiting" else {modules[0], *(event.ref for event in state.said("module"))}
