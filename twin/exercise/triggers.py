"""When an inject fires or a decision opens, as people write it: a mapping, or a condition in words; both become a tree.

::

    when: {at: "00:10"}                                  by the clock of the hub
    when: {after: first-call, delay: 5 min}              after an inject was fired or a decision was taken
    when: {alert: coffee-01}                             an alert accuses an asset
    when: {alert: coffee-01, within: 15 min}             ... and the last one is not older than that
    when: {kpi: orders_late, above: 20, for: 3 min}      a metric of the run has been so for so long
    when: {decided: isolate.quarantine}                  a decision was taken, or this option of it
    when: {silence: {of: isolate, since: first-call, longer_than: 12 min}}
    when: {all: [{alert: dc-01}, {not: {decided: isolate}}]}
    when: t(alert.coffee-01) + 5 min < now               a condition in words
    when: by hand                                        only when a facilitator says so

What stands beside ``alert`` and ``kpi`` may also stand inside: ``{kpi: {metric: orders_late, above: 20}}``,
``{alert: {entity: coffee-01, within: 15 min}}``. A name without a dot is that of an inject or a decision;
``step.scan``, ``alert.coffee-01`` and ``start`` are written as in conditions.

Sources: HSEEP 2020 (time-driven, event-driven and contingency injects); the words are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from twin.core.errors import Fault, remedy_for
from twin.core.units import SECOND_US, parse_duration
from twin.exercise.conditions import read_condition
from twin.exercise.conditions.tree import (
    Compared,
    Computed,
    Happening,
    Held,
    Linked,
    Metric,
    Node,
    Not,
    Now,
    Number,
)
from twin.lab.written import Written, show

BY_HAND = "by hand"
KINDS = ("at", "after", "alert", "kpi", "decided", "silence", "all", "any", "not")
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "after": ("delay",), "alert": ("within",), "kpi": ("above", "below", "for"),
}  # fmt: skip
"""Keys that may stand beside a trigger's own."""
_DURATION = 'write "00:10" (h:min), 90s, 4 min or 1.5h'
_FORMS = 'write when: {at: "00:10"}, {after: first-call, delay: 5 min}, {alert: coffee-01}, a condition, or by hand'

Names = Mapping[str, str]
"""What a name without a dot stands for: ``isolate`` for ``decision.isolate``."""


def read_trigger(written: Written, names: Names, faults: list[Fault]) -> Node | None:
    """The tree of what is *written*; None for by hand, and where *faults* say that it cannot be read."""
    if isinstance(written.value, str):
        return None if written.value.strip() == BY_HAND else _in_words(written, faults)
    if not isinstance(written.value, dict):
        faults.append(written.fault("wrong-type", f"{show(written)} is no trigger", _FORMS))
        return None
    return _Reader(names, faults).mapping(written)


def seconds_of(written: Written, faults: list[Fault]) -> float | None:
    """A duration, s; ``+5 min`` is one too, for what is counted from the start."""
    try:
        return parse_duration(written.text.removeprefix("+")) / SECOND_US
    except ValueError:
        faults.append(written.fault("bad-duration", f"{show(written)} is not a duration", _DURATION))
        return None


def _in_words(written: Written, faults: list[Fault]) -> Node | None:
    try:
        return read_condition(written.text)
    except ValueError as error:
        faults.append(written.fault("bad-condition", str(error), "twin explain bad-condition"))
        return None


class _Reader:
    """Reads one trigger; what it cannot read it says in the faults."""

    def __init__(self, names: Names, faults: list[Fault]) -> None:
        self._names, self._faults = names, faults
        self._forms: Mapping[str, Callable[[Written], Node | None]] = {
            "at": self._at, "alert": self._alert, "kpi": self._kpi, "decided": self._decided,
            "silence": self._silence, "all": self._all, "any": self._any, "not": self._not,
        }  # fmt: skip

    def mapping(self, written: Written) -> Node | None:
        """One trigger of a mapping with one key, and what may stand beside that."""
        said = [key for key in written.entries if key in KINDS]
        beside = [key for kind in said for key in _BESIDE.get(kind, ())]
        for key, value in written.entries.items():
            if key not in (*KINDS, *beside):
                remedy = remedy_for(key, (*KINDS, *beside))
                self._faults.append(value.fault("unknown-key", "there is no such trigger", remedy, at_key=True))
        if len(said) != 1:
            problem = f"a trigger is one of {', '.join(KINDS)}; this has {' and '.join(said) or 'none'}"
            self._faults.append(written.fault("bad-trigger", problem, "join several with all: [...] or any: [...]"))
            return None
        if said[0] == "after":
            return self._after(written["after"], written.entries.get("delay"))
        return self._forms[said[0]](_gathered(written, said[0]))

    def _at(self, written: Written) -> Node | None:
        after_s = seconds_of(written, self._faults)
        return None if after_s is None else Compared(">=", Now(), Number(after_s, timed=True))

    def _after(self, written: Written, delay: Written | None) -> Node | None:
        what = self._named(written)
        if what is None or delay is None:
            return None if what is None else Happening("happened", what)
        delay_s = seconds_of(delay, self._faults)
        if delay_s is None:
            return None
        return Compared(">=", Now(), Computed("+", Happening("t", what), Number(delay_s, timed=True)))

    def _alert(self, written: Written) -> Node | None:
        parts = self._parts(written, ("entity",), ("within",))
        if parts is None or "within" not in parts:
            return None if parts is None else Happening("happened", f"alert.{parts['entity'].text}")
        within_s = seconds_of(parts["within"], self._faults)
        last = Happening("last", f"alert.{parts['entity'].text}")
        return None if within_s is None else Compared("<=", Computed("-", Now(), last), Number(within_s, timed=True))

    def _kpi(self, written: Written) -> Node | None:
        parts = self._parts(written, ("metric",), ("above", "below", "for"))
        if parts is None:
            return None
        limits = [
            Compared(sign, Metric(parts["metric"].text), number)
            for key, sign in (("above", ">"), ("below", "<"))
            if key in parts and (number := self._number(parts[key])) is not None
        ]
        if not limits:
            problem = "a metric is waited for above or below a number"
            remedy = "write {metric: orders_late, above: 20, for: 3 min}"
            self._faults.append(written.fault("bad-trigger", problem, remedy))
            return None
        inner = limits[0] if len(limits) == 1 else Linked("and", tuple(limits))
        span_s = seconds_of(parts["for"], self._faults) if "for" in parts else None
        return inner if span_s is None else Held(inner, span_s)

    def _decided(self, written: Written) -> Node | None:
        if not written.text:
            self._faults.append(written.fault("wrong-type", f"{show(written)} names no decision", "write its id"))
            return None
        return Happening("happened", f"decision.{written.text.removeprefix('decision.')}")

    def _silence(self, written: Written) -> Node | None:
        parts = self._parts(written, ("of", "since", "longer_than"), ())
        if parts is None:
            return None
        of, since = self._decided(parts["of"]), self._named(parts["since"])
        span_s = seconds_of(parts["longer_than"], self._faults)
        if of is None or since is None or span_s is None:
            return None
        waited = Computed("-", Now(), Happening("t", since))
        return Linked("and", (Not(of), Compared(">", waited, Number(span_s, timed=True))))

    def _all(self, written: Written) -> Node | None:
        return self._linked("and", written)

    def _any(self, written: Written) -> Node | None:
        return self._linked("or", written)

    def _linked(self, word: str, written: Written) -> Node | None:
        if not written.items:
            problem = f"{show(written)} is no list of triggers"
            self._faults.append(written.fault("wrong-type", problem, "write [{alert: dc-01}, {decided: isolate}]"))
            return None
        found = [self._inner(each) for each in written.items]
        sound = tuple(each for each in found if each is not None)
        if len(sound) < len(found):
            return None
        return sound[0] if len(sound) == 1 else Linked(word, sound)

    def _not(self, written: Written) -> Node | None:
        inner = self._inner(written)
        return None if inner is None else Not(inner)

    def _inner(self, written: Written) -> Node | None:
        if written.text.strip() == BY_HAND:
            self._faults.append(written.fault("bad-trigger", "by hand stands alone", "take it out of the list"))
            return None
        return read_trigger(written, self._names, self._faults)

    def _named(self, written: Written) -> str | None:
        """What has to happen: a name with a dot as it is, one without by what it stands for."""
        text = written.text
        if "." in text or text == "start":
            return text
        if text in self._names:
            return self._names[text]
        problem = f"{show(written)} is no inject or decision of this exercise"
        remedy = remedy_for(text, [*self._names, "start"])
        self._faults.append(written.fault("missing-reference", problem, remedy))
        return None

    def _number(self, written: Written) -> Number | None:
        if isinstance(written.value, int | float) and not isinstance(written.value, bool):
            return Number(float(written.value))
        self._faults.append(written.fault("wrong-type", f"{show(written)} is not a number", "write a number"))
        return None

    def _parts(self, written: Written, needed: Sequence[str], free: Sequence[str]) -> Mapping[str, Written] | None:
        """The entries of a mapping, where all *needed* are there and nothing else but *free* ones."""
        known, before = (*needed, *free), len(self._faults)
        for key, value in written.entries.items():
            if key not in known:
                problem, remedy = "there is no key of this name here", remedy_for(key, known)
                self._faults.append(value.fault("unknown-key", problem, remedy, at_key=True))
        for key in needed:
            if key not in written.entries:
                self._faults.append(written.fault("missing-key", f"{key} is missing", f"add {key}:"))
        return written.entries if len(self._faults) == before else None


def _gathered(written: Written, kind: str) -> Written:
    """What a trigger says, as one mapping: a name with what stands beside it, or what is inside."""
    inner, named = written[kind], {"alert": "entity", "kpi": "metric"}.get(kind)
    if named is None or not inner.text:
        return inner
    beside = {key: value for key, value in written.entries.items() if key in _BESIDE[kind]}
    return replace(inner, value={named: inner, **beside})
