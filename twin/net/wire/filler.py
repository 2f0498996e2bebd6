"""Filler: bytes that mean nothing, the same for the same flow, and the ways in which formats make room for them.

Ciphertext and session numbers look random to everybody on the way; here they are the output of an extendable hash,
keyed by the flow's identity, so that a capture is a function of its run.

Sources: FIPS 202 (SHAKE128).
"""

from __future__ import annotations

import hashlib

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" * 4
"""One of 64 letters for each byte."""


def noise(flow: int, purpose: str, size: int) -> bytes:
    """*size* bytes keyed by *flow* and *purpose*."""
    return hashlib.shake_128(f"{flow}/{purpose}".encode()).digest(size) if size > 0 else b""


def letters(flow: int, purpose: str, size: int) -> bytes:
    """*size* letters, digits, hyphens and underscores."""
    return noise(flow, purpose, size).translate(LETTERS)


def pieces(size: int, room: int, full: int, least: int) -> list[int]:
    """Sizes of pieces that fill *room*, then *full* again and again, none below *least*; they sum to *size*.

    A last piece that would be too small takes bytes from the piece before it; *size* itself is at least *least*, and
    so is *room*, by twice.
    """
    found = []
    while size > 0:
        piece = min(size, room)
        if 0 < size - piece < least:
            piece = size - least
        found.append(piece)
        size -= piece
        room = full
    return found
