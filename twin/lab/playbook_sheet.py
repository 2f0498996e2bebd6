"""A playbook as a sheet: when it is for, what each step does, who agrees, what follows, and what it takes of staff.

Source: none; staff time is that of the responses (:mod:`twin.responses.base`).
"""

from __future__ import annotations

from collections.abc import Iterator

from twin.lab.playbook import END, TARGETS, ActionStep, Condition, Playbook, Trigger
from twin.lab.wording import number
from twin.responses import RESPONSES


def sheet(book: Playbook) -> dict[str, str]:
    """Facts about *book* by name, for people: type, trigger, every step, staff time if every step is taken once."""
    facts = {"type": book.type, "trigger": f"{book.trigger.when}{_asked(book.trigger)}"}
    facts |= {f"step {step.id}": "; ".join(_words(book, step)) for step in book.workflow}
    return facts | {"staff time": f"{number(staff_min(book))} min, where every step is taken once"}


def staff_min(book: Playbook) -> float:
    """Staff minutes of all actions of *book*, as its parameters or the responses say; the time to approve aside."""
    return sum(RESPONSES[step.action.kind](**step.action.parameters).staff_min for step in book.workflow)


def _words(book: Playbook, step: ActionStep) -> Iterator[str]:
    parameters = "".join(f" {name} {value}" for name, value in step.action.parameters.items())
    usual = TARGETS[RESPONSES[step.action.kind].target_is][:1]
    yield f"{step.action.kind}{parameters} on {step.on or step.target or ''.join(usual)}"
    if step.only_if is not None:
        yield f"only if{_asked(step.only_if)}, otherwise {book.after(step, 'otherwise')}"
    if step.delay_min:
        yield f"after {step.delay_min:g} min"
    if step.approval_min or step.approver:
        yield f"{step.approver or 'somebody'} agrees in {step.approval_min:g} min"
    for word, how in (("then", "on_success"), ("where it fails", "on_failure")):
        following = step.on_success if how == "on_success" else step.on_failure
        if following not in ("", END):
            yield f"{word} {following}"
    if step.undo_after_min is not None:
        yield f"undone after {step.undo_after_min:g} min"
    if step.undo_when_closed:
        yield "undone when the case is closed"


def _asked(asked: Trigger | Condition) -> str:
    """What is asked, in words, with a blank before."""
    found = []
    for name in type(asked).model_fields:
        value = getattr(asked, name)
        if name != "when" and value not in ((), 1):
            words = ", ".join(value) if isinstance(value, tuple) else str(value)
            found.append(f" {name.replace('_', ' ')} {words}")
    return ";".join(found)
