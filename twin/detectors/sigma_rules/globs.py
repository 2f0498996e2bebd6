"""Wildcards: a pattern of fixed pieces, ``*`` (any text, also none) and ``?`` (one character).

A backtracking matcher needs time that grows with a power of the text's length for ``*a*a*a*``. Here every piece between
two stars is looked for once, from the left: the leftmost place leaves most room for the rest, so no choice is ever
taken back, and the time is at most the product of both lengths.

Sources: Sigma specification 2.1.0, wildcards and escaping.
"""

from __future__ import annotations

from collections.abc import Sequence

Piece = tuple[str, ...]
"""Fixed texts with one free character between each two of them: ``("ab", "", "c")`` is ``ab??c``."""


class Glob:
    """A pattern cut at its stars."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._first, self._middle, self._last = pieces[0], tuple(pieces[1:-1]), pieces[-1]
        self._whole = len(pieces) == 1
        self._head, self._tail = _length(self._first), _length(self._last)
        self._least = sum(_length(piece) for piece in pieces)
        self._plain = all(len(piece) == 1 for piece in pieces)

    def fits(self, text: str) -> bool:
        """The whole of *text* is as the pattern says."""
        if len(text) < self._least or not _at(self._first, text, 0):
            return False
        if self._whole:
            return len(text) == self._least
        end = len(text) - self._tail
        if not _at(self._last, text, end):
            return False
        start = self._head
        for piece in self._middle:
            start = _find(piece, text, start, end)
            if start < 0:
                return False
        return True

    def fit(self, texts: Sequence[str]) -> list[bool]:
        """Which of *texts* are as the pattern says; the four usual shapes without a call for each text."""
        if self._plain and len(self._middle) <= 1:
            first, last = self._first[0], self._last[0]
            if self._whole:
                return [text == first for text in texts]
            if not self._middle and not (first and last):
                return [text.startswith(first) for text in texts] if first else [text.endswith(last) for text in texts]
            if self._middle and not first and not last:
                within = self._middle[0][0]
                return [within in text for text in texts]
        return [self.fits(text) for text in texts]


def _length(piece: Piece) -> int:
    return sum(len(fixed) for fixed in piece) + len(piece) - 1


def _at(piece: Piece, text: str, start: int) -> bool:
    """*piece* lies in *text* from *start* on."""
    for fixed in piece:
        if not text.startswith(fixed, start):
            return False
        start += len(fixed) + 1
    return True


def _find(piece: Piece, text: str, start: int, end: int) -> int:
    """Where the leftmost place of *piece* in ``text[start:end]`` ends; -1 where there is none."""
    length = _length(piece)
    if len(piece) == 1:
        found = text.find(piece[0], start, end)
        return found + length if found >= 0 else -1
    return next((at + length for at in range(start, end - length + 1) if _at(piece, text, at)), -1)
