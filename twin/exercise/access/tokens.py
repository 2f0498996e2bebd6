"""Tokens: the exercise, seat and name that somebody joined with, signed and good for twelve hours.

A token stands in the browser's address, so that a page that is loaded again, or a server that was started again, knows
who is asking. It is signed with a key of its own and says when it ends; a letter changed anywhere, another store's key,
an exercise of another round, or a late hour, and it opens nothing.

Sources: itsdangerous documentation; OWASP Cheat Sheet Series, "Session Management".
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from twin.exercise.access.refusal import no_entry
from twin.exercise.access.seats import Seat, kind_of
from twin.exercise.access.secret import derived

HOURS = 12.0
LONGEST = 1_000
"""Letters of a token at most; what is longer is not looked at."""

_WHERE = "link"
_JOIN_AGAIN = "join again with the code of your seat"


class Passport(NamedTuple):
    """A seat, and the round of the exercise that it was given in."""

    seat: Seat
    round_number: int


def token_of(secret: bytes, passport: Passport) -> str:
    """The signed token of a passport."""
    seat = passport.seat
    told = [seat.exercise, seat.seat, seat.name, int(seat.until_s), passport.round_number]
    return str(_signer(secret).dumps(told))


def read_token(secret: bytes, token: str, now_s: float) -> Passport:
    """What a token says, or :class:`~twin.core.errors.BadInput` where it is forged or has ended."""
    from itsdangerous import BadData

    if not token or len(token) > LONGEST:
        raise no_entry(_WHERE, "this is no link to a seat", _JOIN_AGAIN)
    try:
        exercise, seat, name, until_s, round_number = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise no_entry(_WHERE, "this link was not made here, or was changed", _JOIN_AGAIN) from error
    if now_s >= until_s:
        raise no_entry(_WHERE, f"this link was good for {HOURS:g} hours and has ended", _JOIN_AGAIN)
    return Passport(Seat(exercise, seat, kind_of(seat), name, float(until_s)), round_number)


def void() -> Exception:
    """What is said where the exercise has gone on to another round, or is not in this store."""
    return no_entry(_WHERE, "this link is no longer good for this exercise", _JOIN_AGAIN)


def _signer(secret: bytes) -> Any:
    from itsdangerous import URLSafeSerializer

    key = derived(secret, "seat token")
    return URLSafeSerializer(key, salt="twin.exercise.seat", signer_kwargs={"digest_method": hashlib.sha256})
