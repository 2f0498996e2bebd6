"""What a playbook may say, and what follows what."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from tests.answers import one_step
from twin.lab.playbook import END, TARGETS, ActionStep, Condition, Playbook, Target, Trigger
from twin.responses import RESPONSES


def step(name: str, **about: Any) -> dict[str, Any]:
    """A step that isolates."""
    return {"id": name, "action": {"kind": "isolate_device"}, **about}


def test_a_playbook_answers_confirmed_cases_of_high_and_critical_unless_it_says_otherwise() -> None:
    """Of every function, at once; a level that does not exist is refused."""
    book = one_step("cut", "isolate_device")
    assert (book.trigger.when, book.trigger.levels, book.trigger.functions) == ("confirmed", ("high", "critical"), ())
    assert (book.type, book.workflow[0].approval_min, book.workflow[0].undo_after_min) == ("mitigation", 0, None)
    with pytest.raises(ValidationError):
        one_step("cut", "isolate_device", levels=("hihg",))


def test_a_step_is_followed_by_the_next_and_a_refusal_by_nothing() -> None:
    """Unless it says otherwise."""
    told = [step("a"), step("b", on_success="end", on_failure="c", otherwise="c"), step("c")]
    book = Playbook.model_validate({"name": "x", "workflow": told})
    ways = [[book.after(one, how) for how in ("on_success", "on_failure", "otherwise")] for one in book.workflow]
    assert ways == [["b", END, "b"], [END, "c", "c"], [END, END, END]]
    assert book.step("b") is book.workflow[1]
    assert book.step(END) is None


def test_a_playbook_without_a_step_is_refused() -> None:
    """It would be named, and do nothing."""
    with pytest.raises(ValidationError, match="does nothing"):
        Playbook.model_validate({"name": "x", "workflow": []})


@pytest.mark.parametrize("kind", sorted(RESPONSES))
def test_every_response_can_be_aimed(kind: str) -> None:
    """What a response acts on is in the table; all but a tap have a usual word."""
    words = TARGETS[RESPONSES[kind].target_is]
    assert set(words) <= set(get_args(Target))
    assert bool(words) == (RESPONSES[kind].target_is != "tap")


@pytest.mark.parametrize("model", [Trigger, Condition, ActionStep])
def test_every_key_says_what_it_is(model: type[Trigger | Condition | ActionStep]) -> None:
    """For the schema and for readers; a step's name and action say it themselves."""
    dumb = [name for name, field in model.model_fields.items() if not field.description]
    assert set(dumb) <= {"id", "action"}
