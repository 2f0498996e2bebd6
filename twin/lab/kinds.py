"""Kinds taken from a shelf inside a file: ``{kind: scan, cadence_s: 5}``, parameters beside the kind.

What a reader writes on one line is split here into the kind and its parameters, and both are checked: the kind against
the shelf's table, the parameters against the fields of the kind's class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twin.core.errors import Fault, remedy_for
from twin.core.shelf import Shelf
from twin.lab.shape import check_parameters
from twin.lab.written import Written, show


def split_choice(
    written: Written, shelf: Shelf[Any], noun: str, faults: list[Fault], beside: Sequence[str] = ("kind",)
) -> Written:
    """*written* with the parameters under a key of their own, checked; keys *beside* them stay where they are."""
    if not isinstance(written.value, dict):
        return written
    kept = {key: value for key, value in written.entries.items() if key in beside}
    parameters = written.with_entries({key: value for key, value in written.entries.items() if key not in beside})
    kind = kept.get("kind")
    if kind is not None and known_kind(kind, shelf, noun, faults):
        check_parameters(shelf[kind.text], parameters, beside, faults)
    return written.with_entries({**kept, "parameters": parameters})


def known_kind(kind: Written, shelf: Shelf[Any], noun: str, faults: list[Fault]) -> bool:
    """Whether *kind* is on the *shelf*; if it is text and is not, a fault says which word was probably meant."""
    if kind.text in shelf.entries:
        return True
    if kind.text:
        faults.append(kind.fault("unknown-kind", f"{show(kind)} is not {noun}", remedy_for(kind.text, shelf.entries)))
    return False


MOST_SEARCHED = 20
"""Faults of a text for which the name that was meant is looked for among many: a text of thousands is no slip."""


def known_name(wanted: Written, known: Sequence[str], noun: str, faults: list[Fault]) -> None:
    """A fault unless *wanted* is text among *known* names, or no text at all (which its schema refuses)."""
    if wanted.text and wanted.text not in known:
        if len(known) <= 40:
            remedy = remedy_for(wanted.text, known)
        else:
            remedy = _near(wanted.text, known) if len(faults) < MOST_SEARCHED else _span(known)
        faults.append(wanted.fault("missing-reference", f"{show(wanted)} is not {noun}", remedy))


def _near(wrong: str, known: Sequence[str]) -> str:
    """The name that was meant, as far as one can tell: a look at each of them."""
    same = [name for name in known if _number(name) == _number(wrong)]
    if len(same) == 1:
        return f"did you mean {same[0]}?"
    return remedy_for(wrong, known).split("known:")[0].strip() or _span(known)


def _span(known: Sequence[str]) -> str:
    return f"there are {len(known)}: {known[0]} to {known[-1]}"


def _number(name: str) -> tuple[str, str]:
    """Prefix and number of a name, leading zeros aside: amr-7 and amr-007 are the same robot, miswritten."""
    prefix, _, number = name.rpartition("-")
    return prefix, number.lstrip("0")


def unique(names: Sequence[tuple[str, Written]], noun: str, faults: list[Fault]) -> None:
    """A fault for each name that an earlier value has already taken."""
    first: dict[str, Written] = {}
    for name, written in names:
        if name in first:
            problem = f'"{name}" is already the name of {noun} in line {first[name].place.line}'
            faults.append(written.fault("duplicate-name", problem, "give one of them another name"))
        first.setdefault(name, written)
