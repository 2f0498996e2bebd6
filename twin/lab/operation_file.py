"""The ``operations:`` and ``surges:`` of a story file, checked: what the owners do, and what is ordered on top.

::

    operations:
      - {kind: patch, on: "amr-*", at: "00:20", gap: 2 min, soak: 10 min}
      - {kind: restart, on: access-point-03, at: "00:40", down: 3 min}
    surges:
      - {at: "00:30", orders: 120, due_h: 0.75}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from twin.core.errors import Fault
from twin.core.units import parse_duration
from twin.lab.kinds import known_name
from twin.lab.written import Written, show

TIMES = {"at": "at_us", "down": "down_us", "gap": "gap_us", "soak": "soak_us"}
_DURATION = 'write "00:10" (h:min), 90s, 4 min or 1.5h'


def checked_operations(written: Written, faults: list[Fault]) -> Written:
    """The list in the form of its schema, with what is wrong in it added to *faults*."""
    return replace(written, value=[_checked(entry, faults) for entry in written.items])


def check_operation_targets(written: Written, assets: Sequence[str], faults: list[Fault]) -> None:
    """Faults for names that stand for nothing on the site."""
    operations = written.entries.get("operations")
    for entry in operations.items if operations else []:
        on = entry.entries.get("on")
        for wanted in (on.items or [on]) if on else []:
            if not any(letter in wanted.text for letter in "*?["):
                known_name(wanted, assets, "an asset of the site", faults)
            elif not any(fnmatchcase(name, wanted.text) for name in assets):
                problem = f"no asset of the site is called like {show(wanted)}"
                prefixes = sorted({name.rsplit("-", 1)[0] for name in assets})
                faults.append(wanted.fault("matches-nothing", problem, f"names begin with: {', '.join(prefixes)}"))


def _checked(entry: Written, faults: list[Fault]) -> Written:
    if not isinstance(entry.value, dict):
        return entry
    made: dict[str, Written] = dict(entry.entries)
    if "on" in made and made["on"].text:
        made["on"] = replace(made["on"], value=[made["on"]])
    if "at" not in made:
        faults.append(entry.fault("missing-key", "at is missing", "say when it begins: " + _DURATION))
        made["at_us"] = replace(entry, value=0)
    return entry.with_entries(_timed(made, faults))


def _timed(made: dict[str, Written], faults: list[Fault]) -> dict[str, Written]:
    """Durations as microseconds, under the names of the schema."""
    for key, field in TIMES.items():
        if key in made:
            said = made.pop(key)
            try:
                made[field] = replace(said, value=parse_duration(said.text))
            except ValueError:
                faults.append(said.fault("bad-duration", f"{show(said)} is not a duration", _DURATION))
                made[field] = replace(said, value=0)
    return made
