"""The network: zones as boxes in Purdue order, their hosts in a grid, and how far the attack came.

The enterprise and the internet stand on top, the process at the bottom (ISA-95). A box is a zone of the posture; inside
it, hosts stand in groups by function, so a flat network is one box with everything in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, sqrt
from statistics import median
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

from twin.lab.figures.events import blocked_pairs, contained, fallen, reached_pairs
from twin.lab.figures.style import (
    ATTACK,
    BLOCKED,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PANEL,
    PAPER,
    RESPONSE,
    WIDTH_IN,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.wording import plural
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation

if TYPE_CHECKING:
    from twin.lab.run import Run

Spot = tuple[float, float]

_WIDE = 66.0
"""Width of the picture in host pitches."""
_GAP, _PAD, _HEAD = 1.6, 0.8, 1.5


@dataclass
class Box:
    """A zone with the places of its hosts, in pitches; y grows downwards until it is drawn."""

    name: str
    level: float
    width: float = 0.0
    height: float = 0.0
    x: float = 0.0
    y: float = 0.0
    hosts: dict[str, Spot] = field(default_factory=dict)
    groups: list[tuple[str, float, float]] = field(default_factory=list)


def boxes(inventory: Inventory, segmentation: Segmentation) -> tuple[list[Box], float]:
    """Zones placed in rows by Purdue level, highest first, and the height of all rows."""
    found = [_box(zone.name, zone.members, inventory) for zone in segmentation.zones if zone.members]
    found.sort(key=lambda box: (-box.level, box.name))
    x = y = tallest = 0.0
    for number, box in enumerate(found):
        lower = number and round(box.level) != round(found[number - 1].level)
        if x and (x + box.width > _WIDE or (lower and x > _WIDE * 0.5)):
            x, y, tallest = 0.0, y + tallest + _GAP, 0.0
        box.x, box.y = x, y
        x, tallest = x + box.width + _GAP, max(tallest, box.height)
    return found, y + tallest


def finding(run: Run) -> str:
    """How many of the hub's assets the attacker's traffic reached, and how many fell."""
    own = [asset for asset in run.inventory.assets if asset.function != "internet"]
    fell = set(fallen(run.log))
    reached = {dst for _, dst in reached_pairs(run.log)} | fell
    inside = {asset.name for asset in own}
    name = run.posture.name
    if not run.story.steps:
        return f"{name} puts {len(own)} assets into {len(run.segmentation.zones)} zones; nothing attacked them"
    far, taken = len(reached & inside), len(fell & inside)
    return f"Under {name} the attack reached {far} of {len(own)} assets and took {taken} of them"


def draw(run: Run) -> Figure:
    """Zones, conduits, and every pair that the attack reached or was refused."""
    placed, rows = boxes(run.inventory, run.segmentation)
    pitch = (WIDTH_IN - 0.24) / _WIDE
    denied = blocked_pairs(run.log)
    with house_style():
        zones, conduits = len(run.segmentation.zones), len(run.segmentation.conduits)
        subtitle = (
            f"{plural(zones, 'zone')}, {plural(conduits, 'conduit')} (grey), seed {run.seed}. Purdue levels from top "
            f"(enterprise) to bottom (process). {plural(len(denied), 'refused pair')}."
        )
        figure = sheet(rows * pitch + 0.55, finding(run), subtitle)
        axes = panel(figure, 0.12, 0.45, _WIDE * pitch, rows * pitch)
        axes.set_xlim(0, _WIDE)
        axes.set_ylim(rows, 0)
        axes.axis("off")
        _conduits(axes, run.segmentation, placed)
        for box in placed:
            _frame(axes, box)
        spots = {name: spot for box in placed for name, spot in box.hosts.items()}
        _lines(axes, spots, denied, BLOCKED, "--", 0.5)
        _lines(axes, spots, reached_pairs(run.log), ATTACK, "-", 0.6)
        _hosts(axes, run, spots, denied)
        _key(figure)
    return figure


def _box(name: str, members: Iterable[str], inventory: Inventory) -> Box:
    assets = [inventory.by_name[member] for member in sorted(members)]
    box = Box(name, median(asset.purdue_level for asset in assets))
    groups: dict[str, list[str]] = {}
    for asset in sorted(assets, key=lambda asset: (-asset.purdue_level, asset.function)):
        groups.setdefault(asset.function, []).append(asset.name)
    limit = _WIDE - 2 * _PAD
    x, y, tallest = _PAD, _HEAD, 0.0
    for function, names in groups.items():
        columns = max(1, ceil(sqrt(len(names) * 2.6)))
        label = function.replace("_", " ") if len(groups) > 1 else ""
        width = max(columns, 0.62 * len(label) + 0.4)
        head = 1.1 if label else 0.0
        if x > _PAD and x + width > limit:
            x, y, tallest = _PAD, y + tallest + 0.7, 0.0
        if label:
            box.groups.append((label, x, y))
        for number, host in enumerate(sorted(names)):
            box.hosts[host] = (x + 0.5 + number % columns, y + head + 0.5 + number // columns)
        tallest = max(tallest, head + ceil(len(names) / columns))
        x += width + 0.9
        box.width = max(box.width, x - 0.9 + _PAD)
    box.width = max(box.width, 0.72 * len(name) + 2 * _PAD)
    box.height = y + tallest + _PAD * 0.6
    return box


def _frame(axes: Axes, box: Box) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (box.x, box.y), box.width, box.height, boxstyle="round,pad=0,rounding_size=0.5", facecolor=PANEL,
            edgecolor=MUTED, linewidth=0.8, zorder=2,
        )
    )  # fmt: skip
    axes.text(
        box.x + _PAD,
        box.y + 0.85,
        box.name.replace("_", " "),
        fontsize=8.5,
        fontweight="bold",
        va="center",
        color=INK,
        zorder=6,
    )
    for label, x, y in box.groups:
        axes.text(box.x + x, box.y + y + 0.45, label, fontsize=7.5, va="center", color=MUTED, zorder=6)
    box.hosts = {name: (box.x + x, box.y + y) for name, (x, y) in box.hosts.items()}


def _conduits(axes: Axes, segmentation: Segmentation, placed: list[Box]) -> None:
    centres = {box.name: (box.x + box.width / 2, box.y + box.height / 2) for box in placed}
    pairs = {tuple(sorted((conduit.src, conduit.dst))) for conduit in segmentation.conduits}
    for src, dst in sorted(pairs):
        if src in centres and dst in centres and src != dst:
            (x1, y1), (x2, y2) = centres[src], centres[dst]
            axes.plot([x1, x2], [y1, y2], color=GRID, linewidth=1.6, zorder=1)


def _lines(
    axes: Axes, spots: dict[str, Spot], pairs: set[tuple[str, str]], colour: str, style: str, alpha: float
) -> None:
    for src, dst in sorted(pairs):
        if src in spots and dst in spots:
            (x1, y1), (x2, y2) = spots[src], spots[dst]
            axes.plot([x1, x2], [y1, y2], color=colour, linestyle=style, linewidth=0.7, alpha=alpha, zorder=3)


def _hosts(axes: Axes, run: Run, spots: dict[str, Spot], denied: set[tuple[str, str]]) -> None:
    fell, held = set(fallen(run.log)), set(contained(run.log))
    reached = {dst for _, dst in reached_pairs(run.log)} - fell
    refused = {dst for _, dst in denied} - reached - fell
    rest = set(spots) - fell - reached - refused
    _marks(axes, spots, rest, "o", NORMAL, 3.4)
    _marks(axes, spots, refused, "x", BLOCKED, 5.5)
    _marks(axes, spots, reached, "^", ATTACK, 6, filled=False)
    _marks(axes, spots, fell, "^", ATTACK, 7.5)
    _marks(axes, spots, held, "s", RESPONSE, 11, filled=False)


def _marks(
    axes: Axes, spots: dict[str, Spot], names: set[str], marker: str, colour: str, size: float, *, filled: bool = True
) -> None:
    places = [spots[name] for name in sorted(names) if name in spots]
    if places:
        face = colour if filled else ("none" if marker == "s" else PAPER)
        axes.plot(
            *zip(*places, strict=True),
            marker,
            color=colour,
            markersize=size,
            markerfacecolor=face,
            markeredgewidth=1.2,
            zorder=5,
        )


def _key(figure: Figure) -> None:
    key(
        figure,
        [
            (mark("^", ATTACK), "compromised"),
            (mark("^", ATTACK, filled=False), "reached"),
            (mark("x", BLOCKED), "refused every time"),
            (mark("s", RESPONSE, filled=False), "contained"),
            (mark("o", NORMAL, size=4), "untouched"),
            (Line2D([], [], color=GRID, linewidth=2), "conduit"),
        ],
    )
