"""Moving things of a run as arrays, frame by frame: robots, people, rooms, and traffic between zones.

Places are centimetres from :data:`ORIGIN_M` in 16 bits, so a floor may reach 645 m; :data:`ABSENT` marks a thing that
is not there. Times are milliseconds, temperatures hundredths of a degree.

Long runs are thinned: of the sampled frames every k-th is kept, with k such that no array passes
:data:`CELLS` entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from twin.core.log import Array, Columns, Log
from twin.core.names import Names
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation

ORIGIN_M = -10.0
"""Metres; the corner from which places count, west and south of every floor."""

ABSENT = 65_535
CELLS = 1_500_000
STATES = ("idle", "moving", "working", "charging", "stopped")

_BIN_S = 60
_BINS = 720
_LINK_US = 10_000_000


def robot_frames(log: Log, robots: Sequence[str]) -> dict[str, Array]:
    """``pose_time`` (frames,), and ``pose_x``, ``pose_y``, ``pose_state``, ``pose_battery`` (frames, robots)."""
    rows = log.since("pose")
    grid = _Grid(log, rows, "robot", robots)
    lookup = np.full(len(log.truth_names), len(STATES), dtype=np.uint8)
    for number, state in enumerate(STATES):
        lookup[log.truth_names.find(state) or 0] = number
    return {
        "pose_time": grid.times,
        "pose_x": grid.lay(centimetres(rows["x_m"]), ABSENT),
        "pose_y": grid.lay(centimetres(rows["y_m"]), ABSENT),
        "pose_state": grid.lay(lookup[rows["state"]], len(STATES)),
        "pose_battery": grid.lay(_rounded(rows["battery"] * 100, 0, 100).astype(np.uint8), 0),
    }


def person_frames(log: Log, people: Sequence[str]) -> dict[str, Array]:
    """``person_time`` (frames,), ``person_x`` and ``person_y`` (frames, people)."""
    rows = log.since("person")
    grid = _Grid(log, rows, "person", people)
    return {
        "person_time": grid.times,
        "person_x": grid.lay(centimetres(rows["x_m"]), ABSENT),
        "person_y": grid.lay(centimetres(rows["y_m"]), ABSENT),
    }


def room_frames(log: Log, rooms: Sequence[str]) -> dict[str, Array]:
    """``room_time`` (frames,), ``room_air`` and ``room_product`` (frames, rooms)."""
    rows = log.since("room")
    grid = _Grid(log, rows, "room", rooms)
    return {
        "room_time": grid.times,
        "room_air": grid.lay(centidegrees(rows["air_c"]), 0),
        "room_product": grid.lay(centidegrees(rows["product_c"]), 0),
    }


def bin_seconds(span_us: int) -> int:
    """Width of a traffic bin (s): a minute, or more where a long run would have too many."""
    minutes = -(-span_us // (_BIN_S * 1_000_000))
    return _BIN_S * max(1, -(-minutes // _BINS))


def traffic_frames(log: Log, segmentation: Segmentation, span_us: int) -> tuple[list[list[int]], dict[str, Array]]:
    """Pairs of zones that had traffic, and ``flow_count``, ``flow_denied``, shape (bins, pairs).

    A zone is its number in ``segmentation.zones``.
    """
    rows = log.since("flow")
    zone = _codes(log.names, {asset: number for number, one in enumerate(segmentation.zones) for asset in one.members})
    zones = max(1, len(segmentation.zones))
    src, dst = zone[rows["src"]], zone[rows["dst"]]
    known = (src >= 0) & (dst >= 0)
    width_us = bin_seconds(span_us) * 1_000_000
    pair, column = np.unique((src * zones + dst)[known], return_inverse=True)
    bins = int(-(-span_us // width_us))
    where = np.minimum(rows["time"][known] // width_us, bins - 1) * len(pair) + column
    denied = rows["action"][known] == (log.names.find("deny") or -1)
    pairs = [[int(one) // zones, int(one) % zones] for one in pair]
    return pairs, {
        "flow_count": _counted(where, bins, len(pair)),
        "flow_denied": _counted(where[denied], bins, len(pair)),
    }


def attack_links(log: Log, inventory: Inventory) -> dict[str, Array]:
    """What the attacker sent, host to host: ``link_time``, ``link_src``, ``link_dst``, ``link_ok`` (links,).

    Flows that the attack made and a tap saw, and assets that answered it; one link for each ten seconds and pair.
    """
    labels, flows, reached = log.since("label"), log.since("flow"), log.since("reached")
    order = np.argsort(labels["flow"], kind="stable")
    made = np.isin(flows["flow"], labels["flow"])
    at = np.searchsorted(labels["flow"][order], flows["flow"][made])
    delivered = labels["delivered"][order][at] if len(order) else np.zeros(0, dtype=np.bool_)
    tapped, answered = _codes(log.names, inventory.index), _codes(log.truth_names, inventory.index)
    columns = np.stack([
        np.concatenate([flows["time"][made], reached["time"]]) // _LINK_US,
        np.concatenate([tapped[flows["src"][made]], answered[reached["src"]]]),
        np.concatenate([tapped[flows["dst"][made]], answered[reached["dst"]]]),
        np.concatenate([delivered, np.ones(len(reached["time"]), dtype=np.bool_)]),
    ]).astype(np.int64)  # fmt: skip
    links = np.unique(columns[:, (columns[1] >= 0) & (columns[2] >= 0)], axis=1)
    return {
        "link_time": (links[0] * (_LINK_US // 1000)).astype(np.uint32),
        "link_src": links[1].astype(np.uint16),
        "link_dst": links[2].astype(np.uint16),
        "link_ok": links[3].astype(np.uint8),
    }


class _Grid:
    """Rows of (time, entity, value) laid out as frames by entities."""

    def __init__(self, log: Log, rows: Columns, key: str, names: Sequence[str]) -> None:
        times = np.unique(rows["time"])
        stride = max(1, -(-len(times) * len(names) // CELLS))
        kept = times[::stride]
        self.times: Array = (kept // 1000).astype(np.uint32)
        self.shape = (len(kept), len(names))
        column = _codes(log.truth_names, {name: number for number, name in enumerate(names)})[rows[key]]
        frame = np.minimum(np.searchsorted(kept, rows["time"]), max(0, len(kept) - 1))
        self.wanted = (column >= 0) & np.isin(rows["time"], kept)
        self.where = frame[self.wanted] * len(names) + column[self.wanted]

    def lay(self, values: Array, empty: int) -> Array:
        """*values* (rows,) as (frames, entities), *empty* where there is no row."""
        flat = np.full(self.shape[0] * self.shape[1], empty, dtype=values.dtype)
        flat[self.where] = values[self.wanted]
        return flat.reshape(self.shape)


def _codes(names: Names, numbers: Mapping[str, int]) -> npt.NDArray[np.int64]:
    """Number of each code of *names*, -1 where *numbers* does not name it."""
    table = np.full(len(names), -1, dtype=np.int64)
    for name, number in numbers.items():
        code = names.find(name)
        if code is not None:
            table[code] = number
    return table


def _rounded(values: Array, low: int, high: int) -> Array:
    return np.clip(np.floor(np.nan_to_num(values) + 0.5), low, high)


def centimetres(metres: Array) -> Array:
    """*metres* as centimetres from :data:`ORIGIN_M`, u16; :data:`ABSENT` where there is no place (NaN)."""
    places = _rounded((metres - ORIGIN_M) * 100, 0, ABSENT - 1).astype(np.uint16)
    places[np.isnan(metres)] = ABSENT
    return places


def centidegrees(values: Array) -> Array:
    """Degrees Celsius as hundredths, i16, limited to what it holds."""
    return _rounded(values * 100, -32_768, 32_767).astype(np.int16)


def _counted(where: Array, bins: int, pairs: int) -> Array:
    counts = np.bincount(where, minlength=bins * pairs)[: bins * pairs].reshape(bins, pairs)
    return np.minimum(counts, 65_535).astype(np.uint16)
