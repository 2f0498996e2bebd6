"""Carrying out playbooks: which fit a case, and one step after the other until the workflow ends.

A playbook is begun once for each asset of a case. Before each step the condition is asked, then the delay passes, then
whoever must approve is waited for; if the case is closed by then nothing is done any more. Whether a step succeeded is
known when its response is in force or refused, and decides which step follows.

Sources: OASIS CACAO 2.0, section 4 (workflow steps).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from twin.core.units import us
from twin.lab.playbook import TARGETS, ActionStep, Condition, Playbook, Trigger
from twin.lab.soc.cases import Case, Cases
from twin.lab.soc.desk import Desk, Door, Ends
from twin.lab.soc.staff import Staff
from twin.responses import RESPONSES
from twin.responses.parts.fleet import FLEET


@dataclass(frozen=True)
class _Course:
    """One playbook under way: for which asset of which case, and the alert that set it off."""

    book: Playbook
    case: Case
    entity: str
    number: int

    @property
    def reason(self) -> str:
        return f"alert {self.number}"


class CarryingOut:
    """The playbooks of one run."""

    def __init__(self, desk: Desk, door: Door, cases: Cases, staff: Staff, books: Iterable[Playbook]) -> None:
        self._desk, self._door, self._cases, self._staff, self._books = desk, door, cases, staff, tuple(books)
        self._awaited: dict[int, tuple[_Course, ActionStep]] = {}
        self._until_closed: dict[int, list[tuple[int, Playbook]]] = {}

    def begin(self, case: Case, number: int, when: str) -> None:
        """Begin whatever fits *case* and has not been begun for its assets; *when* is the word of the trigger."""
        for book in self._books:
            if book.trigger.when == when:
                for entity in list(case.accused):
                    if (book.name, entity) not in case.begun and self._fits(book.trigger, case, entity):
                        case.begun.add((book.name, entity))
                        self._go_to(_Course(book, case, entity, number), book.workflow[0].id)

    def closed(self, case: Case) -> None:
        """Take back what lasts as long as *case*."""
        for number, book in self._until_closed.pop(case.number, []):
            self._take_back(number, book, "the case is closed")

    def settled(self, number: int, applied: bool) -> None:
        """Decision *number* is in force, or was refused."""
        course, step = self._awaited.pop(number, (None, None))
        if course is None or step is None:
            return
        if applied:
            self._limit(course, step, number)
        self._go_to(course, course.book.after(step, "on_success" if applied else "on_failure"))

    def _limit(self, course: _Course, step: ActionStep, number: int) -> None:
        """See to it that *step* is taken back in time."""
        if step.undo_after_min is not None:
            words = f"in force for {step.undo_after_min:g} min"
            undo = partial(self._take_back, number, course.book, words)
            self._desk.clock.after(us(60 * step.undo_after_min), f"soc/undo/{number:05d}", undo)
        if step.undo_when_closed and course.case.closed:
            self._take_back(number, course.book, "the case is closed")
        elif step.undo_when_closed:
            self._until_closed.setdefault(course.case.number, []).append((number, course.book))

    def _take_back(self, number: int, book: Playbook, reason: str) -> None:
        if self._door.in_force(number):
            self._door.undo(number, book.name, reason)

    def _go_to(self, course: _Course, name: str) -> None:
        """Come to the step called *name*; steps that are passed over take no time."""
        step = course.book.step(name)
        while step is not None and not self._holds(step.only_if, course.case, course.entity):
            step = course.book.step(course.book.after(step, "otherwise"))
        if step is None or course.case.closed:
            return
        wait_us = us(60 * step.delay_min)
        if step.approver:
            wait_us += self._staff.there_after(step.approver, self._desk.clock.now_us + wait_us)
        key = f"soc/approve/{course.number:07d}/{course.book.name}/{step.id}/{course.entity}"
        self._desk.clock.after(wait_us + us(60 * step.approval_min), key, partial(self._act, course, step))

    def _act(self, course: _Course, step: ActionStep) -> None:
        """The approval is there; if the entity was cleaned while it was awaited, there is nothing left to do."""
        if not course.case.closed and self._cases.still_accused(course.case, course.entity):
            target = step.on or self._aim(step, course)
            number = self._door.decide(step.action, target, course.book.name, course.reason)
            self._awaited[number] = (course, step)

    def _aim(self, step: ActionStep, course: _Course) -> str:
        """The target of *step* as its response wants it."""
        sort, entity = RESPONSES[step.action.kind].target_is, course.entity
        word = step.target or TARGETS[sort][0]
        if word == "source":
            entity = next((ends.src for ends in _shown(self._desk, course.case)), entity)
        return f"{entity}>*" if sort == "flow" else _NAMED[word](self._desk, course.case, entity)

    def _fits(self, trigger: Trigger, case: Case, entity: str) -> bool:
        zone = self._desk.zone_of.get(entity, "")
        named = not trigger.entities or any(fnmatchcase(entity, pattern) for pattern in trigger.entities)
        drawn = not trigger.zones or zone in trigger.zones
        return named and drawn and self._known(trigger, case, entity)

    def _holds(self, condition: Condition | None, case: Case, entity: str) -> bool:
        if condition is None:
            return True
        enough = len(case.detectors) >= condition.detectors_at_least
        return enough and self._cases.assets >= condition.entities_at_least and self._known(condition, case, entity)

    def _known(self, asked: Trigger | Condition, case: Case, entity: str) -> bool:
        """Whether level, function, detectors and techniques are such; an empty list asks nothing."""
        asset = self._desk.inventory.by_name.get(entity)
        return (
            (not asked.levels or case.level in asked.levels)
            and (not asked.functions or (asset is not None and asset.function in asked.functions))
            and (not asked.detectors or bool(case.detectors & set(asked.detectors)))
            and (not asked.techniques or any(_is_part(one, asked.techniques) for one in case.techniques))
        )


def _shown(desk: Desk, case: Case) -> Iterator[Ends]:
    """The flows that the alerts of *case* show, the first alert's first."""
    for flow in case.evidence:
        ends = desk.flow(flow)
        if ends is not None:
            yield ends


def _is_part(technique: str, wanted: tuple[str, ...]) -> bool:
    """Whether *technique* is one of those *wanted*, or part of one."""
    return technique in wanted or technique.partition(".")[0] in wanted


def _itself(_desk: Desk, _case: Case, entity: str) -> str:
    return entity


def _zone(desk: Desk, _case: Case, entity: str) -> str:
    return desk.zone_of.get(entity, entity)


def _room(desk: Desk, _case: Case, entity: str) -> str:
    asset = desk.inventory.by_name.get(entity)
    return asset.area if asset is not None and asset.area else entity


def _key(desk: Desk, _case: Case, entity: str) -> str:
    asset = desk.inventory.by_name.get(entity)
    return asset.vendor if asset is not None and asset.vendor else entity


def _account(desk: Desk, case: Case, entity: str) -> str:
    """The account that was shown last, wherever it opens anything; else the asset's own."""
    return _login(desk, case, entity).partition("@")[0]


def _login(desk: Desk, case: Case, entity: str) -> str:
    """The account that was shown last, where it was shown."""
    shown = [f"{ends.user}@{ends.dst}" for ends in _shown(desk, case) if ends.user]
    return shown[-1] if shown else entity


def _fleet(_desk: Desk, _case: Case, _entity: str) -> str:
    return FLEET


_NAMED: dict[str, Callable[[Desk, Case, str], str]] = {
    "entity": _itself, "source": _itself, "zone": _zone, "room": _room, "key": _key, "account": _account,
    "login": _login, "fleet": _fleet,
}  # fmt: skip
