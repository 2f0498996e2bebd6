"""The cover: what only people know of an exercise, and no log says.

Source: the overview of an after-action report in HSEEP 2020, which asks for each of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from twin.core.errors import BadInput, Fault, Place, remedy_for

MOST = 2_000


@dataclass(frozen=True)
class Cover:
    """Who asked for the exercise, whom to ask, where it was, how its papers may travel, and a summary in words."""

    sponsor: str = ""
    contact: str = ""
    place: str = ""
    marking: str = ""
    summary: str = ""


NAMES = tuple(field.name for field in fields(Cover))


def read_cover(said: Sequence[str]) -> Cover:
    """The cover of words such as ``sponsor=Hub North``; raises :class:`BadInput` with every fault."""
    faults, told = [], {}
    for each in said:
        name, sign, words = each.partition("=")
        if not sign:
            faults.append(
                Fault(Place("--cover"), "bad-value", f'"{each[:60]}" says nothing.', "write it as sponsor=Hub North")
            )
        elif name not in NAMES:
            faults.append(
                Fault(Place("--cover"), "unknown-word", f'"{name}" is not on the cover.', remedy_for(name, NAMES))
            )
        elif len(words) > MOST:
            problem = f"{name} has {len(words):,} characters; at most {MOST:,} fit."
            faults.append(Fault(Place("--cover"), "wrong-length", problem, "say it in fewer words"))
        else:
            told[name] = words.strip()
    if faults:
        raise BadInput(faults)
    return Cover(**told)
