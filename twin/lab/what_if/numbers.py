"""Numbers of measures: who takes a measure back means the same one, whatever its number is in the other branch.

The hub numbers measures in order of time, and within one moment in the order in which they were given. So a measure
that is moved, added or left out changes the numbers of others, and each undo has to follow its own; the undo of what is
gone is gone too.

Where playbooks act as well, they number theirs in between, and what they do in the other branch is only known when it
has run. Certain then are the numbers of what was decided before anything differs; the rest is refused.

Sources: none; the numbers are those of :class:`twin.lab.session.Session`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from twin.core.errors import BadInput, Fault, Place
from twin.core.units import Us
from twin.lab.response_plan import ResponsePlan
from twin.lab.scenario import Decision

Key = TypeVar("Key", bound=Hashable)
"""What stays with a decision when it is moved or becomes another."""

Listed = Sequence[tuple[Key, Decision]]
"""Decisions in the order in which they are given."""


def acts_alone(plan: ResponsePlan) -> bool:
    """Whether playbooks may decide: they wait for nobody, or there is somebody to confirm an alert."""
    return any(book.trigger.when == "opened" or plan.crews for book in plan.playbooks)


def measures(listed: Listed[Key]) -> dict[int, Key]:
    """Measures by the number that the hub gives them where nobody else acts."""
    order = sorted(
        (decision.at_us, place) for place, (_, decision) in enumerate(listed) if decision.response is not None
    )
    return {number: listed[place][0] for number, (_, place) in enumerate(order, 1)}


def renumbered(old: Listed[Key], new: Listed[Key], *, alone: bool) -> Iterator[tuple[Key, Decision]]:
    """*new* with each undo meaning the measure of *old* that had its number; where that is gone, so is the undo.

    *alone* says that playbooks number measures too; then :class:`BadInput` is raised for an undo whose number nobody
    can know. A number that *old* did not give stays as it is.
    """
    if alone:
        _check(old, new)
        yield from new
        return
    before, after = measures(old), {key: number for number, key in measures(new).items()}
    for key, decision in new:
        if decision.undo is None or decision.undo not in before:
            yield key, decision
        elif before[decision.undo] in after:
            yield key, decision.model_copy(update={"undo": after[before[decision.undo]]})


def _check(old: Listed[Key], new: Listed[Key]) -> None:
    """Refuse each undo that may mean another measure: something differs before it, and its measure may be later."""
    was, becomes = _by_key(old), _by_key(new)
    differs = {key: _times(was.get(key, []), becomes.get(key, [])) for key in (*was, *becomes)}
    faults = []
    for key, decision in new:
        if decision.undo is None:
            continue
        first_us = min((at_us for other, times in differs.items() if other != key for at_us in times), default=None)
        known_us = min(each.at_us for each in was.get(key, [decision]))
        if first_us is None or known_us < first_us:
            continue
        certain = sum(each.response is not None and each.at_us < first_us for _, each in old)
        if decision.undo > certain:
            faults.append(_unknown(decision.undo))
    if faults:
        raise BadInput(faults)


def _by_key(listed: Listed[Key]) -> dict[Key, list[Decision]]:
    found: dict[Key, list[Decision]] = {}
    for key, decision in listed:
        found.setdefault(key, []).append(decision)
    return found


def _times(was: Sequence[Decision], becomes: Sequence[Decision]) -> list[Us]:
    return [] if was == becomes else [each.at_us for each in (*was, *becomes)]


def _unknown(number: int) -> Fault:
    problem = (
        f"measure {number} is taken back later, and playbooks number theirs in between: "
        "its number after this change is not known before the run."
    )
    remedy = "leave that undo out as well; then run once more with an undo of the number that the other branch shows"
    return Fault(Place("what if"), "unknown-number", problem, remedy)
