"""Events: the log of an exercise, of which each line says what the line before was.

An exercise is its file, its seed and its events; everything else can be computed again. Each event carries the digest
of the one before and its own digest over all of its content, so that a line that was changed, taken out, put in or
moved is noticed (:func:`verify`). What a chain alone cannot notice is that its last lines are missing: whoever keeps
the log remembers how long it was.

Wall time comes from outside, as text: nothing in here reads a clock.

Sources: S. Haber, W. S. Stornetta, How to time-stamp a digital document, Journal of Cryptology 3 (1991) 99-111 (linked
digests); FIPS 180-4 (SHA-256); RFC 8785 in spirit (one way to write a JSON value: sorted keys, no spaces).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us

Body = Mapping[str, Any]
"""What an event says beside who, when and of what: values that JSON has."""

ENGINE = ""
"""The seat of what nobody did: injects that fire by their condition, cards that close, the end."""


@dataclass(frozen=True)
class Event:
    """One line of the log of an exercise.

    ``seq`` counts from 1. ``sim_us`` is the hub's time after the story's start, ``wall`` that of the people (ISO 8601,
    UTC), ``seat`` who did it (empty: the engine), ``kind`` one of the words of :mod:`twin.exercise.state`, ``ref`` what
    it is about, ``before`` the digest of the event before.
    """

    seq: int
    sim_us: Us
    wall: str
    seat: str
    kind: str
    ref: str = ""
    body: Body = field(default_factory=dict)
    before: str = ""
    digest: str = ""

    def sealed(self) -> Event:
        """The same event with the digest of its content."""
        return replace(self, digest=self._hash())

    def intact(self, before: str) -> bool:
        """Whether it follows an event of digest *before*, and is what it was when it was sealed."""
        return self.before == before and self.digest == self._hash()

    def to_json(self) -> str:
        """One line of JSON, the same in every process."""
        return _canonical(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Event:
        """The event of one line; raises :class:`BadInput` where it is none."""
        try:
            return cls(**json.loads(text))
        except (TypeError, ValueError) as error:
            raise _broken(0, f"a line of the log cannot be read: {error}") from None

    def _hash(self) -> str:
        content = {name: value for name, value in asdict(self).items() if name != "digest"}
        return hashlib.sha256(_canonical(content).encode()).hexdigest()


def verify(events: Iterable[Event], after: Event | None = None) -> None:
    """Raise :class:`BadInput` that names the first event that is not what it was, or not where it was.

    The first one follows *after*, or begins a log.
    """
    before, expected = ("", 1) if after is None else (after.digest, after.seq + 1)
    for event in events:
        if event.seq != expected:
            raise _broken(expected, f"number {expected} is expected, and {event.seq} is there")
        if not event.intact(before):
            raise _broken(expected, "its content is not that of its digest, or it does not follow the event before")
        before, expected = event.digest, expected + 1


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _broken(seq: int, problem: str) -> BadInput:
    remedy = "play from a copy of the log that nobody has changed"
    return BadInput([Fault(Place("log of the exercise", seq), "broken-log", problem, remedy)])
