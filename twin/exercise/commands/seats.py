"""Coming and going: who sits where."""

from __future__ import annotations

from collections.abc import Sequence

from twin.exercise.commands.base import Command, Deed, Room, words

_LONGEST_NAME = 80


def join(room: Room, command: Command) -> Sequence[Deed]:
    """Somebody takes the seat, with a name; who sits there already stays."""
    name = words(command, "name", most=_LONGEST_NAME)
    return [] if name in room.state.seats.get(command.seat, ()) else [Deed("joined", "", {"name": name})]


def leave(room: Room, command: Command) -> Sequence[Deed]:
    """Somebody leaves the seat; what was done from it stays."""
    name = words(command, "name", most=_LONGEST_NAME)
    return [Deed("left", "", {"name": name})] if name in room.state.seats.get(command.seat, ()) else []
