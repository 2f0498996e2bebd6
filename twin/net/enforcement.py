"""The lines of an enforcement point: what each says, and how often it decided.

Whatever decides over a flow is a line here, the explicit rules and the implicit ones alike (``inside:<zone>``,
``default``, what a response put in front). A verdict is the number of a line, so that every flow row can name the rule
that decided it, and a counter that stays at zero shows a rule that nobody needs.

Sources: NIST SP 800-41 r1, Guidelines on Firewalls and Firewall Policy (rule sets, default deny, review of rules that
never match); NIST SP 800-207 (policy enforcement point).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.names import Names

Flags = npt.NDArray[np.bool_]
Absent = Literal["", "sender", "receiver"]
"""Who is switched off: a sender that is says nothing, to a receiver that is somebody speaks in vain."""


@dataclass(frozen=True)
class Line:
    """One compiled line.

    ``code`` is its name in the log; ``response`` marks those that a response put there, ``watched`` those that would
    deny and only count, because the policy is not enforced yet. ``absent`` is no verdict at all: an end is not there.
    """

    name: str
    code: int
    allow: bool
    reason: str
    verbs: tuple[str, ...] = ()
    response: bool = False
    watched: bool = False
    absent: Absent = ""


class Lines:
    """All lines of one network, numbered from 0 in order of making; a number stays valid for ever."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lines: list[Line] = []
        self._allow: Flags = np.zeros(0, dtype=np.bool_)
        self._response: Flags = np.zeros(0, dtype=np.bool_)
        self._watched: Flags = np.zeros(0, dtype=np.bool_)
        self._absent: Flags = np.zeros(0, dtype=np.bool_)
        self._unsaid: Flags = np.zeros(0, dtype=np.bool_)
        self._codes: Ints = np.zeros(0, dtype=np.int64)
        self._hits: Ints = np.zeros(0, dtype=np.int64)
        self._single_hits: defaultdict[int, int] = defaultdict(int)
        self._stale = False

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, line: int) -> Line:
        return self._lines[line]

    def add(
        self, name: str, reason: str, *, allow: bool, verbs: tuple[str, ...] = (), response: bool = False,
        watched: bool = False, absent: Absent = "",
    ) -> int:  # fmt: skip
        """Number of a new line."""
        self._lines.append(Line(name, self._names.code(name), allow, reason, verbs, response, watched, absent))
        self._stale = True
        return len(self._lines) - 1

    def allowed(self, lines: Ints) -> Flags:
        """Whether each of *lines* lets a flow through, shape (n,)."""
        self._refresh()
        return self._allow[lines]

    def contained(self, lines: Ints) -> Flags:
        """Whether each of *lines* was put there by a response, shape (n,)."""
        self._refresh()
        return self._response[lines]

    def watched(self, lines: Ints) -> Flags:
        """Whether each of *lines* would deny and only counts, shape (n,)."""
        self._refresh()
        return self._watched[lines]

    def absent(self, lines: Ints) -> Flags:
        """Whether each of *lines* stands for an end that is switched off, shape (n,)."""
        self._refresh()
        return self._absent[lines]

    def unsaid(self, lines: Ints) -> Flags:
        """Whether each of *lines* stands for a sender that is switched off, shape (n,): nothing was said."""
        self._refresh()
        return self._unsaid[lines]

    def codes(self, lines: Ints) -> Ints:
        """Name code of each of *lines*, shape (n,)."""
        self._refresh()
        return self._codes[lines]

    def count(self, lines: Ints | int, times: int = 1) -> None:
        """Add *times* hits to every one of *lines* (repeats count again)."""
        if isinstance(lines, (int, np.integer)):
            self._single_hits[lines] += times
        else:
            self._refresh()
            self._hits += times * np.bincount(lines, minlength=len(self._hits))

    def hits(self) -> dict[str, int]:
        """Hits by name of line, lines without any included."""
        self._refresh()
        found: dict[str, int] = {}
        for number, (line, hits) in enumerate(zip(self._lines, self._hits.tolist(), strict=True)):
            found[line.name] = found.get(line.name, 0) + hits + self._single_hits[number]
        return found

    def _refresh(self) -> None:
        """Rebuild the arrays after new lines; hits of old lines are kept."""
        if not self._stale:
            return
        self._allow = np.array([line.allow for line in self._lines], dtype=np.bool_)
        self._response = np.array([line.response for line in self._lines], dtype=np.bool_)
        self._watched = np.array([line.watched for line in self._lines], dtype=np.bool_)
        self._absent = np.array([bool(line.absent) for line in self._lines], dtype=np.bool_)
        self._unsaid = np.array([line.absent == "sender" for line in self._lines], dtype=np.bool_)
        self._codes = np.array([line.code for line in self._lines], dtype=np.int64)
        self._hits = np.concatenate([self._hits, np.zeros(len(self._lines) - len(self._hits), dtype=np.int64)])
        self._stale = False
