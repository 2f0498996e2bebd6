"""Moves: what seats do in an exercise, written down, so that it can be played without people.

::

    format: 1
    title: Port closed within two minutes
    moves:
      - {seat: facilitator, at: "00:01", speed: 10}
      - {seat: soc, decide: first-look, option: isolate, delay: 90 s, reason: it scans, confidence: 80}
      - {seat: lead, approve: logins, delay: 1 min}
      - {seat: it, order: block_flow, target: "coffee-01>*", after: first-alert, delay: 4 min, reason: to be sure}
    expect:
      ratings: {contain-device: P}
      hold: [kpi.assets_compromised <= 1, happened(contained.coffee-01)]

A move is one word of :data:`VERBS` with what it is about, and says when: ``at`` counts from the start, ``after`` and
``delay`` from an inject that was fired or a card that was opened. What is said of a card or a question and says no time
waits for it. Alerts are named by the asset that they accuse, messages by their inject, and what players asked and
measures by their number. A move that should be refused says ``refused: true``.

Sources: none; the words are the commands of the exercise room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import Field

from twin.core.errors import BadInput, Fault, remedy_for
from twin.core.units import SECOND_US
from twin.exercise.conditions import Node
from twin.exercise.file import Loaded, load_exercise
from twin.exercise.references import check_condition, known_of_loaded
from twin.exercise.spec import Rating
from twin.exercise.triggers import read_trigger, seconds_of
from twin.lab.document import read_plain_document
from twin.lab.find import EXERCISE_FILE
from twin.lab.kinds import known_name
from twin.lab.shape import check
from twin.lab.written import Written, in_order, plain, show
from twin.plant.spec import Spec

LEADERS = ("facilitator", "cofacilitator", "evaluator", "observer")
"""Seats of every exercise that are no roles."""

START = "start"

_Verb = tuple[str, tuple[str, ...]]
VERBS: Mapping[str, _Verb] = {
    "decide": ("ref", ("option", "reason", "confidence")), "approve": ("ref", ("reason",)),
    "reject": ("ref", ("reason",)), "order": ("response", ("target", "reason")), "undo": ("ref", ("reason",)),
    "acknowledge": ("ref", ()), "ask": ("text", ()), "reply": ("ref", ("text",)), "answer": ("ref", ("text",)),
    "triage": ("ref", ("verdict", "reason")), "escalate": ("ref", ("to", "text")), "note": ("text", ()),
    "join": ("name", ()), "leave": ("name", ()),
    "pause": ("", ()), "resume": ("", ()), "finish": ("", ()), "speed": ("speed", ()), "module": ("ref", ()),
    "fire": ("ref", ()), "hold": ("ref", ()), "release": ("ref", ()), "skip": ("ref", ()),
    "hint": ("ref", ("to", "text")), "tell": ("text", ("to", "channel", "from")),
    "open-card": ("ref", ()), "close-card": ("ref", ()),
    "rate": ("ref", ("rating", "why")), "finding": ("text", ("kind", "evidence")),
    "improvement": ("item", ("owner", "due", "capability")),
}  # fmt: skip
"""Commands by their word: what its value is (``ref``, or a key of the body), and the keys that may stand beside it."""

_ALSO = {"on": "target", "because": "reason", "why": "reason", "with": "option"}
"""What other files, and people, call it."""
_BESIDE = ("seat", "at", "after", "delay", "refused")
_NO_TIME = 'say when: at: "00:12", or after: an inject or a decision, with delay: 2 min'
Wait = Literal["at", "fired-or-opened", "decided", "asked", "asked-us", "alert", "measure"]
"""The clock; an inject or a card; a card that waits for approval; a question that was put to the seat, or that a player
put to the facilitators (the n-th); an alert on an asset; a measure (the n-th) in force."""


class Move(Spec):
    """One command of a seat, and when it is given: ``at_us``, or ``delay_us`` after what ``wait`` and ``after`` say."""

    seat: str
    kind: str
    ref: str = ""
    body: Mapping[str, object] = Field(default_factory=dict)
    at_us: int | None = Field(None, ge=0)
    after: str = ""
    wait: Wait = "at"
    delay_us: int = Field(0, ge=0)
    refused: bool = Field(False, description="the move is to be refused")

    def said(self) -> str:
        """The move in a few words."""
        about = self.ref or str(next(iter(self.body.values()), ""))
        option = f" {self.body['option']}" if "option" in self.body else ""
        return f"{self.seat}: {self.kind} {about}{option}".rstrip()


class Expected(Spec):
    """What must have come of it: ratings that are good enough, and conditions that hold at the end."""

    ratings: Mapping[str, tuple[Rating, ...]] = Field(default_factory=dict)
    hold: tuple[str, ...] = ()


class Script(Spec):
    """Moves, and what is expected of them."""

    format: Literal[1]
    title: str = ""
    moves: tuple[Move, ...] = Field((), max_length=1000)
    expect: Expected = Expected()


@dataclass(frozen=True)
class Moves:
    """A script, checked against its exercise; ``hold`` has the conditions of its expectations as trees."""

    script: Script
    loaded: Loaded
    hold: tuple[Node, ...]


def load_moves(path: str | Path, loaded: Loaded | None = None) -> Moves:
    """The moves of a file, for the exercise *loaded* (the one in the same folder when left out).

    Raises :class:`BadInput` with all its faults.
    """
    path = Path(path)
    loaded = load_exercise(path.parent / EXERCISE_FILE) if loaded is None else loaded
    faults: list[Fault] = []
    written = read_plain_document(path, faults)
    hold = _conditions(written, loaded, faults)
    made = _in_form(written, loaded, faults)
    script = check(Script, made, faults)
    if faults or script is None:
        raise BadInput(in_order(faults))
    return Moves(script, loaded, hold)


def _in_form(written: Written, loaded: Loaded, faults: list[Fault]) -> Written:
    entries = dict(written.entries)
    if "moves" in entries and isinstance(entries["moves"].value, list):
        moves = [_move(each, loaded, faults) for each in written["moves"].items]
        entries["moves"] = replace(entries["moves"], value=moves)
    expect = entries.get("expect")
    if expect is not None and "ratings" in expect.entries:
        ratings = _ratings(expect["ratings"], loaded, faults)
        entries["expect"] = expect.with_entries({**expect.entries, "ratings": ratings})
    return written.with_entries(entries)


def _ratings(written: Written, loaded: Loaded, faults: list[Fault]) -> Written:
    """One rating may stand for a list of one; objectives exist."""
    objectives = [each.id for each in loaded.exercise.objectives]
    for name, each in written.entries.items():
        if name not in objectives:
            problem = "there is no objective of this name"
            faults.append(each.fault("missing-reference", problem, remedy_for(name, objectives), at_key=True))
    return written.with_entries(
        {name: replace(each, value=[each]) if each.text else each for name, each in written.entries.items()}
    )


def _conditions(written: Written, loaded: Loaded, faults: list[Fault]) -> tuple[Node, ...]:
    expect = written.entries.get("expect")
    held = expect.entries.get("hold") if expect is not None else None
    found = []
    for each in held.items if held is not None else ():
        node = read_trigger(each, {}, faults)
        if node is not None:
            check_condition(node, each, known_of_loaded(loaded), faults)
            found.append(node)
    return tuple(found)


def _move(written: Written, loaded: Loaded, faults: list[Fault]) -> Written:
    """One move in the form of :class:`Move`."""
    if not isinstance(written.value, dict):
        faults.append(written.fault("wrong-type", f"{show(written)} is no move", "write {seat: soc, decide: ...}"))
        return written.with_entries({})
    verbs = [key for key in written.entries if key in VERBS]
    if len(verbs) != 1:
        problem = f"a move is one command; this has {' and '.join(verbs) or 'none'}"
        faults.append(written.fault("bad-move", problem, f"write one of: {', '.join(VERBS)}"))
        return written.with_entries({"seat": written, "kind": written})
    verb = verbs[0]
    value, (where, beside) = written[verb], VERBS[verb]
    _check_keys(written, (verb, *beside, *_BESIDE), faults)
    made = {"kind": replace(value, value=verb)}
    body = {key: each for key, each in written.entries.items() if key in beside}
    if where == "ref":
        made["ref"] = replace(value, value=str(plain(value)))
    elif where:
        body[where] = value
    made["body"] = written.with_entries(body)
    for key in ("seat", "refused"):
        if key in written.entries:
            made[key] = written[key]
    made |= _when(written, verb, loaded, faults)
    _check_names(written, verb, loaded, faults)
    return written.with_entries(made)


def _when(written: Written, verb: str, loaded: Loaded, faults: list[Fault]) -> dict[str, Written]:
    """The keys that say when."""
    made: dict[str, Written] = {}
    for key, name in (("at", "at_us"), ("delay", "delay_us")):
        if key in written.entries:
            span_s = seconds_of(written[key], faults)
            made[name] = replace(written[key], value=round((span_s or 0.0) * SECOND_US))
    if "at" in written.entries:
        _check_alone(written, faults)
        return made
    after, value = written.entries.get("after"), written[verb]
    if after is not None:
        names = [START, *_injects(loaded), *_cards(loaded)]
        known_name(after, names, "an inject or a decision of this exercise", faults)
        if after.text == START:
            return {**made, "at_us": made.get("delay_us", replace(after, value=0)), "delay_us": replace(after, value=0)}
        return {**made, "after": after, "wait": replace(after, value="fired-or-opened")}
    own = {"decide": "fired-or-opened", "approve": "decided", "reject": "decided", "answer": "asked",
           "acknowledge": "fired-or-opened", "reply": "asked-us", "undo": "measure", "triage": "alert",
           "escalate": "alert"}.get(verb)  # fmt: skip
    if own is None:
        faults.append(written.fault("bad-move", "nothing says when", _NO_TIME))
        return made
    return {**made, "after": replace(value, value=str(plain(value))), "wait": replace(value, value=own)}


def _check_alone(written: Written, faults: list[Fault]) -> None:
    for key in ("after", "delay"):
        if key in written.entries:
            problem = "at stands alone: it counts from the start"
            faults.append(written[key].fault("bad-move", problem, "keep one of them", at_key=True))


def _check_keys(written: Written, known: Sequence[str], faults: list[Fault]) -> None:
    for key, value in written.entries.items():
        if key not in known:
            problem = "there is no key of this name here"
            here = _ALSO.get(key, "")
            remedy = f'write "{here}"' if here in known else remedy_for(key, known)
            faults.append(value.fault("unknown-key", problem, remedy, at_key=True))


def _check_names(written: Written, verb: str, loaded: Loaded, faults: list[Fault]) -> None:
    """Seats, cards, options, injects, questions, objectives and assets that a move names exist."""
    exercise, value = loaded.exercise, written[verb]
    if "seat" in written.entries:
        known_name(written["seat"], [*(role.id for role in exercise.roles), *LEADERS], "a seat", faults)
    names: Mapping[str, tuple[Sequence[str], str]] = {
        **dict.fromkeys(("decide", "approve", "reject", "open-card", "close-card"), (_cards(loaded), "a decision")),
        **dict.fromkeys(("fire", "hold", "release", "skip", "hint", "acknowledge"), (_injects(loaded), "an inject")),
        "answer": ([each.id for each in exercise.questions], "a question"),
        "rate": ([each.id for each in exercise.objectives], "an objective"),
        "module": ([each.id for each in exercise.modules], "a module"),
        **dict.fromkeys(("triage", "escalate"), (known_of_loaded(loaded).assets, "an asset")),
    }  # fmt: skip
    if verb in names:
        known_name(value, names[verb][0], f"{names[verb][1]} of this exercise", faults)
    card = next((each for each in exercise.decisions if each.id == value.text), None)
    if verb == "decide" and card is not None and "option" in written.entries:
        known_name(written["option"], [each.id for each in card.options], "an option of that decision", faults)


def _injects(loaded: Loaded) -> list[str]:
    return [each.id for each in loaded.exercise.injects]


def _cards(loaded: Loaded) -> list[str]:
    return [each.id for each in loaded.exercise.decisions]
