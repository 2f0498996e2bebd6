"""Errors, and how the lab tells people what is wrong.

::

    TwinError                 anything the lab says on purpose
    |-- BadInput              something a user wrote is wrong: every fault of it at once; exit code 2
    |-- InvariantBroken       the model broke its own law (two robots on one cell): entity and time; a bug of ours
    `-- RunInterrupted        somebody pressed Ctrl-C; what is complete is kept; exit code 130

A programmer's mistake stays a built-in error. A :class:`Fault` says what, where, the value, what is allowed and the
remedy, on one line that editors can jump to.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a user wrote something: a file (or a flag), and a line and column from 1 (0: unknown)."""

    source: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.source, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True)
class Fault:
    """One fault in something a user wrote.

    ``code`` is a word that ``twin explain`` knows, such as ``unknown-kind``; ``message`` names the path and the value;
    ``remedy`` says what to write instead.
    """

    place: Place
    code: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        first = f"{self.place}  {self.code}  {self.message}"
        return f"{first}\n  {self.remedy}" if self.remedy else first


class TwinError(Exception):
    """Anything the lab says on purpose."""


class BadInput(TwinError):
    """Something a user wrote is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[BadInput], tuple[tuple[Fault, ...]]]:
        """How it crosses from a worker to its caller."""
        return type(self), (self.faults,)

    def summary(self) -> str:
        """The closing line: how many faults, where, and where to read more."""
        files = len({fault.place.source for fault in self.faults})
        count = f"{len(self.faults)} fault{'s' * (len(self.faults) != 1)} in {files} place{'s' * (files != 1)}"
        return f"{count}; nothing was run.  (twin explain {self.faults[0].code})"


class InvariantBroken(TwinError):
    """The model broke one of its own laws."""

    def __init__(self, law: str, entity: str, time_us: int, detail: str) -> None:
        self.law, self.entity, self.time_us = law, entity, time_us
        self.detail = detail
        super().__init__(f"{law}: {entity} at {time_us / 1e6:.6f} s: {detail}")

    def __reduce__(self) -> tuple[type[InvariantBroken], tuple[str, str, int, str]]:
        """How it crosses from a worker to its caller."""
        return type(self), (self.law, self.entity, self.time_us, self.detail)


class RunInterrupted(TwinError):
    """Ctrl-C in the middle of a run."""


MOST_NAMED = 8
"""Known words that a remedy names at most."""


MEANT_LETTERS = 4
"""So many letters at the beginning of a word say which one was meant."""


def remedy_for(wrong: str, known: Iterable[str]) -> str:
    """``did you mean scan?  known: allow_list, dns, scan`` for a word that is none of *known*.

    Of more than eight known words it names those that look most like *wrong*, and how many more there are.
    """
    words = sorted(set(known))
    nearest = nearest_word(wrong, words)
    hint = f"did you mean {nearest}?  " if nearest else ""
    named = words if len(words) <= MOST_NAMED else sorted(_most_alike(wrong, words))
    more = f" ... and {len(words) - len(named)} more" if len(named) < len(words) else ""
    return f"{hint}known: {', '.join(named) or 'none'}{more}"


def _most_alike(wrong: str, words: Sequence[str]) -> list[str]:
    folded = wrong.replace("-", "_").lower()
    matcher = difflib.SequenceMatcher(b=folded, autojunk=False)

    def unlike(word: str) -> float:
        matcher.set_seq1(word.replace("-", "_").lower())
        return -matcher.ratio()

    return sorted(words, key=unlike)[:MOST_NAMED]


def nearest_word(wrong: str, known: Sequence[str]) -> str | None:
    """The word of *known* that looks most like *wrong*, if one looks like it at all."""
    fold = {word.replace("-", "_").lower(): word for word in known}
    word = wrong.replace("-", "_").lower()
    begun = [known_word for known_word in fold if len(word) >= MEANT_LETTERS and known_word.startswith(word)]
    match = begun or difflib.get_close_matches(word, list(fold), n=1, cutoff=0.6)
    return fold[match[0]] if match else None
