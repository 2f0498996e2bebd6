"""Commands that were sent and not answered yet, of one browser: each keeps its id, so that a retry is the same command.

The store does a command once, whatever its id is sent how often. So what somebody sends again while it waits, with
equal content, goes under the id that it had. Once it is answered the id is gone: the same words are then a new command.

Source: Kleppmann, "Designing Data-Intensive Applications", chapter 11 (idempotent operations).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from twin.exercise.outside import unguessable

_WAITING = "unanswered"


class Command(NamedTuple):
    """A command under its id; ``done`` is called once it is done."""

    id: str
    kind: str
    ref: str
    done: Callable[[], None] | None = None


def command_of(token: str, kind: str, ref: str, body: Mapping[str, Any]) -> Command:
    """The command with that content: the one that waits, or a new one."""
    return waiting().get(_content(token, kind, ref, body)) or Command(unguessable(12).hex(), kind, ref)


def keep(token: str, command: Command, body: Mapping[str, Any]) -> None:
    """Remember that *command* waits, as the last one."""
    content = _content(token, command.kind, command.ref, body)
    waiting().pop(content, None)
    waiting()[content] = command


def forget(command_id: str) -> None:
    """The command of that id waits no more."""
    kept = waiting()
    for content in [each for each, command in kept.items() if command.id == command_id]:
        del kept[content]


def then(done: Callable[[], None]) -> None:
    """Call *done* once the command that was kept last is done."""
    kept = waiting()
    if kept:
        content, command = kept.popitem()
        kept[content] = command._replace(done=done)


def waiting() -> dict[str, Command]:
    """What waits, by content."""
    found: dict[str, Command] = st.session_state.setdefault(_WAITING, {})
    return found


def clear() -> None:
    """Forget all: another seat is taken."""
    st.session_state.pop(_WAITING, None)


def _content(token: str, kind: str, ref: str, body: Mapping[str, Any]) -> str:
    return json.dumps([token, kind, ref, dict(body)], sort_keys=True)
