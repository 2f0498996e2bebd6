"""The way a robot drove between two samples of its place: along lanes, never across a rack.

Samples lie some seconds apart, so a straight line between two of them cuts corners. The way is the shortest one over
lanes in their direction (with the step into and out of a bay, slot or charger); a robot whose navigation was tampered
with may drive against a lane, so directions are left out where they allow no way. Where there is none within the
distance that a robot can drive, somebody carried it, and nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from twin.core.log import Array
from twin.plant.floor import Floor

FURTHEST = 12
"""Cells that a robot passes at most between two samples: 5 s at 2 m/s, and its own place rounded twice."""

Segment = tuple[float, float, float, float]


class Ways:
    """Shortest ways over the places of one floor."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        ahead: dict[int, set[int]] = {}
        for edge in floor.edges:
            path = (int(floor.junctions[edge.tail]), *edge.cells, int(floor.junctions[edge.head]))
            for here, there in pairwise(path):
                ahead.setdefault(here, set()).add(there)
        around: dict[int, set[int]] = {place: set(after) for place, after in ahead.items()}
        for here, after in ahead.items():
            for there in after:
                around.setdefault(there, set()).add(here)
        for place in np.flatnonzero(floor.door >= 0).tolist():
            for graph in (ahead, around):
                graph.setdefault(place, set()).add(int(floor.door[place]))
                graph.setdefault(int(floor.door[place]), set()).add(place)
        self._ahead, self._around = (
            {place: tuple(sorted(after)) for place, after in graph.items()} for graph in (ahead, around)
        )
        known = np.array(sorted(around))
        self._place = {
            (round(x), round(y)): place
            for place, x, y in zip(known.tolist(), floor.x_m[known], floor.y_m[known], strict=True)
        }

    def between(self, here: tuple[float, float], there: tuple[float, float]) -> tuple[int, ...]:
        """Places from *here* to *there* (m); empty where no robot drives that way."""
        start, goal = (self._place.get((round(x), round(y)), -1) for x, y in (here, there))
        if start < 0 or goal < 0:
            return ()
        return _shortest(self._ahead, start, goal) or _shortest(self._around, start, goal)

    def driven(self, x_m: Array, y_m: Array) -> set[tuple[int, int]]:
        """Steps from place to place (lower number first) of a robot sampled at *x_m*, *y_m*, both shape (n,)."""
        spots = np.rint(np.stack([x_m, y_m], axis=1))
        moves = np.concatenate([spots[:-1], spots[1:]], axis=1)
        moves = np.unique(moves[(moves[:, :2] != moves[:, 2:]).any(axis=1) & np.isfinite(moves).all(axis=1)], axis=0)
        steps: set[tuple[int, int]] = set()
        for ax, ay, bx, by in moves.tolist():
            way = self.between((ax, ay), (bx, by))
            steps |= {(min(pair), max(pair)) for pair in pairwise(way)}
        return steps

    def lines(self, steps: Iterable[tuple[int, int]]) -> list[Segment]:
        """*steps* as straight lines (x, y, x, y) in metres, those in a row joined."""
        rows: dict[tuple[bool, float], list[tuple[float, float]]] = {}
        x, y = self._floor.x_m, self._floor.y_m
        for one, other in sorted(steps):
            level = bool(y[one] == y[other])
            fixed, along = (y, x) if level else (x, y)
            ends = sorted((float(along[one]), float(along[other])))
            rows.setdefault((level, float(fixed[one])), []).append((ends[0], ends[1]))
        return [_line(level, at, piece) for (level, at), pieces in sorted(rows.items()) for piece in _joined(pieces)]


def _shortest(graph: dict[int, tuple[int, ...]], start: int, goal: int) -> tuple[int, ...]:
    """Breadth first, at most :data:`FURTHEST` steps deep."""
    came = {start: start}
    layer = [start]
    for _ in range(FURTHEST):
        if goal in came:
            break
        below: list[int] = []
        for place in layer:
            for after in graph.get(place, ()):
                if after not in came:
                    came[after] = place
                    below.append(after)
        layer = below
    if goal not in came:
        return ()
    way = [goal]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of one line that touch or overlap become one."""
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(pieces):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _line(level: bool, at: float, piece: tuple[float, float]) -> Segment:
    begin, end = piece
    return (begin, at, end, at) if level else (at, begin, at, end)
