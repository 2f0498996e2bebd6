"""What a story leaves open: ranges and choices in a step, read and checked, and drawn anew by every seed.

::

    at: {from: "00:05", to: "00:20"}        a time between two, to the second
    rate_per_s: {from: 0.5, to: 20}         a number between two; between whole numbers a whole one
    on: {any_of: camera}                    one asset of a device kind, whatever the site calls them
    way: {one_of: [port, phishing]}         one of several values, for any key or parameter

A step with an open value is checked once for each end of a range and for each choice, so no seed meets a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twin.core.errors import Fault
from twin.core.units import parse_duration
from twin.devices import DEVICES
from twin.lab.kinds import known_kind
from twin.lab.written import Written, show

TIMES = {"at": "at_us", "delay": "delay_us"}
FIELDS = {**TIMES, "from": "start"}
"""Keys of a step whose field is called otherwise."""
CLOSED = ("id", "kind", "after", "when", "technique", "conceal")
"""Keys of a step that no seed changes."""

_REMEDY = "write {from: 1, to: 5}, {one_of: [1, 2]} or {any_of: amr}"
_WORDS = ("from", "to", "one_of", "any_of")
EVERY = "*"
"""What stands for any asset of a kind until the site is known."""


def is_open(written: Written) -> bool:
    """Whether *written* is a range or a choice."""
    return bool(written.entries) and all(key in _WORDS for key in written.entries)


def alternatives(written: Written) -> list[Written]:
    """The ends of a range, or every choice; a value that is not open is its own only one."""
    entries = written.entries
    if not is_open(written):
        return [written]
    if "one_of" in entries:
        return entries["one_of"].items or [replace(written, value=None)]
    if "any_of" in entries:
        return [replace(entries["any_of"], value=EVERY)]
    return [entries[key] for key in ("from", "to") if key in entries]


def closed_steps(step: Written) -> Iterator[Written]:
    """*step* without open values, once for the first of each, and once more for every other alternative."""
    opened = {key: alternatives(value) for key, value in step.entries.items() if is_open(value) and key not in CLOSED}
    first = step.with_entries({**step.entries, **{key: found[0] for key, found in opened.items()}})
    yield first
    for key, found in opened.items():
        for other in found[1:]:
            yield first.with_entries({**first.entries, key: other})


def varied(step: Written, faults: list[Fault]) -> Written | None:
    """The list of what *step* leaves open, in the form of its schema; None where it leaves nothing open."""
    found = []
    for key, value in step.entries.items():
        if is_open(value) and key not in CLOSED:
            made = _varied(key, value, faults)
            if made is not None:
                field = replace(value, value=FIELDS.get(key, key))
                found.append(value.with_entries({"field": field, **made}))
    return replace(step, value=found) if found else None


def check_kinds(step: Written, kinds: Sequence[str], faults: list[Fault]) -> None:
    """Faults for an ``any_of`` kind that the site has no asset of."""
    for value in step.entries.values():
        wanted = value.entries.get("any_of") if is_open(value) else None
        if wanted is not None and wanted.text in DEVICES.entries and wanted.text not in kinds:
            remedy = f"it has: {', '.join(sorted(set(kinds)))}"
            faults.append(wanted.fault("missing-reference", f"the site has no {wanted.text}", remedy))


def _varied(key: str, value: Written, faults: list[Fault]) -> dict[str, Written] | None:
    keys = sorted(value.entries)
    if keys == ["from", "to"]:
        return _range(key, value, faults)
    if keys == ["one_of"] and value["one_of"].items:
        choices = [_choice(key, item) for item in value["one_of"].items]
        return {"choices": replace(value["one_of"], value=choices)}
    if keys == ["any_of"] and key in ("on", "from"):
        return {"any_of": value["any_of"]} if known_kind(value["any_of"], DEVICES, "a device kind", faults) else None
    faults.append(value.fault("bad-range", "this is neither a range nor a choice", _REMEDY))
    return None


def _range(key: str, value: Written, faults: list[Fault]) -> dict[str, Written] | None:
    ends = [value["from"], value["to"]]
    low, high = (_number(key, end) for end in ends)
    if low is None or high is None:
        if key not in TIMES:
            faults.append(value.fault("bad-range", "a range goes from one number to another", _REMEDY))
        return None
    if not low < high:
        problem = f"the range ends at {show(value['to'])}, not after {show(value['from'])}"
        faults.append(value.fault("bad-range", problem, "write the smaller one first, or the value itself"))
        return None
    whole = key in TIMES or all(isinstance(end.value, int) for end in ends)
    return {
        "low": replace(ends[0], value=low),
        "high": replace(ends[1], value=high),
        "whole": replace(value, value=whole),
    }


def _number(key: str, end: Written) -> float | None:
    if key in TIMES:
        try:
            return parse_duration(end.text)
        except ValueError:
            return None
    is_number = isinstance(end.value, int | float) and not isinstance(end.value, bool)
    return end.value if is_number and isinstance(end.value, int | float) else None


def _choice(key: str, item: Written) -> Written:
    """A choice in the form of its schema: a time in microseconds, anything else as it is."""
    return replace(item, value=_number(key, item)) if key in TIMES else item
