"""What a command is, who may give it and when, and how it is refused.

A command that is refused leaves nothing behind. The refusal says what is wrong and what to do instead, and tells a
player nothing that the seat may not know: a card that is not open yet is as unknown as one that there is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from unicodedata import category

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us
from twin.exercise.conditions import Memory
from twin.exercise.event import Event
from twin.exercise.facts import LiveFacts
from twin.exercise.file import Loaded
from twin.exercise.spec import Exercise, Role
from twin.exercise.state import State
from twin.exercise.targets import Targets
from twin.lab.live import Live

LEADERS = ("facilitator", "cofacilitator")
JUDGES = (*LEADERS, "evaluator")
RESERVED = (*JUDGES, "observer", "projector")
"""Seats that are no player's."""
PLAYER = "player"
EVERYONE = (*RESERVED, PLAYER)

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that make a reader see another order than was written (Unicode TR 36, section 2.5)."""

MOST_CHARACTERS = 4_000
"""In anything that somebody writes."""


@dataclass(frozen=True)
class Command:
    """What *seat* wants to be done: a word of the table of commands, what it is about, and what it says."""

    seat: str
    kind: str
    ref: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


class Room(Protocol):
    """What a command may look at: the exercise, where it stands, and the hub."""

    loaded: Loaded
    exercise: Exercise
    state: State
    live: Live
    facts: LiveFacts
    targets: Targets
    caused_by: list[int]
    memory: Memory
    events: list[Event]

    @property
    def now_us(self) -> Us:
        """The hub's time."""


class Deed(NamedTuple):
    """What follows from a command: an event without its number."""

    kind: str
    ref: str = ""
    body: Mapping[str, Any] = {}


Act = Callable[[Room, Command], Sequence[Deed]]


class Kind(NamedTuple):
    """A kind of command: who may give it, and whether before the beginning and after the end as well."""

    act: Act
    who: tuple[str, ...]
    before: bool = False
    after: bool = False


def refusal(command: Command, code: str, problem: str, remedy: str) -> BadInput:
    """A refusal of *command* in words."""
    return BadInput([Fault(Place(command.kind), code, problem, remedy)])


def kind_of_seat(exercise: Exercise, seat: str) -> str:
    """The kind of *seat*: one of the reserved ones, ``player``, or nothing where there is no such seat."""
    if seat in RESERVED:
        return seat
    return PLAYER if any(role.id == seat for role in exercise.roles) else ""


def role_of(exercise: Exercise, seat: str) -> Role | None:
    """The role that *seat* plays, or None."""
    return next((role for role in exercise.roles if role.id == seat), None)


def words(command: Command, name: str, *, needed: bool = True, most: int = MOST_CHARACTERS) -> str:
    """The text *name* of what *command* says."""
    value = command.body.get(name, "")
    if not isinstance(value, str):
        raise refusal(command, "wrong-type", f"{name} is no text", "write it in words")
    if needed and not value.strip():
        raise refusal(command, "missing-value", f"{name} is missing", f"say the {name} in a few words")
    if len(value) > most:
        problem = f"{name} has {len(value):,} characters; allowed are {most:,}"
        raise refusal(command, "wrong-length", problem, "say it in fewer words")
    if not plain(value):
        raise refusal(command, "bad-value", f"{name} has characters that are no text", "write it in plain characters")
    return value.strip()


def plain(text: str) -> bool:
    """Whether *text* can be written down anywhere and read as it is written.

    No control characters beside line breaks, no halves of characters, none of the codes that Unicode keeps from being
    characters for ever, and nothing that turns the order of what follows.
    """
    written = all(each in "\n\r\t" or category(each) not in ("Cc", "Cs") for each in text)
    return written and not any(map(_is_no_character, text)) and _TURNING.isdisjoint(text)


def _is_no_character(each: str) -> bool:
    """Whether it is one of the 66 noncharacters (The Unicode Standard, section 23.7)."""
    code = ord(each)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def seats_named(room: Room, command: Command, usual: Sequence[str]) -> list[str]:
    """The seats in ``to``: one, several or all; *usual* where it is left out."""
    value = command.body.get("to") or list(usual)
    named = [value] if isinstance(value, str) else value
    known = ("all", *(role.id for role in room.exercise.roles))
    wrong = [each for each in named if each not in known] if isinstance(named, list | tuple) else [value]
    if wrong or not named:
        raise refusal(
            command, "missing-reference", f"no seat {wrong[0] if wrong else value!r}", f"seats: {', '.join(known)}"
        )
    return list(dict.fromkeys(named))


def whole(command: Command, what: str) -> int:
    """The number that ``ref`` is; *what* says of what."""
    if not (command.ref.isascii() and command.ref.isdigit() and len(command.ref) < 10):
        raise refusal(command, "bad-value", f"{command.ref!r} is no number of {what}", f"name the number of {what}")
    return int(command.ref)
