"""The overlay: what responses put in front of the policy, and take away again.

A response never edits the policy's own lines. It puts an entry in front of them and holds a token; lifting the token
removes that entry and nothing else, so undoing in any order restores exactly what was there. Where several entries fit
a flow, the quarantine of an asset counts before that of a zone, a zone's before a block, and of equals the older one.

Sources: NIST SP 800-61 r2, section 3.3 (containment, and its undoing in recovery); MITRE D3FEND D3-NI (network
isolation) and D3-NTF (network traffic filtering).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from twin.core.chance import Ints
from twin.net.enforcement import Absent, Flags, Lines
from twin.net.segmentation import ANY
from twin.net.verdicts import SERVICE_ID, SERVICES, Verdicts

Kind = Literal["mute", "deaf", "quarantine", "quarantine_zone", "block"]
State = tuple[tuple[str, ...], ...]
_ABSENT: Mapping[Kind, Absent] = {"mute": "sender", "deaf": "receiver"}


@dataclass(frozen=True)
class Entry:
    """One thing in front of the policy.

    ``src`` alone is used by the two quarantines, and by ``mute`` and ``deaf``, the two halves of an asset that is
    switched off, which is a response only where ``contains`` says so.
    """

    kind: Kind
    src: str
    dst: str
    service: str
    reason: str
    contains: bool = False

    @property
    def name(self) -> str:
        """Name of the line: ``response:quarantine:amr-017``, ``response:block:camera-03>*:*``."""
        if self.kind in _ABSENT:
            return f"{'response:' if self.contains else ''}off:{self.src}"
        place = f"{self.src}>{self.dst}:{self.service}" if self.kind == "block" else self.src
        return f"response:{self.kind}:{place}"


@dataclass(frozen=True)
class _Active:
    """An entry with its line, and which assets and services it means."""

    entry: Entry
    line: int
    src: Flags
    dst: Flags
    service: Flags

    def fits(self, src: Ints, dst: Ints, service: Ints) -> Flags:
        """Which of the flows it stops."""
        if self.entry.kind == "mute":
            return np.asarray(self.src[src])
        if self.entry.kind == "deaf":
            return np.asarray(self.src[dst])
        if self.entry.kind == "quarantine":
            return np.asarray(self.src[src] | self.src[dst])
        if self.entry.kind == "quarantine_zone":
            return np.asarray(self.src[src] != self.src[dst])
        return np.asarray(self.src[src] & self.dst[dst] & self.service[service])


_BEFORE: tuple[Kind, ...] = ("mute", "deaf", "quarantine", "quarantine_zone", "block")


class Overlay:
    """Entries in force, by token."""

    def __init__(self, verdicts: Verdicts, lines: Lines) -> None:
        self._verdicts, self._lines = verdicts, lines
        self._active: dict[int, _Active] = {}
        self._known: dict[Entry, int] = {}
        self._tokens = 0

    def put(self, entry: Entry) -> int:
        """Put *entry* in front; the token lifts it. Raises ``ValueError`` for a name that is not on this network."""
        src, dst, service = self._assets(entry.src), self._assets(entry.dst), _services(entry.service)
        line = self._known.get(entry)
        if line is None:
            line = self._known[entry] = self._lines.add(
                entry.name,
                entry.reason,
                allow=False,
                response=entry.contains or entry.kind not in _ABSENT,
                absent=_ABSENT.get(entry.kind, ""),
            )
        self._tokens += 1
        self._active[self._tokens] = _Active(entry, line, src, dst, service)
        return self._tokens

    def lift(self, token: int) -> None:
        """Take the entry of *token* away. Raises ``KeyError`` where it is not in force."""
        del self._active[token]

    def over(self, lines: Ints, src: Ints, dst: Ints, service: Ints) -> Ints:
        """*lines* with the entries in force in front of them, shape (n,); a new array where any is."""
        for kind in reversed(_BEFORE):
            for token in sorted(self._active, reverse=True):
                active = self._active[token]
                if active.entry.kind == kind:
                    lines = np.where(active.fits(src, dst, service), active.line, lines)
        return lines

    def quarantined(self) -> Flags:
        """Which assets an asset quarantine holds, shape (assets,)."""
        held = np.zeros(len(self._verdicts.zone), dtype=np.bool_)
        for active in self._active.values():
            if active.entry.kind == "quarantine":
                held |= active.src
        return held

    def held_off(self, asset: str) -> bool:
        """Whether a response has *asset* switched off."""
        entries = (active.entry for active in self._active.values())
        return any(entry.contains and entry.kind == "deaf" and entry.src == asset for entry in entries)

    def state(self) -> State:
        """What is in force, whatever the order in which it was put."""
        entries = (active.entry for active in self._active.values())
        return tuple(sorted((e.kind, e.src, e.dst, e.service, e.reason) for e in entries))

    def _assets(self, name: str) -> Flags:
        marked = np.zeros(len(self._verdicts.zone), dtype=np.bool_)
        marked[self._verdicts.members(name)] = True
        return marked


def _services(name: str) -> Flags:
    marked = np.zeros(len(SERVICES), dtype=np.bool_)
    if name != ANY and name not in SERVICE_ID:
        raise ValueError(f"{name!r} is not a service; known: {', '.join(SERVICES)}")
    marked[SERVICE_ID[name] if name != ANY else slice(None)] = True
    return marked
