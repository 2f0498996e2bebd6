"""A description on the command line: tables no wider than the terminal, each number with its source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.lab.describe.advice import Advice
from twin.lab.describe.sections import Description, Devices, Section
from twin.lab.describe.sources import COMPUTED, Fact
from twin.lab.show import console
from twin.lab.wording import number, plural

_ROOM_COLUMNS = {
    "volume_m3": "m3", "product_t": "product t", "setpoint_c": "degC", "ua_w_k": "UA W/K", "load_kw": "load kW",
    "cooling_kw": "cooling kW", "cooling_use": "use", "air_settles_min": "air min", "product_lag_h": "product h",
    "limit_reached_h": "warm after h",
}  # fmt: skip
_SHARES = ("_use", "_use_peak")


def show_site(description: Description, figure: Path | None = None) -> None:
    """Print all of *description*; *figure* is where its floor plan was drawn."""
    say, site = console(), description.site
    say.print(Text.assemble((site.title, "bold"), f"  {site.name}"))
    if site.notes:
        say.print(site.notes.strip())
    rooms = [section for section in description.sections if section.path.startswith("plant.rooms[")]
    for section in description.sections:
        if section not in rooms:
            say.print(_facts(section))
        elif section is rooms[0]:
            say.print(_rooms(rooms))
            say.print(_room_sources(rooms), style="dim")
    say.print(_devices(description.devices))
    _say_advice(description.advice)
    if figure:
        say.print(f"figure {figure}", soft_wrap=True)
    say.print(f"next   twin run quiet-day --site {site.name}", soft_wrap=True)


def _facts(section: Section) -> Table:
    head = f"{section.title} ({section.path})" if section.path else section.title
    table = Table(box=SIMPLE_HEAD, pad_edge=False, title=head, title_justify="left", title_style="bold")
    table.add_column("key", no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("what")
    table.add_column("source")
    for fact in section.facts:
        table.add_row(fact.name, value_text(fact), fact.words, fact.source)
    return table


def value_text(fact: Fact) -> str:
    """A value as people read it (the unit is in its name): given ones in full, computed ones to three figures."""
    value = fact.value
    if isinstance(value, bool | str):
        return str(value).lower() if isinstance(value, bool) else value
    if not math.isfinite(value):
        return "never"
    if fact.name.endswith(_SHARES):
        return f"{100 * value:.1f} %"
    return number(value) if fact.source.startswith(COMPUTED) else f"{value:,.15g}"


def _rooms(rooms: Sequence[Section]) -> Table:
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title="Cold rooms (plant.rooms)", title_justify="left",
        title_style="bold",
    )  # fmt: skip
    table.add_column("room", no_wrap=True)
    for words in _ROOM_COLUMNS.values():
        table.add_column(words.replace(" ", "\n"), justify="right")
    for section in rooms:
        facts = {fact.name: fact for fact in section.facts}
        cells = [value_text(facts[name]) if name in facts else "none" for name in _ROOM_COLUMNS]
        table.add_row(str(facts["name"].value), *cells)
    return table


def _room_sources(rooms: Sequence[Section]) -> str:
    found: dict[str, list[Fact]] = {}
    for section in rooms:
        for fact in section.facts:
            found.setdefault(fact.name, []).append(fact)
    lines = [
        f"{name}: {found[name][0].words}, {'; '.join(dict.fromkeys(fact.source for fact in found[name]))}"
        for name in _ROOM_COLUMNS
        if name in found
    ]
    return "\n".join([*lines, "Every number of every room: --json."])


def _devices(groups: Sequence[Devices]) -> Table:
    total = sum(group.count for group in groups)
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, title=f"Devices: {total:,} assets", title_justify="left", title_style="bold"
    )
    for head in ("kind", "function", "switch"):
        table.add_column(head, no_wrap=head == "kind")
    table.add_column("count", justify="right")
    merged: dict[tuple[str, str, str], int] = {}
    for group in groups:
        where = group.switch if not group.switch.startswith("bus of") else "serial bus"
        merged[group.kind, group.function, where] = merged.get((group.kind, group.function, where), 0) + group.count
    for (kind, function, where), count in merged.items():
        table.add_row(kind, function, where, f"{count:,}")
    return table


def _say_advice(found: Sequence[Advice]) -> None:
    say = console()
    for one in found:
        say.print(Text.assemble(("odd    ", "bold"), f"{one.about}: {one.words}"), soft_wrap=True)
    say.print(plural(len(found), "oddity").replace("odditys", "oddities") if found else "Nothing odd.")
