"""How the door says no: in words, with what to do, and without telling a guesser how near the guess was."""

from __future__ import annotations

from twin.core.errors import BadInput, Fault, Place


def no_entry(where: str, why: str, remedy: str) -> BadInput:
    """A code or a link that opens nothing."""
    return BadInput([Fault(Place(where), "no-entry", why, remedy)])


def too_soon(where: str, why: str, remedy: str) -> BadInput:
    """Somebody who must wait."""
    return BadInput([Fault(Place(where), "too-soon", why, remedy)])


def unusable_store(where: str, why: str, remedy: str) -> BadInput:
    """A store that cannot be opened, or whose key is not safe."""
    return BadInput([Fault(Place(where), "unusable-store", why, remedy)])


def unanswered(where: str, why: str, remedy: str) -> BadInput:
    """A host that does not answer."""
    return BadInput([Fault(Place(where), "no-answer", why, remedy)])
