"""Refusals for tests: a command that is not taken says why, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.trial import do
from twin.core.errors import BadInput, Fault
from twin.exercise.engine import Engine
from twin.exercise.state import fold


def refused(engine: Engine, seat: str, kind: str, ref: str = "", /, **body: Any) -> Fault:
    """Why a command is refused; no event, no state and no decision came of it, and it has a remedy."""
    events, decisions = list(engine.events), list(engine.live.decisions)
    with pytest.raises(BadInput) as error:
        do(engine, seat, kind, ref, **body)
    (fault,) = error.value.faults
    assert (engine.events, engine.live.decisions) == (events, decisions)
    assert engine.state == fold(engine.exercise, events)
    assert fault.remedy
    return fault
