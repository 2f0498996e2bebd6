"""The clock and the agenda: begin, pause, go on, how fast, which module, and the end."""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.errors import remedy_for
from twin.exercise.commands.base import Command, Deed, Room, refusal

FASTEST = 600
"""Simulated seconds a second."""

LONGEST_STEP_S = 60
"""Simulated seconds that the host can run while everybody waits for it."""


def pause(room: Room, command: Command) -> Sequence[Deed]:
    """Stop the hub's clock; people may go on to talk and to decide."""
    if room.state.status == "paused":
        raise refusal(command, "not-now", "the clock is paused already", "resume, when everybody is ready")
    return [Deed("paused", "", {"why": "by hand"})]


def resume(room: Room, command: Command) -> Sequence[Deed]:
    """Begin, or go on."""
    if room.state.status == "running":
        raise refusal(command, "not-now", "the clock runs already", "nothing is to be done")
    return [Deed("resumed")]


def step(room: Room, command: Command) -> Sequence[Deed]:
    """Go on for some seconds of the hub's time; the engine goes there at once and pauses again."""
    if room.state.status == "running":
        raise refusal(command, "not-now", "the clock runs already", "pause first, then step")
    value = command.body.get("seconds", LONGEST_STEP_S)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LONGEST_STEP_S:
        problem = f"a step of {value!r} seconds"
        raise refusal(command, "out-of-range", problem, f"allowed is more than 0, at most {LONGEST_STEP_S} seconds")
    return [Deed("resumed", "", {"for_s": float(value)})]


def speed(room: Room, command: Command) -> Sequence[Deed]:
    """How many simulated seconds pass in a second."""
    del room
    value = command.body.get("speed")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= FASTEST:
        problem = f"a speed of {value!r}"
        raise refusal(command, "out-of-range", problem, f"allowed is more than 0, at most {FASTEST} seconds a second")
    return [Deed("speed", "", {"speed": float(value)})]


def module(room: Room, command: Command) -> Sequence[Deed]:
    """Go to another module of the agenda; nothing where it is the module now."""
    names = [each.id for each in room.exercise.modules]
    if command.ref not in names:
        raise refusal(command, "missing-reference", f"no module {command.ref!r}", remedy_for(command.ref, names))
    return [] if command.ref == room.state.module else [Deed("module", command.ref)]


def finish(room: Room, command: Command) -> Sequence[Deed]:
    """End the exercise; what remains is to talk it over."""
    del room, command
    return [Deed("finished", "", {"why": "by hand"})]
