"""The floor plan of a site: lanes with their direction, stations, chargers, where people walk, and the rooms beside it.

Nothing is run: it is what the site file says, drawn.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from twin.lab.describe.capacity import Capacity
from twin.lab.figures.ground import Frame, draw_ground, frame
from twin.lab.figures.style import (
    COLD,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PANEL,
    PEOPLE,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.scenario import Site
from twin.lab.wording import plural
from twin.plant.floor import Floor
from twin.plant.people import MARGIN_M

_FIELD_IN, _MOST_IN, _STRIP_IN, _ROOM_IN, _FOOT_IN = 6.6, 5.2, 2.3, 0.44, 0.75


def finding(site: Site) -> str:
    """What the hub does and how full it is."""
    plant, capacity = site.plant, Capacity(site.plant)
    robots, stations = 100.0 * capacity.fleet_use(), 100.0 * capacity.stations().use
    busy = f"{robots:.0f} % of the robots' time, {stations:.0f} % of the stations'"
    return f"{plural(plant.fleet.count, 'robot')} and {plant.orders.per_hour:,g} orders an hour: visits take {busy}"


def draw(site: Site) -> Figure:
    """The plan of *site*."""
    floor = Floor(site.plant.floor)
    shape = frame(floor, _FIELD_IN, _MOST_IN)
    rooms = len(site.plant.rooms) + (site.plant.server_room is not None)
    body = max(shape.high, _ROOM_IN * rooms + 0.3)
    with house_style():
        figure = sheet(body + _FOOT_IN, finding(site), _subtitle(site))
        _field(figure, site, floor, shape, body)
        _rooms(figure, site, shape, body)
        _key(figure, floor)
    return figure


def _subtitle(site: Site) -> str:
    spec = site.plant.floor
    size = f"{spec.width_m} x {spec.height_m} m, 1 cell = 1 m"
    rooms = f"{plural(len(site.plant.rooms), 'cold room')} with setpoint and product limits"
    return f"Plan of {site.name}. Robot field of {size}; {rooms}. Use without traffic, mean of the day."


def _field(figure: Figure, site: Site, floor: Floor, shape: Frame, body: float) -> None:
    margin = MARGIN_M + 1.0
    wide = shape.scale * (floor.width - 1 + 2 * margin)
    axes = panel(figure, 0.12, _FOOT_IN - 0.05 + body - shape.high, wide, shape.high)
    draw_ground(axes, floor, shape)
    if site.plant.people.walkers:
        _walks(axes, floor, shape)
    _directions(axes, floor, shape)
    axes.set_xlim(-margin, floor.width - 1 + margin)


def _walks(axes: Axes, floor: Floor, shape: Frame) -> None:
    """Cross aisles from edge to edge, and the two edges on which people change from one to another."""
    west, east, size = -MARGIN_M, floor.width - 1 + MARGIN_M, shape.mark(1.4, 3.0)
    ways = [([west, east], [y, y]) for y in floor.cross_y]
    ways += [([x, x], [floor.cross_y[0], floor.cross_y[-1]]) for x in (west, east)]
    for x, y in ways:
        axes.plot(x, y, color=INK, linewidth=size * 0.55 + 0.7, alpha=0.5, solid_capstyle="round", zorder=0.62)
        axes.plot(x, y, color=PEOPLE, linewidth=size * 0.55, solid_capstyle="round", zorder=0.65)
    rows = np.array(floor.cross_y)
    axes.plot(
        np.full(len(rows), west), rows, "o", color=INK, markerfacecolor=PEOPLE, markersize=size * 1.6,
        markeredgewidth=0.8, zorder=1,
    )  # fmt: skip


def _directions(axes: Axes, floor: Floor, shape: Frame) -> None:
    """An arrow on every lane, in its middle, and on every cross aisle."""
    middle_x, middle_y = len(floor.lane_x) // 2, len(floor.cross_y) // 2
    for edge in floor.edges:
        cell = edge.cells[len(edge.cells) // 2]
        step, (row, column) = int(floor.succ[cell]) - cell, divmod(cell, floor.width)
        along = abs(step) == 1
        here = bisect_left(floor.lane_x, column) if along else bisect_left(floor.cross_y, row)
        if here == (middle_x if along else middle_y):
            head = {1: ">", -1: "<", floor.width: "^", -floor.width: "v"}[step]
            axes.plot(column, row, head, color=MUTED, markersize=shape.mark(2.2, 4.5), zorder=0.8)


def _rooms(figure: Figure, site: Site, shape: Frame, body: float) -> None:
    """A strip of boxes, one a room: name, setpoint, and what must stay cold between which limits."""
    left = 0.12 + shape.wide + 0.55
    axes = panel(figure, left, _FOOT_IN - 0.05, _STRIP_IN, body)
    axes.axis("off")
    axes.set_xlim(0, _STRIP_IN)
    axes.set_ylim(0, body)
    top = body - 0.05
    for spec in site.plant.rooms:
        limits = f"{spec.limit_low_c:g} to {spec.limit_high_c:g} °C"
        _box(axes, top, spec.name, f"{spec.setpoint_c:g} °C", f"{spec.product_t:g} t, {limits}", cold=True)
        top -= _ROOM_IN
    server = site.plant.server_room
    if server is not None:
        words = f"{plural(server.racks, 'rack')}, {server.full_kw:g} kW, trips at {server.trip_c:g} °C"
        _box(axes, top, "server-room", f"{server.setpoint_c:g} °C", words, cold=False)


def _box(axes: Axes, top: float, name: str, setpoint: str, words: str, *, cold: bool) -> None:
    high = _ROOM_IN - 0.06
    face = f"{COLD}40" if cold else PANEL
    axes.add_patch(Rectangle((0, top - high), _STRIP_IN - 0.02, high, facecolor=face, edgecolor=NORMAL, linewidth=0.7))
    axes.text(0.07, top - 0.13, name, fontsize=8.5, va="center", fontweight="bold")
    axes.text(_STRIP_IN - 0.1, top - 0.13, setpoint, fontsize=8.5, va="center", ha="right")
    axes.text(0.07, top - 0.28, words, fontsize=7.5, va="center", color=MUTED)


def _key(figure: Figure, floor: Floor) -> None:
    walk = Line2D([], [], color=PEOPLE, linewidth=3, marker="o", markerfacecolor=PEOPLE, markeredgecolor=INK)
    lane = Line2D([], [], color=GRID, markerfacecolor=MUTED, markeredgecolor=MUTED, marker=">", markersize=5)
    marks = [
        (lane, "lane and its direction"),
        (Patch(facecolor=PANEL, edgecolor=GRID), f"pods, {len(floor.bays):,} bays"),
        (mark("s", MUTED, filled=False), "place at a station"),
        (mark("p", MUTED, filled=False), "place at a refill station"),
        (mark("P", MUTED, filled=False), "charger"),
        (walk, "people walk"),
        (Patch(facecolor=f"{COLD}40", edgecolor=NORMAL), "cold room"),
    ]
    key(figure, marks, columns=4)
