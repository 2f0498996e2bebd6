"""An exercise as somebody writes it, short and sound, for tests of reading."""

from __future__ import annotations

from collections.abc import Callable

from twin.core.errors import BadInput, Fault
from twin.exercise.file import Loaded, read_exercise

TEXT = """\
format: 1
title: A short one
twin: {story: coffee-machine, posture: flat, hours: 0.75}
roles:
  - {id: soc, title: Analyst, may: [isolate_device]}
  - {id: lead, title: Lead}
modules:
  - {id: one, title: One, minutes: 60}
objectives:
  - id: contain
    text: Contain it
    rate: {P: t(contained.coffee-01) - t(inject.call) <= 10 min, M: happened(decision.cut)}
injects:
  - id: call
    module: one
    when: {at: "00:05"}
    to: soc
    text: It knocks.
    questions: [why]
    expect: {decision: cut, by: 10 min}
    facilitator: {hint: Look, hint_after: 4 min}
  - {id: later, module: one, when: {after: call, delay: 3 min}, text: It knocks again.}
decisions:
  - id: cut
    title: Cut it off
    to: [soc]
    opens: {after: call}
    approve_by: lead
    closes_after: 20 min
    options:
      - {id: isolate, label: Isolate, actions: [{response: isolate_device, on: coffee-01}], delay: 30 s}
      - {id: meter, label: Meter, actions: [{response: {kind: rate_limit, messages_per_s: 1}, on: coffee-01}]}
      - {id: wait, label: Wait}
questions:
  - {id: why, to: soc, module: one, text: Why?}
counterfactuals:
  - {id: sooner, decision: cut, option: isolate, at: "00:10", compare: [loss_eur]}
"""


def read(*changes: tuple[str, str]) -> Loaded:
    """The exercise with each first text of *changes* replaced by the second."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_exercise(text, "short.yaml")


def faults(*changes: tuple[str, str]) -> tuple[Fault, ...]:
    """The faults of the exercise with *changes*."""
    return refused(lambda: read(*changes))


def refused(act: Callable[[], object]) -> tuple[Fault, ...]:
    """The faults with which *act* is refused; none where it is not."""
    try:
        act()
    except BadInput as error:
        return error.faults
    return ()
