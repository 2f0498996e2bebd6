"""Seats: who sits where, and which of them only look on.

Players sit at a role of the exercise (``soc``, ``ic``); five seats are there in every exercise. Observers and the
projector see what is public and say nothing. Whether a seat may do a thing at this moment is the engine's to say; here
only those who may do nothing at all are stopped, before anything is written.

Source: Homeland Security Exercise and Evaluation Program, 2020 edition, section 3 (players, facilitators, evaluators,
observers).
"""

from __future__ import annotations

from typing import NamedTuple

FACILITATOR = "facilitator"
RESERVED = (FACILITATOR, "cofacilitator", "evaluator", "observer", "projector")
"""Seats of every exercise; a role cannot have one of these names."""

SILENT = ("observer", "projector")
"""Seats that look on."""

PLAYER = "player"


class Seat(NamedTuple):
    """Somebody's place in an exercise, as a signed token says it."""

    exercise: str
    seat: str
    kind: str
    """One of :data:`RESERVED`, or ``player``."""
    name: str
    until_s: float
    """When the token ends, seconds since 1970."""


def kind_of(seat: str) -> str:
    """Which kind of seat it is."""
    return seat if seat in RESERVED else PLAYER
