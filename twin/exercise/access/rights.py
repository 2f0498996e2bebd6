"""What a kind of seat may do at all, whatever the moment: speak, lead, see a picture.

The engine decides whether a command is right now; this is the door before it, and the only one for what is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.core.errors import BadInput, Fault, Place
from twin.exercise.access.seats import FACILITATOR, SILENT, Seat

LEADERS = ("facilitator", "cofacilitator")
SHOWN_BY = {"map": "map", "rooms": "rooms", "network": "network"}
"""What a role must see to be shown a picture, by the first word of its name."""

TRUTH = "truth"
"""A picture whose part begins so shows what no player may know."""


def must_speak(seat: Seat) -> None:
    """Raise unless the seat may send commands."""
    if seat.kind in SILENT:
        raise _not_yours(seat, "say or do anything", "join as a player or a facilitator to take part")


def must_lead(seat: Seat, what: str, *, evaluators: bool = False) -> None:
    """Raise unless the seat leads the exercise, or evaluates it where *evaluators* may too."""
    if seat.kind not in LEADERS and not (evaluators and seat.kind == "evaluator"):
        raise _not_yours(seat, what, "ask a facilitator")


def must_be_facilitator(seat: Seat, what: str) -> None:
    """Raise unless the seat is the facilitator's, who alone can end things for everybody."""
    if seat.kind != FACILITATOR:
        raise _not_yours(seat, what, "ask the facilitator")


def must_see(seat: Seat, sees: Sequence[str], picture: str) -> None:
    """Raise unless the seat may see a picture; *sees* is what its role sees."""
    if seat.kind in (*LEADERS, "evaluator"):
        return
    first, _, rest = picture.partition(":")
    if rest.startswith(TRUTH) or SHOWN_BY.get(first) not in sees:
        raise _not_yours(seat, f"see {picture!r}", "ask a facilitator what there is to see")


def _not_yours(seat: Seat, what: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place("seat"), "not-allowed", f"the seat {seat.seat!r} may not {what}", remedy)])
