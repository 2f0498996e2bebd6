"""What an exercise file says: roles, modules, objectives, injects, decisions, questions, counterfactuals.

The words are HSEEP's: an **inject** is what players are told or what happens to them, the list of all injects is the
MSEL (master scenario events list), an **objective** is rated P (performed without challenges), S (with some), M (with
major challenges) or U (unable to be performed).

What only facilitators may know is in fields that :data:`SECRET` names; no view for a player ever holds one.

Source: Homeland Security Exercise and Evaluation Program, 2020 edition (FEMA); NIST CSF 2.0 and ATT&CK ids are tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from twin.lab.scenario import Choice, Name
from twin.plant.spec import Spec

Channel = Literal["email", "phone", "radio", "alert", "news", "paper", "twin"]
View = Literal["inbox", "kpis", "alerts", "alarms", "map", "rooms", "network", "decisions"]
Rating = Literal["P", "S", "M", "U"]

RATINGS: tuple[Rating, ...] = ("P", "S", "M", "U")
SECRET = ("facilitator", "effects", "rate", "expect", "when", "opens")
"""Fields that only those who lead and evaluate an exercise may see."""


class Twin(Spec):
    """The run that the exercise is played on; ``seeds`` is how many a counterfactual takes."""

    story: Name
    posture: Name = "zones"
    site: Name | None = None
    seed: int = Field(1, ge=0, le=2**63 - 1)
    hours: float | None = Field(None, gt=0, le=48, description="simulated hours; the story's own when left out")
    seeds: int = Field(20, ge=1, le=1000, description="paired seeds of a counterfactual")
    settings: tuple[str, ...] = ()


class Clock(Spec):
    """How fast the hub's clock goes, and what stops it: simulated seconds a second."""

    speed: float = Field(1, gt=0, le=600, description="simulated seconds a second")
    pause_on: tuple[Literal["decision", "inject"], ...] = ()


class Role(Spec):
    """A seat at the table: what it sees, and what it may do beside deciding what is put to it."""

    id: Name
    title: str
    about: str = Field("", description="what this person is responsible for, in a sentence")
    sees: tuple[View, ...] = ("inbox", "kpis", "decisions")
    may: tuple[str, ...] = Field((), description="responses that the seat may order of its own accord, and approve")


class Module(Spec):
    """A part of the exercise, with the minutes that people need for it."""

    id: Name
    title: str
    minutes: float = Field(gt=0, le=480)


class Objective(Spec):
    """What people should be able to do, and which ratings a rule proposes; U where none holds."""

    id: Name
    text: str
    capability: str = Field("", description="core capability, such as Cybersecurity or Operational Coordination")
    csf: tuple[str, ...] = Field((), description="NIST CSF 2.0 categories, such as RS.MI")
    rate: Mapping[Literal["P", "S", "M"], str] = Field(description="a condition for each rating, the best first")


class Guide(Spec):
    """What facilitators read beside an inject; players never do."""

    read_aloud: str = ""
    hint: str = ""
    hint_after_us: int | None = None
    red_flag: str = ""
    success: str = ""


class Expected(Spec):
    """What the inject should lead to, and until when."""

    decision: Name
    by_us: int = Field(gt=0, description="after the inject was fired")


class Effect(Spec):
    """What an inject does to the hub: begin a step of the story that waits to be called."""

    begin: str


class Inject(Spec):
    """Something that players are told, or that happens; fired once, when its condition holds."""

    id: Name
    module: Name
    when: str = Field("", description="a condition; empty: by hand")
    to: tuple[str, ...] = ("all",)
    channel: Channel = "email"
    sender: str = Field("", alias="from")
    text: str
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    expect: Expected | None = None
    facilitator: Guide = Guide()


class Action(Spec):
    """A response on a target, by the same door as a playbook's."""

    response: Choice
    on: str


class Option(Spec):
    """One way to decide; no actions is to wait and see."""

    id: Name
    label: str
    actions: tuple[Action, ...] = ()
    delay_us: int = Field(0, ge=0, description="from the decision to the order, beside the response's own delay")
    staff: float = Field(0, ge=0, le=1000, description="people that it binds")
    note: str = Field("", description="what speaks for and against it, as a player would know")


class DecisionCard(Spec):
    """A decision that is put to seats when its condition holds, and stays open until it is taken or closed."""

    id: Name
    title: str
    text: str = ""
    to: tuple[str, ...]
    opens: str = Field("", description="a condition; empty: by hand")
    closes_after_us: int | None = Field(None, gt=0)
    approve_by: str = Field("", description="seat that must agree")
    reason: bool = Field(True, description="a reason must be given")
    confidence: bool = Field(True, description="a confidence must be given, 0 to 100")
    options: tuple[Option, ...] = Field(min_length=2, max_length=8)


class Question(Spec):
    """Something that people are asked, during a module or in the hot wash."""

    id: Name
    to: tuple[str, ...] = ("all",)
    module: Name
    text: str


class CounterfactualSpec(Spec):
    """Another branch that is worth a look afterwards: a decision at another time, or with another option."""

    id: Name
    decision: Name
    option: str = ""
    at_us: int | None = Field(None, ge=0)
    compare: tuple[str, ...] = Field(("loss_eur", "orders_late"), min_length=1)


class Exercise(Spec):
    """A tabletop exercise."""

    format: Literal[1]
    name: Name
    title: str
    summary: str = ""
    audience: str = ""
    twin: Twin
    clock: Clock = Clock()
    roles: tuple[Role, ...] = Field(min_length=1, max_length=20)
    modules: tuple[Module, ...] = Field(min_length=1, max_length=20)
    objectives: tuple[Objective, ...] = Field(min_length=1, max_length=20)
    injects: tuple[Inject, ...] = Field((), max_length=200)
    decisions: tuple[DecisionCard, ...] = Field((), max_length=100)
    questions: tuple[Question, ...] = Field((), max_length=100)
    counterfactuals: tuple[CounterfactualSpec, ...] = Field((), max_length=20)

    @property
    def minutes(self) -> float:
        """How long people need, all modules together."""
        return sum(module.minutes for module in self.modules)
