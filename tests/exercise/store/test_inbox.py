"""Commands are done once, and never lost."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from tests.rooms import chain
from twin.exercise.store.inbox import Answer, Sent
from twin.exercise.store.log import Behind
from twin.exercise.store.store import Store


def test_a_command_is_there_once_however_often_it_is_sent(store: Store, exercise: str) -> None:
    """Its sender's id says that it is the same; another seat's same id is another command."""
    command = Sent("a1", "soc", "ask", "q", {"text": "why?"})
    assert store.send(exercise, command, 1.0)
    assert not store.send(exercise, command, 2.0)
    assert store.send(exercise, command._replace(seat="ic"), 3.0)
    assert [(w.seat, w.kind, w.ref, w.body) for w in store.take(exercise)] == [
        ("soc", "ask", "q", {"text": "why?"}),
        ("ic", "ask", "q", {"text": "why?"}),
    ]


def test_a_command_is_answered_together_with_its_events_or_not_at_all(store: Store, exercise: str) -> None:
    """Where the events cannot be added, the command still waits."""
    store.acquire(exercise, "host", 0.0)
    store.send(exercise, Sent("a1", "soc", "ask", "", {}), 1.0)
    (waiting,) = store.take(exercise)
    events = chain("opened", "asked")
    with pytest.raises(Behind):
        store.settle(exercise, "host", waiting.number, Answer(True, "done"), events[1:], 1, 2.0)
    with pytest.raises(DBAPIError):
        store.settle(exercise, "host", waiting.number, Answer(True, "done"), events[1:], 0, 2.0)
    assert store.take(exercise) == [waiting]
    assert store.events(exercise) == []
    store.settle(exercise, "host", waiting.number, Answer(True, "done"), events, 0, 2.0)
    assert store.take(exercise) == []
    assert store.answer_to(exercise, "soc", "a1") == Answer(True, "done")
    assert store.answer_to(exercise, "ic", "a1") is None
    assert not store.send(exercise, Sent("a1", "soc", "ask", "", {}), 3.0)
