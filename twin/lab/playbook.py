"""A playbook: what is done about a case, step by step, in the words of CACAO.

A **trigger** says which cases it is for, a **workflow** what is done: each step is an action (a response) on a target,
after a delay and an approval, under a condition, with the step that follows where it succeeds or fails. Left out, a
step is followed by the next one in the list where it succeeds or is passed over, and by nothing where it fails.

Source: OASIS, CACAO Security Playbooks 2.0 (2023): playbook types (section 3.1.1), ``workflow``, ``on_success``,
``on_failure``, ``delay``, ``description``. CACAO's ``if-condition`` is ``only_if`` with ``otherwise`` here; approval,
undo and the words for targets are ours, for CACAO leaves them to its agents.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from twin.lab.choice import Choice, Name
from twin.plant.spec import Spec

Level = Literal["low", "medium", "high", "critical"]
PlaybookType = Literal[
    "attack", "detection", "engagement", "investigation", "mitigation", "notification", "prevention", "remediation"
]
Target = Literal["entity", "source", "account", "login", "zone", "room", "key", "fleet"]

END = "end"
"""The step after the last."""

TARGETS: dict[str, tuple[Target, ...]] = {
    "asset": ("entity", "source"),
    "flow": ("entity", "source"),
    "account": ("entity", "account", "login"),
    "key": ("entity", "key"),
    "room": ("entity", "room"),
    "zone": ("zone",),
    "fleet": ("fleet",),
    "tap": (),
}
"""What each sort of response can be aimed at, the usual first; a tap is named outright."""


class Trigger(Spec):
    """Which cases a playbook is for: those that fit every list that is not empty.

    ``when`` is ``confirmed`` (an analyst says so) or ``opened``: at once, while somebody looks.
    """

    when: Literal["confirmed", "opened"] = Field("confirmed", description="confirmed, or opened: while somebody looks")
    levels: tuple[Level, ...] = Field(("high", "critical"), description="worst level of the case so far")
    functions: tuple[str, ...] = Field((), description="what the accused asset is for")
    detectors: tuple[str, ...] = Field((), description="kinds of detectors that have accused it")
    techniques: tuple[str, ...] = Field((), description="ATT&CK ids that alerts suggest; a technique has its parts")
    entities: tuple[str, ...] = Field((), description="accused assets, or patterns such as camera-*")
    zones: tuple[str, ...] = Field((), description="zone of the accused asset, as the posture's policy draws it")


class Condition(Spec):
    """What the desk must know for a step to be taken: all that is said here."""

    levels: tuple[Level, ...] = Field((), description="worst level of the case so far")
    functions: tuple[str, ...] = Field((), description="what the accused asset is for")
    detectors: tuple[str, ...] = Field((), description="kinds of detectors, one of which has accused it")
    techniques: tuple[str, ...] = Field((), description="ATT&CK ids, one of which an alert suggests")
    detectors_at_least: int = Field(1, ge=1, le=100, description="kinds of detectors that have accused it")
    entities_at_least: int = Field(1, ge=1, le=10_000, description="accused assets in all cases that are open")


class ActionStep(Spec):
    """One step of a workflow.

    The target is a word for what the response can take (:data:`TARGETS`), or ``on``: a name as the response wants it.
    ``approver`` is ``tier-1``, ``tier-2`` or a crew, who is waited for; with none somebody is always there.
    """

    id: Name
    action: Choice
    target: Target | None = Field(None, description="entity, source, account, login, zone, room, key or fleet")
    on: str = Field("", description="instead of target: an asset, zone, room, flow or account by its name")
    only_if: Condition | None = Field(None, description="what must hold, or the step is passed over")
    otherwise: str = Field("", description="step that follows where it is passed over; the next when left out")
    delay_min: float = Field(0, ge=0, le=1440, description="before anybody is asked, min")
    approval_min: float = Field(0, ge=0, le=1440, description="until somebody agrees, min; 0 is automatic")
    approver: str = Field("", description="who agrees: tier-1, tier-2 or a crew; somebody when left out")
    on_success: str = Field("", description="step that follows where it is in force; the next when left out, or end")
    on_failure: str = Field("", description="step that follows where it is refused; end when left out")
    undo_after_min: float | None = Field(None, gt=0, le=10_080, description="taken back after so long, min")
    undo_when_closed: bool = Field(False, description="taken back when the case is closed")


class Playbook(Spec):
    """What is done about a case that its trigger fits."""

    format: Literal[1] = 1
    name: Name
    type: PlaybookType = Field("mitigation", description="one of CACAO's playbook types")
    description: str = Field("", description="what it is for, and what it costs")
    trigger: Trigger = Trigger()
    workflow: tuple[ActionStep, ...] = Field(max_length=50, description="steps, the first to begin with")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.workflow:
            raise ValueError("a playbook without a step does nothing")
        return self

    def step(self, name: str) -> ActionStep | None:
        """The step called *name*; None for the end."""
        return next((step for step in self.workflow if step.id == name), None)

    def after(self, step: ActionStep, how: Literal["on_success", "on_failure", "otherwise"]) -> str:
        """The step that follows *step*, or the end."""
        named: str = getattr(step, how)
        place = self.workflow.index(step) + 1
        following = self.workflow[place].id if place < len(self.workflow) and how != "on_failure" else END
        return named or following
