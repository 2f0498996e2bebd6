"""Moves for properties: everything that anybody could do in the small exercise, in any order and at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.exercise.trial import WALL, on
from twin.core.errors import BadInput
from twin.exercise.commands import Command
from twin.exercise.engine import Engine


class Move(NamedTuple):
    """A command at a time, s after the start."""

    at_s: float
    command: Command


def _command(seat: str, kind: str, ref: str = "", /, **body: Any) -> Command:
    return Command(seat, kind, ref, body)


POOL = (
    _command("soc", "decide", "cut", option="isolate", reason="it looks for services", confidence=80),
    _command("soc", "decide", "cut", option="wait", reason="wait and see", confidence=30),
    _command("soc", "decide", "call", option="yes"),
    _command("ic", "approve", "cut"),
    _command("ic", "reject", "cut", reason="too early"),
    _command("ic", "decide", "call", option="yes"),
    _command("desk", "decide", "last", option="no", reason="the lorry is in it", confidence=50),
    _command("soc", "order", response="isolate_device", target="amr-002", reason="to be sure"),
    _command("soc", "order", response="isolate_device", target="implant-01"),
    _command("soc", "order", response="block_flow", target="amr-001>*"),
    _command("soc", "undo", "1"),
    _command("ic", "undo", "1"),
    _command("soc", "triage", "1", verdict="true", reason="I see it"),
    _command("soc", "escalate", "1", to="ic", text="look at this"),
    _command("ic", "ask", text="may we call the maker"),
    _command("soc", "answer", "why", text="nothing yet"),
    _command("desk", "answer", "later", text="nothing"),
    _command("soc", "acknowledge", "5"),
    _command("desk", "fire", "knock"),
    _command("facilitator", "fire", "knock"),
    _command("facilitator", "fire", "second"),
    _command("facilitator", "hold", "silence"),
    _command("facilitator", "release", "silence"),
    _command("facilitator", "skip", "second"),
    _command("facilitator", "open-card", "last"),
    _command("facilitator", "close-card", "cut"),
    _command("facilitator", "hint", "first", text="take your time"),
    _command("facilitator", "tell", to=["ic"], text="the press is at the gate", channel="phone"),
    _command("facilitator", "module", "one"),
    _command("facilitator", "speed", speed=4),
    _command("facilitator", "pause"),
    _command("facilitator", "resume"),
    _command("facilitator", "step", seconds=7.5),
    _command("cofacilitator", "note", text="qq-note they talk well"),
    _command("evaluator", "rate", "decide", rating="S", why="qq-why somewhat late"),
    _command("evaluator", "finding", text="qq-finding fast", kind="strength", evidence=[1]),
    _command("soc", "join", name="Ana"),
)


BUSY = [
    Move(at_s, command)
    for at_s, command in (
        (5, _command("soc", "join", name="Ana")),
        (22, _command("soc", "acknowledge", "5")),
        (22, _command("soc", "answer", "why", text="nothing yet")),
        (30.5, POOL[0]),
        (31, _command("desk", "fire", "knock")),
        (33, _command("facilitator", "fire", "knock")),
        (40, _command("ic", "reject", "cut", reason="too early")),
        (44, _command("facilitator", "pause")),
        (44, POOL[0]),
        (44, _command("ic", "approve", "cut")),
        (44, _command("facilitator", "step", seconds=0.5)),
        (44.5, _command("facilitator", "resume")),
        (45, _command("soc", "decide", "cut", option="wait", reason="again", confidence=1)),
        (50, _command("facilitator", "module", "one")),
        (52.25, _command("soc", "order", response="isolate_device", target="amr-002", reason="to be sure")),
        (60, _command("facilitator", "open-card", "last")),
        (61, _command("desk", "decide", "last", option="no", reason="the lorry is in it", confidence=50)),
        (70, _command("ic", "ask", text="may we call the maker")),
        (71, _command("facilitator", "hold", "silence")),
        (100, _command("soc", "undo", "2")),
        (150, _command("ic", "decide", "call", option="yes")),
        (160, _command("soc", "undo", "1")),
        (170, _command("soc", "triage", "1", verdict="true", reason="I see it")),
        (180, _command("cofacilitator", "note", text="qq-note they talk well")),
        (190, _command("evaluator", "rate", "decide", rating="S", why="qq-why somewhat late")),
    )
]
"""Moves of which most go through: decided, rejected, decided again and approved, ordered, taken back."""


def moves(most: int = 10, until_s: int = 200) -> st.SearchStrategy[list[Move]]:
    """Moves in order of time; the clock is let go on after each, wherever it was paused."""
    times = st.lists(st.integers(0, until_s * 4), min_size=1, max_size=most).map(sorted)
    return times.flatmap(
        lambda quarters: st.tuples(*(st.sampled_from(POOL) for _ in quarters)).map(
            lambda chosen: [Move(quarter / 4, command) for quarter, command in zip(quarters, chosen, strict=True)]
        )
    )


def play(engine: Engine, played: Sequence[Move], stops: Sequence[float] = ()) -> list[BadInput]:
    """Make every move at its time; refusals are gathered. The clock stops at *stops* (s) on the way as well."""
    refused: list[BadInput] = []
    for move in played:
        for stop in sorted(stops):
            on(engine, min(stop, move.at_s))
        on(engine, move.at_s)
        try:
            engine.do(move.command, WALL)
        except BadInput as error:
            refused.append(error)
    return refused
