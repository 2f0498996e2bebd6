"""What an exercise names, looked up: roles, modules, decisions and options, steps, assets, metrics, responses.

What can happen, in conditions: ``start``; ``inject.ID``; ``decision.ID`` and ``decision.ID.OPTION``; ``alert`` and
``alert.ASSET``; ``alarm`` and ``alarm.SOURCE`` (a room or an asset); ``step.ID`` and ``step.ID.effect``;
``contained.ASSET``. Whatever is named and is not there is a fault at the place where it was written, with the nearest
word that is.

Sources: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from twin.core.errors import Fault, remedy_for
from twin.exercise.access.seats import RESERVED
from twin.exercise.conditions import Node
from twin.exercise.conditions.tree import Happening, Metric
from twin.exercise.written_form import listed
from twin.lab.kinds import known_name, unique
from twin.lab.loader import Inputs
from twin.lab.metrics import METRICS
from twin.lab.naming import asset_names
from twin.lab.written import Written, show
from twin.responses import RESPONSES
from twin.responses.parts.fleet import FLEET

if TYPE_CHECKING:
    from twin.exercise.file import Loaded

ALL = "all"
"""In ``to``: every seat of the exercise."""

ALONE = ("start", "alert", "alarm")
"""What can happen without saying to whom."""

KINDS = ("start", "inject", "decision", "alert", "alarm", "step", "contained")
"""First words of what can happen."""


@dataclass(frozen=True)
class Known:
    """Every name that an exercise can use."""

    roles: tuple[str, ...]
    modules: tuple[str, ...]
    injects: tuple[str, ...]
    decisions: Mapping[str, tuple[str, ...]]
    steps: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


def known_of(document: Written, inputs: Inputs | None) -> Known:
    """What *document* and its hub give names to."""
    decisions = {
        card["id"].text: _ids(listed(card, "options")) for card in listed(document, "decisions") if "id" in card.entries
    }
    roles, modules, injects = (_ids(listed(document, key)) for key in ("roles", "modules", "injects"))
    known = Known(roles, modules, injects, decisions)
    return known if inputs is None else _with_hub(known, inputs)


def _with_hub(known: Known, inputs: Inputs) -> Known:
    story, site = inputs.story, inputs.site
    return replace(
        known, steps=tuple(step.id for step in story.steps),
        called=tuple(step.id for step in story.steps if step.called), assets=tuple(asset_names(site)),
        rooms=tuple(room.name for room in site.plant.rooms),
    )  # fmt: skip


def known_of_loaded(loaded: Loaded) -> Known:
    """What an exercise that was read, and its hub, give names to."""
    exercise = loaded.exercise
    decisions = {card.id: tuple(option.id for option in card.options) for card in exercise.decisions}
    roles, modules = tuple(each.id for each in exercise.roles), tuple(each.id for each in exercise.modules)
    injects = tuple(each.id for each in exercise.injects)
    return _with_hub(Known(roles, modules, injects, decisions), loaded.inputs)


def check_references(
    document: Written, conditions: Iterable[tuple[Node, Written]], inputs: Inputs | None, faults: list[Fault]
) -> None:
    """Faults for every name in *document* and its *conditions* that stands for nothing."""
    known = known_of(document, inputs)
    _check_unique(document, faults)
    _check_seats(document, faults)
    _check_people(document, known, faults)
    _check_injects(document, known, faults)
    _check_counterfactuals(document, known, faults)
    for card in listed(document, "decisions"):
        for action in (each for option in listed(card, "options") for each in listed(option, "actions")):
            _check_action(action, known, inputs, faults)
    if inputs is not None:
        for inject in listed(document, "injects"):
            for effect in listed(inject, "effects"):
                _check_effect(effect, known, faults)
        for node, written in conditions:
            check_condition(node, written, known, faults)


def check_condition(node: Node, written: Written, known: Known, faults: list[Fault]) -> None:
    """Faults for what a condition names and what there is not."""
    for part in node.parts():
        if isinstance(part, Metric) and part.name not in METRICS.entries:
            problem = f'"{part.name}" is not a metric'
            faults.append(written.fault("unknown-word", problem, remedy_for(part.name, METRICS.entries)))
        elif isinstance(part, Happening):
            problem, remedy = _unknown(part.what, known)
            if problem:
                faults.append(written.fault("missing-reference", problem, remedy))


def _unknown(what: str, known: Known) -> tuple[str, str]:
    """Why *what* can never happen, and what could have been meant; two empty texts where it can."""
    kind, _, name = what.partition(".")
    first, _, rest = name.partition(".")
    if kind not in KINDS:
        return f'"{what}" is nothing that can happen', remedy_for(kind, KINDS)
    if not name:
        return ("", "") if kind in ALONE else (f'"{what}" says no name', f"write {kind}.NAME")
    names: Mapping[str, Sequence[str]] = {
        "inject": known.injects, "decision": tuple(known.decisions), "alert": known.assets, "step": known.steps,
        "contained": known.assets, "alarm": (*known.rooms, *known.assets),
    }  # fmt: skip
    if first not in names.get(kind, ()):
        return f'"{what}": there is no {kind} of "{first}"', remedy_for(first, names.get(kind, ()))
    further = {"decision": known.decisions.get(first, ()), "step": ("effect",)}.get(kind, ())
    if rest and rest not in further:
        return f'"{what}": {kind}.{first} has no "{rest}"', remedy_for(rest, further)
    return "", ""


def _check_unique(document: Written, faults: list[Fault]) -> None:
    """Injects and decisions share their names, since triggers use either; of other things each list has its own."""
    shared = [each for key in ("injects", "decisions") for each in listed(document, key)]
    kinds = {"a role": listed(document, "roles"), "a module": listed(document, "modules"),
             "an objective": listed(document, "objectives"), "an inject or a decision": shared,
             "a question": listed(document, "questions"),
             "a counterfactual": listed(document, "counterfactuals")}  # fmt: skip
    for noun, parts in kinds.items():
        unique(_named(parts), noun, faults)
    for card in listed(document, "decisions"):
        unique(_named(listed(card, "options")), "an option", faults)


def _check_seats(document: Written, faults: list[Fault]) -> None:
    """A role of the name of a seat that leads would be let in as one."""
    for each in listed(document, "roles"):
        if "id" in each.entries and each["id"].text in (*RESERVED, ALL):
            remedy = f"name the role otherwise; {', '.join(RESERVED)} and {ALL} have a meaning in every exercise"
            faults.append(each["id"].fault("bad-name", f"{each['id'].text!r} is no role's name", remedy))


def _check_people(document: Written, known: Known, faults: list[Fault]) -> None:
    """Seats and modules that are named exist; responses that a seat may order are on the shelf."""
    seats = (ALL, *known.roles)
    for part in (each for key in ("injects", "decisions", "questions") for each in listed(document, key)):
        to = part.entries.get("to")
        for wanted in (to.items or [to]) if to is not None else ():
            known_name(wanted, seats, "a role of this exercise", faults)
        if "approve_by" in part.entries:
            known_name(part["approve_by"], known.roles, "a role of this exercise", faults)
        if "module" in part.entries:
            known_name(part["module"], known.modules, "a module of this exercise", faults)
    for role in listed(document, "roles"):
        for wanted in listed(role, "may"):
            known_name(wanted, tuple(RESPONSES.entries), "a response", faults)


def _check_injects(document: Written, known: Known, faults: list[Fault]) -> None:
    """Questions and decisions that injects name exist."""
    questions = _ids(listed(document, "questions"))
    for inject in listed(document, "injects"):
        for wanted in listed(inject, "questions"):
            known_name(wanted, questions, "a question of this exercise", faults)
        if "expect" in inject.entries and "decision" in inject["expect"].entries:
            wanted = inject["expect"]["decision"]
            known_name(wanted, tuple(known.decisions), "a decision of this exercise", faults)


def _check_counterfactuals(document: Written, known: Known, faults: list[Fault]) -> None:
    """Decisions, options and metrics that counterfactuals name exist."""
    for other in listed(document, "counterfactuals"):
        if "decision" in other.entries:
            known_name(other["decision"], tuple(known.decisions), "a decision of this exercise", faults)
        options = known.decisions.get(other["decision"].text, ()) if "decision" in other.entries else ()
        if "option" in other.entries and options:
            known_name(other["option"], options, "an option of that decision", faults)
        for wanted in listed(other, "compare"):
            if wanted.text and wanted.text not in METRICS.entries:
                remedy = remedy_for(wanted.text, METRICS.entries)
                faults.append(wanted.fault("unknown-word", f"{show(wanted)} is not a metric", remedy))


def _check_action(action: Written, known: Known, inputs: Inputs | None, faults: list[Fault]) -> None:
    """What a response acts on is there, where its name alone says so; the rest is told by ``twin exercise check``."""
    response, on = action.entries.get("response"), action.entries.get("on")
    if response is None or on is None or inputs is None:
        return
    kind = response["kind"].text if "kind" in response.entries else response.text
    sort = RESPONSES[kind].target_is if kind in RESPONSES.entries else ""
    if sort == "asset":
        known_name(on, (*known.assets, FLEET), "an asset of the site", faults)
    elif sort == "room":
        known_name(on, (*known.rooms, *known.assets), "a room or an asset of the site", faults)


def _check_effect(effect: Written, known: Known, faults: list[Fault]) -> None:
    """A step that an inject begins waits to be called."""
    begin = effect.entries.get("begin")
    if begin is None or not begin.text or begin.text in known.called:
        return
    if begin.text in known.steps:
        problem = f"the step {show(begin)} begins by itself"
        remedy = f"steps that wait to be called: {', '.join(known.called) or 'none; write when: called in the story'}"
        faults.append(begin.fault("wrong-target", problem, remedy))
    else:
        known_name(begin, known.called or known.steps, "a step of the story that waits to be called", faults)


def _ids(parts: Iterable[Written]) -> tuple[str, ...]:
    return tuple(name for name, _ in _named(parts))


def _named(parts: Iterable[Written]) -> list[tuple[str, Written]]:
    return list(_each_named(parts))


def _each_named(parts: Iterable[Written]) -> Iterator[tuple[str, Written]]:
    for part in parts:
        if "id" in part.entries and part["id"].text:
            yield part["id"].text, part["id"]
