"""The scenario events list: fire, hold, release and skip injects, hint at what stands in one, tell something new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from twin.core.errors import remedy_for
from twin.core.units import format_duration
from twin.exercise.commands.base import Command, Deed, Room, refusal, seats_named, words
from twin.exercise.spec import Channel, Inject
from twin.exercise.state import InjectState

CHANNELS: tuple[str, ...] = get_args(Channel)


def fire(room: Room, command: Command) -> Sequence[Deed]:
    """Fire an inject now, whatever its condition says."""
    _open(room, command)
    return [Deed("fired", command.ref, {"by": "hand"})]


def hold(room: Room, command: Command) -> Sequence[Deed]:
    """Keep an inject back, even when its condition holds."""
    if _open(room, command).status == "held":
        raise refusal(command, "not-now", f"{command.ref} is held already", "release it, fire it or skip it")
    return [Deed("held", command.ref)]


def release(room: Room, command: Command) -> Sequence[Deed]:
    """Let an inject that is held fire by its condition again."""
    if _open(room, command).status != "held":
        raise refusal(command, "not-now", f"{command.ref} is not held", "only what is held can be released")
    return [Deed("released", command.ref)]


def skip(room: Room, command: Command) -> Sequence[Deed]:
    """Leave an inject out."""
    _open(room, command)
    return [Deed("skipped", command.ref)]


def hint(room: Room, command: Command) -> Sequence[Deed]:
    """Send the hint that the file has for an inject, or another one, to those whom the inject is for."""
    inject = _inject(room, command)
    text = words(command, "text", needed=not inject.facilitator.hint) or inject.facilitator.hint
    return [Deed("hint", command.ref, {"to": seats_named(room, command, inject.to), "text": text})]


def tell(room: Room, command: Command) -> Sequence[Deed]:
    """Tell seats something that no inject says."""
    channel = command.body.get("channel", "email")
    if channel not in CHANNELS:
        raise refusal(command, "not-a-choice", f"no channel {channel!r}", f"channels: {', '.join(CHANNELS)}")
    sender = words(command, "from", needed=False, most=200)
    to = seats_named(room, command, ("all",))
    return [Deed("told", "", {"to": to, "text": words(command, "text"), "channel": channel, "from": sender})]


def _inject(room: Room, command: Command) -> Inject:
    names = list(room.state.injects)
    if command.ref not in names:
        raise refusal(command, "missing-reference", f"no inject {command.ref!r}", remedy_for(command.ref, names))
    return room.state.inject(command.ref)


def _open(room: Room, command: Command) -> InjectState:
    """The inject, which has neither been fired nor left out."""
    _inject(room, command)
    here = room.state.injects[command.ref]
    if here.status == "fired":
        when = format_duration(here.us or 0)
        remedy = "tell the seats something new instead"
        raise refusal(command, "not-now", f"{command.ref} was fired {when} after the start (event {here.seq})", remedy)
    if here.status == "skipped":
        raise refusal(command, "not-now", f"{command.ref} was left out", "tell the seats what it said")
    return here
