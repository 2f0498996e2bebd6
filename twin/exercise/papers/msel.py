"""The MSEL as a table: one inject a row, so that it can be planned in a spreadsheet and come back.

==============  =========================================================================================
column          holds
==============  =========================================================================================
id              a name, the same in conditions
module          the id of a module
when            a condition, ``by hand``, or empty for by hand
to, tags        names with commas between them
channel, from   how it comes, and who says so
text            what players read or hear
questions       ids of questions, with commas between them
begins          steps of the story that it begins, with commas between them
expects         the decision that it should lead to; ``within`` says until when, after it was fired
read_aloud ...  what facilitators read: hint, hint_after, red_flag, success
==============  =========================================================================================

Source: the MSEL of HSEEP 2020, without the columns that only an agency needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.exercise.spec import Exercise, Inject

BY_HAND = "by hand"


def duration_text(time_us: Us | None) -> str:
    """A duration as a file has it, without rounding: ``4 min``, ``90 s``; nothing for None."""
    if time_us is None:
        return ""
    if time_us % MINUTE_US == 0:
        return f"{time_us // MINUTE_US} min"
    return f"{time_us // SECOND_US} s" if time_us % SECOND_US == 0 else f"{time_us} us"


COLUMNS: Mapping[str, Callable[[Inject], str]] = {
    "id": lambda inject: inject.id,
    "module": lambda inject: inject.module,
    "when": lambda inject: inject.when or BY_HAND,
    "to": lambda inject: ", ".join(inject.to),
    "channel": lambda inject: inject.channel,
    "from": lambda inject: inject.sender,
    "text": lambda inject: inject.text,
    "questions": lambda inject: ", ".join(inject.questions),
    "tags": lambda inject: ", ".join(inject.tags),
    "begins": lambda inject: ", ".join(effect.begin for effect in inject.effects),
    "expects": lambda inject: inject.expect.decision if inject.expect else "",
    "within": lambda inject: duration_text(inject.expect.by_us) if inject.expect else "",
    "read_aloud": lambda inject: inject.facilitator.read_aloud,
    "hint": lambda inject: inject.facilitator.hint,
    "hint_after": lambda inject: duration_text(inject.facilitator.hint_after_us),
    "red_flag": lambda inject: inject.facilitator.red_flag,
    "success": lambda inject: inject.facilitator.success,
}
"""Columns in their order, and what each holds of an inject."""

LISTS = ("to", "questions", "tags", "begins")
"""Columns with several names, with commas between them."""


def msel_rows(exercise: Exercise) -> list[list[str]]:
    """Heads, and a row for each inject."""
    return [list(COLUMNS), *([cell(inject) for cell in COLUMNS.values()] for inject in exercise.injects)]


def named(cell: str) -> list[str]:
    """The names in a cell."""
    return [word.strip() for word in cell.split(",") if word.strip()]


def lacks(heads: Sequence[str]) -> list[str]:
    """Columns that a table must have and *heads* has not."""
    return [name for name in ("id", "module", "text") if name not in heads]
