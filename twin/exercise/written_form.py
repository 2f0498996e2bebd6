"""An exercise file in the form of its schema: durations, conditions and responses as people write them, turned.

::

    expect: {decision: isolate, by: 10 min}
    actions: [{response: isolate_device, on: coffee-01}]
    actions: [{response: {kind: rate_limit, messages_per_s: 1}, on: camera-03}]
    rate: {P: t(decision.isolate) - t(inject.call) <= 10 min, S: happened(decision.isolate)}

Faults of a condition stand at the condition; what it names is looked up by :mod:`twin.exercise.references`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from twin.core.errors import Fault
from twin.core.units import SECOND_US
from twin.exercise.conditions import Node
from twin.exercise.spec import RATINGS, Rating
from twin.exercise.triggers import Names, read_trigger, seconds_of
from twin.lab.kinds import split_choice
from twin.lab.written import Written
from twin.responses import RESPONSES

Turn = Callable[[Written], Written]


@dataclass
class Trees:
    """What the conditions of a file are, and where each of them was written."""

    opens: dict[str, Node] = field(default_factory=dict)
    rates: dict[str, dict[Rating, Node]] = field(default_factory=dict)
    written: list[tuple[Node, Written]] = field(default_factory=list)


def in_form(document: Written, faults: list[Fault]) -> tuple[Written, Trees]:
    """*document* in the form of :class:`~twin.exercise.spec.Exercise`, and the trees of its conditions."""
    form = _Form(names_of(document), faults)
    turns: Mapping[str, Turn] = {
        "objectives": form.objective, "injects": form.inject, "decisions": form.decision,
        "counterfactuals": form.counterfactual, "questions": form.question,
    }  # fmt: skip
    entries = dict(document.entries)
    for key, turn in turns.items():
        if key in entries and isinstance(entries[key].value, list):
            entries[key] = replace(entries[key], value=[turn(each) for each in entries[key].items])
    return document.with_entries(entries), form.trees


def names_of(document: Written) -> Names:
    """What a name without a dot stands for, in triggers."""
    kinds = (("injects", "inject"), ("decisions", "decision"))
    return {
        each["id"].text: f"{kind}.{each['id'].text}"
        for key, kind in kinds
        for each in listed(document, key)
        if "id" in each.entries and each["id"].text
    }


def listed(document: Written, *keys: str) -> list[Written]:
    """The entries of the list at *keys*; none where there is no list."""
    for key in keys:
        if key not in document.entries:
            return []
        document = document[key]
    return document.items


class _Form:
    """Turns the parts of one file."""

    def __init__(self, names: Names, faults: list[Fault]) -> None:
        self._names, self._faults = names, faults
        self.trees = Trees()

    def objective(self, written: Written) -> Written:
        """Each rating's condition, read."""
        entries = dict(written.entries)
        rate, name = entries.get("rate"), self._id(written)
        if rate is not None and rate.entries:
            ratings = {word: self._condition(each) for word, each in rate.entries.items()}
            read = {word: node for word, (_, node) in ratings.items() if node is not None}
            self.trees.rates[name] = {rating: read[rating] for rating in RATINGS if rating in read}
            entries["rate"] = rate.with_entries({word: said for word, (said, _) in ratings.items()})
        return written.with_entries(entries) if entries else written

    def inject(self, written: Written) -> Written:
        """When it fires, what is expected by when, when its hint is due."""
        entries = dict(written.entries)
        self._opens(written, entries, "when")
        self._one_name(entries, "to")
        if "expect" in entries:
            entries["expect"] = self._timed(entries["expect"], {"by": "by_us"})
        if "facilitator" in entries:
            entries["facilitator"] = self._timed(entries["facilitator"], {"hint_after": "hint_after_us"})
        return written.with_entries(entries) if entries else written

    def decision(self, written: Written) -> Written:
        """When it opens, how long it stays open, and its options."""
        entries = dict(written.entries)
        self._opens(written, entries, "opens")
        self._one_name(entries, "to")
        turned = self._timed(written.with_entries(entries), {"closes_after": "closes_after_us"})
        options = turned.entries.get("options")
        if options is None or not options.items:
            return turned
        made = replace(options, value=[self._option(each) for each in options.items])
        return turned.with_entries({**turned.entries, "options": made})

    def question(self, written: Written) -> Written:
        """Whom it is put to."""
        entries = dict(written.entries)
        self._one_name(entries, "to")
        return written.with_entries(entries) if entries else written

    def counterfactual(self, written: Written) -> Written:
        """When the decision would have been taken."""
        return self._timed(written, {"at": "at_us"})

    def _option(self, written: Written) -> Written:
        turned = self._timed(written, {"delay": "delay_us"})
        actions = turned.entries.get("actions")
        if actions is None or not actions.items:
            return turned
        made = replace(actions, value=[self._action(each) for each in actions.items])
        return turned.with_entries({**turned.entries, "actions": made})

    def _action(self, written: Written) -> Written:
        response = written.entries.get("response")
        if response is None:
            return written
        choice = response if response.entries else response.with_entries({"kind": response})
        chosen = split_choice(choice, RESPONSES, "a response", self._faults)
        return written.with_entries({**written.entries, "response": chosen})

    def _opens(self, written: Written, entries: dict[str, Written], key: str) -> None:
        if key in entries:
            entries[key], node = self._condition(entries[key])
            if node is not None:
                self.trees.opens[self._id(written)] = node

    def _condition(self, written: Written) -> tuple[Written, Node | None]:
        """The condition as the schema has it, in words, and its tree."""
        node = read_trigger(written, self._names, self._faults)
        if node is not None:
            self.trees.written.append((node, written))
        return replace(written, value="" if node is None else str(node)), node

    def _timed(self, written: Written, keys: Mapping[str, str]) -> Written:
        """*written* with each duration of *keys* in microseconds, under the name that the schema has for it."""
        entries = dict(written.entries)
        for key, name in keys.items():
            if key in entries:
                said = entries.pop(key)
                span_s = seconds_of(said, self._faults)
                if span_s is not None:
                    entries[name] = replace(said, value=round(span_s * SECOND_US))
        return written.with_entries(entries) if entries else written

    @staticmethod
    def _one_name(entries: dict[str, Written], key: str) -> None:
        """A list of one name may be written as the name."""
        if key in entries and entries[key].text:
            entries[key] = replace(entries[key], value=[entries[key]])

    @staticmethod
    def _id(written: Written) -> str:
        return written["id"].text if "id" in written.entries else ""
