"""A policy: zones as boxes in Purdue order with their security levels, and conduits with the services they carry.

The internet stands on top, the process at the bottom. The seven cells of a box are the foundational requirements: each
has the level achieved, and one that misses its target has a dashed border and the target beside it. Conduits that carry
nothing but addresses, names and time are thin and have no words, because every zone has them.

Sources: IEC 62443-3-2 (zone and conduit drawings); ISA-95 (levels).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from twin.lab.figures.style import GRID, INK, MUTED, NORMAL, PANEL, PAPER, WIDTH_IN, house_style, key, panel, sheet
from twin.lab.policy.levels import REQUIREMENTS
from twin.lab.policy.sheet import ConduitEntry, Sheet, ZoneEntry
from twin.lab.wording import plural
from twin.net.segmentation import ANY
from twin.net.zoning import INTERNET

Spot = tuple[float, float]

BOX_IN = (1.98, 0.72)
_ROW_IN, _MARGIN_IN, _FOOT_IN = 1.52, 0.12, 0.45
_EVERYWHERE = {"dhcp", "dns", "ntp"}


def finding(shown: Sheet) -> str:
    """What the picture shows: how zones are joined, and how many miss what they should reach."""
    own = [zone for zone in shown.zones if zone.name != INTERNET]
    short = [zone for zone in own if any(zone.levels.gap)]
    joined = plural(len(shown.conduits), "conduit")
    idle = sum(1 for conduit in shown.conduits if not conduit.needs)
    without = f", {idle} without a need" if idle else ", each for a declared need" if shown.conduits else ""
    made = shown.subject.made
    return f"{made.policy}: {joined} between {len(shown.zones)} zones{without}; {len(short)} of {len(own)} miss a level"


def places(zones: Sequence[ZoneEntry], shown: Sheet) -> tuple[dict[str, Spot], float]:
    """Lower left corner of each zone's box (inches), and the height of all rows.

    A row is a Purdue level: the median of the zone's assets that have an address.
    """
    by_name, made = shown.subject.inventory.by_name, shown.subject.made
    levels = {
        zone.name: round(median([by_name[name].purdue_level for name in zone.members if by_name[name].address] or [0]))
        for zone in made.zones
    }
    fits = int((WIDTH_IN - 2 * _MARGIN_IN) // (BOX_IN[0] + 0.25))
    rows: list[list[str]] = []
    for level in sorted(set(levels.values()), reverse=True):
        names = sorted(zone.name for zone in zones if levels[zone.name] == level)
        rows += [names[at : at + fits] for at in range(0, len(names), fits)]
    found = {}
    for number, names in enumerate(rows):
        pitch = (WIDTH_IN - 2 * _MARGIN_IN) / len(names)
        side = 1 if number % 2 else -1
        shift = 0.0 if len(names) == fits or not number else side * (2.4 if len(names) == 1 else 0.35)
        for place, name in enumerate(names):
            x = pitch * (place + 0.5) - BOX_IN[0] / 2 + shift
            found[name] = (x, (len(rows) - 1 - number) * _ROW_IN + 0.1)
    return found, len(rows) * _ROW_IN - (_ROW_IN - BOX_IN[1]) + 0.2


def draw(shown: Sheet) -> Figure:
    """Zones, conduits and security levels of one policy over one site."""
    where, height = places(shown.zones, shown)
    made = shown.subject.made
    extras = [words for words, is_so in (
        ("inside a zone everything passes", made.inside == "allow"), ("every flow is inspected", made.inspected),
        ("a session needs the device's own key", made.identity), ("nothing is enforced", made.monitor),
    ) if is_so]  # fmt: skip
    subtitle = (
        f"{shown.subject.name} on {shown.subject.site}. Boxes are zones by Purdue level, cells the security level "
        f"achieved for {', '.join(REQUIREMENTS)}; lines are conduits with services and needs. "
        f"{'; '.join(extras).capitalize()}."
    )
    with house_style():
        figure = sheet(height + _FOOT_IN + 0.05, finding(shown), subtitle)
        axes = panel(figure, _MARGIN_IN, _FOOT_IN, WIDTH_IN - 2 * _MARGIN_IN, height)
        axes.set_xlim(0, WIDTH_IN - 2 * _MARGIN_IN)
        axes.set_ylim(0, height)
        axes.axis("off")
        labels: list[Spot] = []
        for conduit in sorted(shown.conduits, key=lambda each: (not _plain(each), each.src, each.dst)):
            _conduit(axes, conduit, where, labels)
        for zone in shown.zones:
            _box(axes, zone, where[zone.name])
        _key(figure)
    return figure


def _plain(conduit: ConduitEntry) -> bool:
    return set(conduit.services) <= _EVERYWHERE


def _conduit(axes: Axes, conduit: ConduitEntry, where: dict[str, Spot], labels: list[Spot]) -> None:
    """A line with an arrow from zone to zone; its words stand on it, where no other's do."""
    start, end = _ends(where[conduit.src], where[conduit.dst])
    plain = _plain(conduit)
    side = 1 if where[conduit.dst][0] > where[conduit.src][0] else -1
    bend = 0.0 if where[conduit.src][1] != where[conduit.dst][1] else 0.34
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=8, connectionstyle=f"arc3,rad={side * bend}", shrinkA=0,
            shrinkB=0, color=GRID if plain else NORMAL, linewidth=0.8 if plain else 1.2, zorder=1 if plain else 2,
            linestyle="-" if conduit.needs else "--",
        )
    )  # fmt: skip
    if plain:
        return
    services = "all services" if ANY in conduit.services else ", ".join(sorted(set(conduit.services) - _EVERYWHERE))
    words = f"{services} ({conduit.needs})"
    at = _free_spot(start, end, bend, words, labels, where)
    labels.append(at)
    axes.text(*at, words, fontsize=7.5, ha="center", va="center", color=INK, zorder=7, bbox=_PLATE)


_PLATE = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}


def _free_spot(start: Spot, end: Spot, bend: float, words: str, taken: list[Spot], where: dict[str, Spot]) -> Spot:
    """A place on the way where neither a box nor other words stand: the middle first, then nearer to either end."""
    (x1, y1), (x2, y2) = start, end
    sag, half = bend * abs(x2 - x1) / 2, 0.033 * len(words)
    parts = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.14, 0.86)
    spots = [
        (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part - 4 * sag * part * (1 - part) + off)
        for off in (0.0, -0.3, 0.4)
        for part in parts
    ]
    width, height = BOX_IN
    for x, y in spots:
        boxed = any(bx - half < x < bx + width + half and by - 0.1 < y < by + height + 0.1 for bx, by in where.values())
        if not boxed and all(abs(x - tx) > 2 * half + 0.1 or abs(y - ty) > 0.17 for tx, ty in taken):
            return x, y
    return spots[0]


def _ends(src: Spot, dst: Spot) -> tuple[Spot, Spot]:
    """Where a line leaves one box and meets the other: faces that look at each other, apart by direction."""
    width, height = BOX_IN
    (x1, y1), (x2, y2) = src, dst
    if y1 == y2:
        right = x2 > x1
        high = y1 + height * (0.5 if right else 0.25)
        return (x1 + (width if right else 0), high), (x2 + (0 if right else width), high)
    up = y2 > y1
    lean, aside = max(-0.32, min(0.32, (x2 - x1) / 12)) * width, -0.07 if up else 0.07
    src_x, dst_x = x1 + width / 2 + lean + aside, x2 + width / 2 - lean + aside
    return (src_x, y1 + (height if up else 0)), (dst_x, y2 + (0 if up else height))


def _box(axes: Axes, zone: ZoneEntry, at: Spot) -> None:
    (x, y), (width, height) = at, BOX_IN
    axes.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0,rounding_size=0.06", facecolor=PANEL, edgecolor=MUTED,
            linewidth=0.9, zorder=4,
        )
    )  # fmt: skip
    axes.text(
        x + 0.08, y + height - 0.14, zone.name.replace("_", " "), fontsize=9, fontweight="bold", va="center", zorder=6
    )
    low, high = zone.purdue
    levels = f"level {low}" if low == high else f"levels {low} to {high}"
    words = f"{plural(zone.assets, 'asset')}, {levels}"
    axes.text(x + 0.08, y + height - 0.32, words, fontsize=7.5, va="center", color=MUTED, zorder=6)
    if zone.name == INTERNET:
        axes.text(x + 0.08, y + 0.15, "nothing is promised", fontsize=7.5, va="center", color=MUTED, zorder=6)
        return
    for number, (name, have, less) in enumerate(
        zip(REQUIREMENTS, zone.levels.achieved, zone.levels.gap, strict=True)
    ):  # fmt: skip
        _cell(axes, (x + 0.08 + number * 0.262, y + 0.06), name, have, less)


def _cell(axes: Axes, at: Spot, name: str, have: int, less: int) -> None:
    (x, y), side = at, 0.235
    axes.add_patch(
        Rectangle(
            (x, y), side, 0.15, facecolor=PAPER if less else GRID, edgecolor=INK if less else GRID, linewidth=0.7,
            linestyle="--" if less else "-", zorder=5,
        )
    )  # fmt: skip
    words = f"{have}<{have + less}" if less else f"{have}"
    axes.text(x + side / 2, y + 0.072, words, fontsize=6.5, ha="center", va="center", zorder=6)
    axes.text(x + side / 2, y + 0.215, name, fontsize=5.5, ha="center", va="center", color=MUTED, zorder=6)


def _key(figure: Figure) -> None:
    key(
        figure,
        [
            (Line2D([], [], color=NORMAL, linewidth=1.4), "conduit: services (needs that use it)"),
            (Line2D([], [], color=GRID, linewidth=1.2), "address, names, time only"),
            (Line2D([], [], color=NORMAL, linewidth=1.4, linestyle="--"), "no need uses it"),
            (
                Rectangle((0, 0), 1, 1, facecolor=PAPER, edgecolor=INK, linestyle="--", linewidth=0.7),
                "achieved < target",
            ),
        ],
    )
