"""The moment of a move: whether what it waits for has happened, and the number that the room gave to what it is about.

A script names an alert by the asset that it accuses, a message by its inject, a player's question and a measure by
their order; the room numbers them as they come.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin.exercise.engine import Engine
from twin.exercise.known import questions_put
from twin.exercise.measures import measures_of
from twin.exercise.moves import Move, Wait


def _at(engine: Engine, move: Move) -> bool:
    del engine, move
    return True


def _fired_or_opened(engine: Engine, move: Move) -> bool:
    state = engine.state
    if move.after in state.injects:
        return state.injects[move.after].status == "fired"
    return state.cards[move.after].status != "hidden"


def _decided(engine: Engine, move: Move) -> bool:
    return engine.state.cards[move.after].status == "waiting-approval"


def _asked_seat(engine: Engine, move: Move) -> bool:
    return any(question.id == move.ref for question in questions_put(engine.state, move.seat))


def _asked_us(engine: Engine, move: Move) -> bool:
    return len(engine.state.asks) >= _ordinal(move)


def _alerted(engine: Engine, move: Move) -> bool:
    return bool(_alerts(engine, move))


def _measured(engine: Engine, move: Move) -> bool:
    return any(each.number == _ordinal(move) and each.state == "applied" for each in measures_of(engine))


def ready(engine: Engine, move: Move) -> bool:
    """Whether what *move* waits for has happened."""
    return _READY[move.wait](engine, move)


_READY: Mapping[Wait, Callable[[Engine, Move], bool]] = {
    "at": _at, "fired-or-opened": _fired_or_opened, "decided": _decided, "asked": _asked_seat,
    "asked-us": _asked_us, "alert": _alerted, "measure": _measured,
}  # fmt: skip


def ref_of(engine: Engine, move: Move) -> str:
    """What the command is about, by the number that the room gave it."""
    if move.kind in ("triage", "escalate"):
        return str(_alerts(engine, move)[0])
    if move.kind == "acknowledge":
        return str(engine.state.injects[move.ref].seq)
    if move.kind == "reply":
        return str(engine.state.asks[_ordinal(move) - 1].seq)
    return move.ref


def _alerts(engine: Engine, move: Move) -> list[int]:
    return [row["alert"] for row in engine.facts.rows("alert") if row["entity"] == move.ref]


def _ordinal(move: Move) -> int:
    return int(move.ref) if move.ref.isdigit() else 0
