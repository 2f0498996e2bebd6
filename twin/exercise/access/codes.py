"""Join codes: what somebody reads aloud or writes on a board, one for each seat of an exercise.

A code is ten letters and digits of Crockford's alphabet (no I, L, O or U), 50 bits, and follows from the store's key,
the exercise, its round and the seat. So nothing is kept that could be stolen, codes can be shown again at any time, and
a new round makes all of them void. With a hundred open seats and 200 wrong tries a minute (:mod:`.tries`), guessing one
takes 50 000 years on average.

Sources: Crockford, "Base 32"; NIST SP 800-63B, section 5.1.2 (look-up secrets: at least 20 bits, and a limit on tries).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping

from twin.exercise.access.secret import derived

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_HEARD = str.maketrans("ILO", "110", " -\t\n\r")


def code_of(secret: bytes, exercise: str, round_number: int, seat: str) -> str:
    """The code that opens *seat*, in two groups of five."""
    drawn = int.from_bytes(derived(secret, "join code", exercise, str(round_number), seat))
    letters = [ALPHABET[(drawn >> (5 * n)) & 31] for n in range(LENGTH)]
    return "".join(letters[:5]) + "-" + "".join(letters[5:])


def codes_of(secret: bytes, exercise: str, round_number: int, seats: Iterable[str]) -> dict[str, str]:
    """The code of each of *seats*."""
    return {seat: code_of(secret, exercise, round_number, seat) for seat in seats}


def plain(code: str) -> str:
    """A code as typed, put straight: any case, with or without hyphen, O for 0 and I or L for 1."""
    return code.upper().translate(_HEARD)[: 4 * LENGTH]


def opened_by(typed: str, codes: Mapping[str, str]) -> str | None:
    """The seat that a typed code opens, or None; every code is compared, in the same time for all."""
    given = plain(typed).encode()
    found = None
    for seat, code in codes.items():
        if hmac.compare_digest(plain(code).encode(), given):
            found = seat
    return found
