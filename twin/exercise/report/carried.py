"""Improvements that go from exercise to exercise: what was agreed, who owns it, until when, and what became of it.

An item that was agreed on without an owner or a day is one all the same, and says so wherever it is listed.

An item is an ``improvement`` event. Its identity is the exercise's (its id in the store; for a folder, see
:func:`identity`) and the event's number. A later ``improvement``
event whose ``ref`` is that identity changes it: ``status`` is ``open`` or ``done``. So the plan of one exercise is the
first page of the next.

Source: HSEEP 2020, chapter 6 (corrective actions are tracked until they are done).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from twin.exercise.event import Event

Status = Literal["open", "done"]
OWNER_OPEN, DATE_OPEN = "owner open", "date open"


@dataclass(frozen=True)
class Carried:
    """An improvement: ``id`` names its exercise and event, ``due`` is a day (ISO 8601) or words."""

    id: str
    exercise: str
    item: str
    owner: str = ""
    due: str = ""
    capability: str = ""
    element: str = ""
    status: Status = "open"
    seq: int = 0
    settled_seq: int = 0
    """The event of this exercise that last changed its status; 0 for none."""

    @property
    def promised(self) -> str:
        """Who will do it until when, in words; what nobody has said is open."""
        return f"{self.owner or OWNER_OPEN}, {self.due or DATE_OPEN}"

    def standing(self, day: str) -> str:
        """``done``, ``open``, or ``overdue`` on *day* (ISO 8601)."""
        late = self.status == "open" and len(self.due) == len("2026-11-22") and self.due < day[:10]
        return "overdue" if late else self.status


def identity(events: Sequence[Event]) -> str:
    """What names an exercise that lies in no store: 16 letters of the digest of the event that ended it, else began it.

    Digests are chained, so plays of one file that went differently have names that differ; what is said after the end
    changes nothing.
    """
    return next((event for event in events if event.kind == "finished"), events[0]).digest[:16]


def improvements(exercise: str, title: str, events: Iterable[Event]) -> list[Carried]:
    """The items that *exercise* itself agreed on; items are changed by later events of the same exercise."""
    found: dict[str, Carried] = {}
    for event in events:
        if event.kind != "improvement":
            continue
        named = event.ref or f"{exercise}#{event.seq}"
        if event.ref and named not in found:
            continue
        found[named] = _item(named, title, event, found.get(named))
    return list(found.values())


def _item(named: str, title: str, event: Event, before: Carried | None) -> Carried:
    body = event.body
    status: Status = "done" if body.get("status") == "done" else "open"
    if before is not None:
        return replace(before, status=status, settled_seq=event.seq)
    names = ("item", "owner", "due", "capability", "element")
    item, owner, due, capability, element = (str(body.get(name) or "") for name in names)
    return Carried(named, title, item, owner, due, capability, element, status, event.seq)


def carried_into(earlier: Iterable[Carried], events: Sequence[Event]) -> list[Carried]:
    """*earlier* items as they stand after this exercise's *events*, open ones first."""
    said: Mapping[str, Event] = {event.ref: event for event in events if event.kind == "improvement" and event.ref}
    found = []
    for item in earlier:
        event = said.get(item.id)
        status: Status = item.status if event is None else "done" if event.body.get("status") == "done" else "open"
        found.append(replace(item, status=status, settled_seq=0 if event is None else event.seq))
    return sorted(found, key=lambda item: (item.status == "done", item.exercise, item.id))
