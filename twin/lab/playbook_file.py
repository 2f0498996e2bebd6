"""Playbooks as people write them, checked: a file of its own, named by a posture, or written out in it.

A posture may write a playbook of one step in one line: levels and functions of the trigger and the response stand side
by side then. What only a site or a plan can tell (whether an asset is there, whether anybody is who approves) is
checked where they come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import filter as fitting
from pathlib import Path

from twin.core.errors import BadInput, Fault
from twin.detectors import DETECTORS
from twin.lab.document import read_plain_document
from twin.lab.find import find, name_of
from twin.lab.kinds import known_name, split_choice, unique
from twin.lab.playbook import END, TARGETS, Playbook
from twin.lab.shape import check
from twin.lab.techniques import techniques
from twin.lab.written import Written, show
from twin.net.inventory import FUNCTIONS
from twin.responses import RESPONSES

_TRIGGER = ("when", "levels", "functions", "detectors", "techniques", "entities", "zones")
_ONLY_STEP = "act"
_ALL_TARGETS = {word for words in TARGETS.values() for word in words}
_FOLLOWERS = ("on_success", "on_failure", "otherwise")


def read_playbook(name_or_path: str | Path, faults: list[Fault]) -> Playbook | None:
    """The playbook of a file, or None with everything that is wrong added to *faults*."""
    written = _from_file(find("playbook", name_or_path), faults)
    return check(Playbook, check_playbook(written, faults), faults)


def named_playbook(wanted: Written, faults: list[Fault]) -> Written | None:
    """What a posture's entry stands for: the file that it names, or itself where it is written out."""
    if not isinstance(wanted.value, str):
        return wanted
    try:
        return _from_file(find("playbook", wanted.text, wanted.place), faults)
    except BadInput as error:
        faults += error.faults
        return None


def check_playbook(book: Written, faults: list[Fault]) -> Written:
    """*book* in the form of :class:`Playbook`, with faults for what its schema cannot see."""
    book = _spread(book)
    trigger = book.entries.get("trigger")
    if trigger is not None:
        _check_words(trigger, faults)
    workflow = book.entries.get("workflow")
    if workflow is None or not isinstance(workflow.value, list):
        return book
    steps = [_checked_step(step, faults) for step in workflow.items]
    _check_ways(steps, faults)
    return book.with_entries({**book.entries, "workflow": replace(workflow, value=steps)})


def check_approvers(books: Sequence[Written], crews: Sequence[str], faults: list[Fault]) -> None:
    """Faults for steps that wait for the approval of nobody: *crews* are the tiers and crews that there are."""
    for step in _steps(books):
        approver = step.entries.get("approver")
        if approver is not None and approver.text and approver.text not in crews:
            there = f"there are {', '.join(crews)}" if crews else "nobody is on this plan"
            faults.append(approver.fault("nobody-approves", f"{show(approver)} is nobody of this plan", there))


def check_entities(books: Sequence[Written], assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for triggers and targets that name no asset of the site."""
    for book in books:
        trigger = book.entries.get("trigger")
        wanted = trigger.entries.get("entities") if trigger else None
        for pattern in wanted.items if wanted else []:
            if pattern.text and not fitting(assets, pattern.text):
                known_name(pattern, assets, "an asset of the site, or a pattern of some", faults)
    for step in _steps(books):
        on, action = step.entries.get("on"), step.entries.get("action")
        kind = action.entries.get("kind") if action else None
        sort = RESPONSES[kind.text].target_is if kind and kind.text in RESPONSES.entries else ""
        if on is not None and sort == "asset":
            known_name(on, assets, "an asset of the site", faults)


def _from_file(path: Path, faults: list[Fault]) -> Written:
    """The document with its name, which is its file's unless it says so itself."""
    written = read_plain_document(path, faults)
    if "name" in written.entries:
        return written
    return written.with_entries({**written.entries, "name": replace(written, value=name_of(path), path="name")})


def _spread(book: Written) -> Written:
    """A playbook of one line, spread out: what is no key of a playbook or of its trigger belongs to its one step."""
    entries = book.entries
    if not isinstance(book.value, dict) or "workflow" in entries or "trigger" in entries or "response" not in entries:
        return book
    own = {key: value for key, value in entries.items() if key in Playbook.model_fields}
    trigger = {key: value for key, value in entries.items() if key in _TRIGGER}
    rest = {key: value for key, value in entries.items() if key not in own and key not in trigger}
    action = rest.pop("response")
    step = book.with_entries({"id": replace(book, value=_ONLY_STEP), "action": action, **rest})
    spread = {"trigger": book.with_entries(trigger), "workflow": replace(book, value=[step])}
    return book.with_entries({**own, **spread})


def _checked_step(step: Written, faults: list[Fault]) -> Written:
    if "only_if" in step.entries:
        _check_words(step["only_if"], faults)
    elif "otherwise" in step.entries:
        problem = "there is no only_if, so this step is never passed over"
        faults.append(step["otherwise"].fault("step-never-reached", problem, "write only_if:, or leave otherwise out"))
    if "action" not in step.entries:
        return step
    _check_target(step, faults)
    action = split_choice(step["action"], RESPONSES, "a response", faults)
    return step.with_entries({**step.entries, "action": action})


def _check_words(asked: Written, faults: list[Fault]) -> None:
    """Functions, detectors and techniques that do not exist never fit, and nobody would notice."""
    kinds = (("functions", FUNCTIONS, "a function of assets"), ("detectors", list(DETECTORS.entries), "a detector"))
    for key, known, noun in kinds:
        listed = asked.entries.get(key)
        for wanted in listed.items if listed else []:
            known_name(wanted, known, noun, faults)
    listed = asked.entries.get("techniques")
    for wanted in listed.items if listed else []:
        if wanted.text and wanted.text not in techniques():
            problem, remedy = f"{show(wanted)} is no technique of ATT&CK", "twin explain T0846 shows one"
            faults.append(wanted.fault("unknown-technique", problem, remedy))


def _check_target(step: Written, faults: list[Fault]) -> None:
    """A fault for a target that the response cannot take."""
    kind, target, on = step["action"].entries.get("kind"), step.entries.get("target"), step.entries.get("on")
    if kind is None or kind.text not in RESPONSES.entries:
        return
    sort = RESPONSES[kind.text].target_is
    words = TARGETS[sort]
    if target is not None and on is not None:
        faults.append(on.fault("wrong-target", "the step has a target already", "write target or on"))
    elif target is not None and target.text in _ALL_TARGETS and target.text not in words:
        takes = f"it takes {' or '.join(words)}" if words else "name the target with on:"
        faults.append(target.fault("wrong-target", f"{kind.text} cannot be aimed at {show(target)}", takes))
    elif target is None and on is None and not words:
        problem = f"{kind.text} acts on a {sort}, and no case says which"
        faults.append(step["action"].fault("wrong-target", problem, "name the target with on:"))


def _check_ways(steps: list[Written], faults: list[Fault]) -> None:
    """Faults for steps of one name, ways to nowhere, rings, and steps that no way leads to."""
    before = len(faults)
    unique([(step["id"].text, step["id"]) for step in steps if "id" in step.entries], "a step", faults)
    names = [step["id"].text if "id" in step.entries else "" for step in steps]
    for step in steps:
        for word in _FOLLOWERS:
            if word in step.entries:
                known_name(step[word], [*names, END], "a step of this playbook", faults)
    if len(faults) > before or not all(names):
        return
    ways = {name: list(_ways_from(step, names)) for name, step in zip(names, steps, strict=True)}
    ring = _ring(ways)
    if ring:
        there = steps[names.index(ring[0])]["id"]
        problem = f"steps follow each other for ever: {' -> '.join([*ring, ring[0]])}"
        faults.append(there.fault("workflow-cycle", problem, "let one of them go on to a later step, or to end"))
    reached = _reached(ways, names[:1])
    for name, step in zip(names, steps, strict=True):
        if name not in reached:
            problem = "no step leads here"
            faults.append(
                step["id"].fault("step-never-reached", problem, "name it in on_success, on_failure or otherwise")
            )


def _ways_from(step: Written, names: list[str]) -> Iterator[str]:
    """The steps that can follow *step*."""
    place = names.index(step["id"].text) + 1
    following = names[place] if place < len(names) else END
    usual = {"on_success": following, "on_failure": END, "otherwise": following}
    for word in _FOLLOWERS if "only_if" in step.entries else _FOLLOWERS[:2]:
        name = step[word].text if word in step.entries else usual[word]
        if name != END:
            yield name


def _reached(ways: dict[str, list[str]], begin: list[str]) -> set[str]:
    reached, waiting = set[str](), list(begin)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += ways[name]
    return reached


def _ring(ways: dict[str, list[str]]) -> list[str]:
    """The steps of one ring, the first in the list to begin with; empty where there is none."""
    for name in ways:
        way = _way_back(ways, name)
        if way:
            return way
    return []


def _way_back(ways: dict[str, list[str]], goal: str) -> list[str]:
    """The shortest way from *goal* to itself."""
    before: dict[str, str] = {}
    waiting = [goal]
    for name in waiting:
        for following in ways[name]:
            if following == goal:
                way = [name]
                while way[0] != goal:
                    way.insert(0, before[way[0]])
                return way
            if following not in before:
                before[following] = name
                waiting.append(following)
    return []


def _steps(books: Sequence[Written]) -> Iterator[Written]:
    for book in books:
        workflow = book.entries.get("workflow")
        yield from workflow.items if workflow else []
