"""The account of an import: what was read, what was skipped and why, what was unknown, where a file was cut short.

Every reason is counted, and its first place is kept: a file with a million bad lines gives one fault with a count.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from twin.core.errors import Fault, Place

_MOST_FIELDS = 2_000
_OTHERS = "(others)"


@dataclass(frozen=True)
class Skipped:
    """Why records were left out, how many, and the first of them."""

    reason: str
    count: int
    first: Fault


@dataclass
class Account:
    """What became of the records of one import.

    ``read`` counts records by log, ``unknown`` and ``missing`` fields by log and name, ``notes`` what was assumed;
    ``partial`` says where a source ends before its end, and why.
    """

    read: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: dict[str, dict[str, int]] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    partial: list[Fault] = field(default_factory=list)
    _skipped: dict[str, Skipped] = field(default_factory=dict)

    def take(self, log: str, missing: Iterable[str] = (), unknown: Iterable[str] = ()) -> None:
        """Count one record of *log*, with what it lacked and what it had besides."""
        self.read[log] = self.read.get(log, 0) + 1
        _add(self.missing.setdefault(log, {}), missing)
        _add(self.unknown.setdefault(log, {}), unknown)

    def take_many(self, log: str, count: int, missing: Mapping[str, int], unknown: Mapping[str, int]) -> None:
        """Count *count* records of *log*; *missing* and *unknown* say how many of them lacked or had each field."""
        if not count:
            return
        self.read[log] = self.read.get(log, 0) + count
        for counts, found in ((self.missing, missing), (self.unknown, unknown)):
            known = counts.setdefault(log, {})
            for name, number in found.items():
                if number:
                    _add(known, (name,), number)

    def skip(self, place: Place, code: str, reason: str, detail: str = "", remedy: str = "") -> None:
        """Count one record that was left out for *reason*; *detail* says what is wrong with this one."""
        known = self._skipped.get(reason)
        if known is None:
            message = f"{reason}: {detail}" if detail else f"{reason}."
            self._skipped[reason] = Skipped(reason, 1, Fault(place, code, message, remedy))
        else:
            self._skipped[reason] = replace(known, count=known.count + 1)

    def note(self, text: str, count: int = 1) -> None:
        """Count something that was assumed or kept apart."""
        self.notes[text] = self.notes.get(text, 0) + count

    def cut(self, place: Place, cause: str, remedy: str = "everything before it is kept") -> None:
        """A source ends here before its end."""
        self.partial.append(Fault(place, "unreadable-file", cause, remedy))

    @property
    def records(self) -> int:
        """Records read, of all logs."""
        return sum(self.read.values())

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Every reason, the most frequent first."""
        return tuple(sorted(self._skipped.values(), key=lambda each: (-each.count, each.reason)))

    def to_json(self) -> dict[str, Any]:
        """The account as ``import.json`` keeps it."""
        return {
            "read": dict(sorted(self.read.items())),
            "skipped": [
                {"reason": each.reason, "count": each.count, "first": str(each.first.place), "code": each.first.code,
                 "message": each.first.message} for each in self.skipped
            ],
            "unknown_fields": _sorted(self.unknown),
            "missing_fields": _sorted(self.missing),
            "notes": dict(sorted(self.notes.items())),
            "partial": bool(self.partial),
            "cut_short": [{"place": str(fault.place), "cause": fault.message} for fault in self.partial],
        }  # fmt: skip


def _sorted(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {log: dict(sorted(names.items())) for log, names in sorted(counts.items()) if names}


def _add(counts: dict[str, int], names: Iterable[str], number: int = 1) -> None:
    """Count *names*; a file that makes up names without end fills no memory."""
    for name in names:
        known = name if name in counts or len(counts) < _MOST_FIELDS else _OTHERS
        counts[known] = counts.get(known, 0) + number
