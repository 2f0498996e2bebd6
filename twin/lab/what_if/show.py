"""What-if on a terminal: what changed first, and what it changed in the end."""

from __future__ import annotations

from collections.abc import Callable

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.core.records import RECORDS
from twin.core.units import Us, format_clock, format_duration
from twin.lab.show import console
from twin.lab.statistics import Estimate
from twin.lab.what_if.branch import AS_IT_WAS, OTHERWISE, WhatIf
from twin.lab.what_if.first_change import Change
from twin.lab.wording import half_width, metric_value, number, plural, quantity

_MOST = 8
_FIELDS = 3
"""Tables, and fields of a row, that are shown; the rest is in --json."""
_NEVER: Us = 1 << 60
_COUNTERS = ("header_id", "sequence")
Clock = Callable[[Us], str]


def show_what_if(found: WhatIf) -> None:
    """Both branches, the first traces of the difference, and every metric that differs."""
    say, of = console(), found.comparison
    seeds = plural(len(found.paired_seeds), "seed")
    say.print(Text.assemble((of.title, "bold"), f"  {found.recipe.posture} on {of.site}, {of.hours:g} h, {seeds}"))
    for move in found.moves:
        say.print(f"otherwise  {move.words}", soft_wrap=True)
    for line in found.refused:
        say.print(line, style="yellow", soft_wrap=True)
    if not found.same_run:
        say.print("The run did not come out as it was recorded: the lab has changed since. Both branches are as now.")
    if of.interrupted:
        say.print("Interrupted: only the seeds whose two runs were complete are counted.", style="yellow")
    if not found.changes:
        say.print(f"Nothing changed on seed {found.recipe.seed}: the two runs are the same to the last bit.")
    else:
        say.print(_changes(found))
    _show_metrics(found)


def _changes(found: WhatIf) -> Table:
    from twin.lab.loader import load_story

    starts = load_story(found.recipe.story).starts

    def clock(time_us: Us) -> str:
        return format_clock(starts, time_us)

    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=f"What changed first, seed {found.recipe.seed}")
    for head in ("at", "table", AS_IT_WAS, OTHERWISE):
        table.add_column(head, no_wrap=head in ("at", "table"))
    for change in found.changes[:_MOST]:
        table.add_row(clock(change.time_us), change.table.replace("_", " "), *apart(change, clock))
    return table


def apart(change: Change, clock: Clock) -> tuple[str, str]:
    """What the two rows say where they differ; a whole row where the other branch has none.

    Identities are left out: they tell two rows apart, and nothing to whoever reads. Times are read from *clock*.
    """
    one, other = change.before, change.after
    if one is None or other is None:
        return _row(change.table, one, clock), _row(change.table, other, clock)
    names = [name for name in one if one[name] != other[name]]
    if not names:
        return _row(change.table, one, clock), "the same, at another time"
    if not any(_kind(change.table, name) != "id" for name in names):
        return _row(change.table, one, clock), "the same, as another one"
    before, after = ({name: each[name] for name in names} for each in (one, other))
    return _row(change.table, before, clock), _row(change.table, after, clock)


def _row(table: str, values: dict[str, object] | None, clock: Clock) -> str:
    """The first few things that a row says, words before numbers."""
    if values is None:
        return "nothing"
    told = {name: value for name, value in values.items() if value is not None and _kind(table, name) != "id"}
    words = [f"{_label(name)} {value}" for name, value in told.items() if isinstance(value, str) and value]
    numbers = [
        f"{_label(name)} {_number(_kind(table, name), name, value, clock)}"
        for name, value in told.items()
        if isinstance(value, int | float)
    ]
    return ", ".join([*words, *numbers][:_FIELDS]) or "nothing in words"


def _kind(table: str, name: str) -> str:
    """What a column holds; running numbers of a sender are identities as well."""
    kinds = {column.name: column.kind for column in RECORDS[table].columns}
    return "id" if name in _COUNTERS else kinds.get(name, "")


def _label(name: str) -> str:
    return name.removesuffix("_us").replace("_", " ")


def _number(kind: str, name: str, value: float, clock: Clock) -> str:
    """A duration or the time of day for what is counted in microseconds, a short number for all else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind != "us":
        return number(value)
    if abs(value) >= _NEVER:
        return "never"
    return format_duration(int(value)) if name.endswith("_us") else clock(int(value))


def side_words(metric: str, side: Estimate, unit: str) -> str:
    """A branch's mean, and in how many seeds it is defined where that is not all."""
    words = metric_value(metric, side.mean, unit)
    some = side.mean is not None and side.undefined
    return f"{words} in {side.n} of {side.n + side.undefined}" if some else words


def _show_metrics(found: WhatIf) -> None:
    """Metrics whose difference is not exactly 0, with its interval."""
    say, of = console(), found.comparison
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("metric", no_wrap=True)
    for head in (AS_IT_WAS, OTHERWISE, "difference", "± 95 %"):
        table.add_column(head, justify="right", no_wrap=True)
    same = []
    for name, unit in of.units.items():
        difference = found.difference(name)
        if difference.mean is None or difference.mean == (difference.lo or 0.0) == (difference.hi or 0.0) == 0.0:
            same.append(name)
            continue
        cells = [side_words(name, side, unit) for side in found.sides(name)]
        table.add_row(name, *cells, quantity(difference.mean, unit), half_width(difference, unit))
    if table.rows:
        say.print(table)
    say.print(f"{plural(len(same), 'metric')} the same, or undefined in a branch.", style="dim")
    if len(found.paired_seeds) == 1:
        say.print("One seed is one day: --seeds 20 says whether it was luck.", style="dim")
