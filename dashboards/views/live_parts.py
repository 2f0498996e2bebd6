"""The parts of a refresh, packed for ``live_codec.js``: u8 number, u32 length, bytes, one part after the other.

A refresh carries what is new and nothing else. Figures and the strip in the corner go along as parts too, because every
element of its own would cost its frame with every tick, changed or not.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboards.views.gauges import lately
from twin.lab.wording import quantity

PARTS = ("map", "rooms", "network", "reach", "tiles", "strip", "focus", "versions")
"""Every part by name; a name's place and one is its number. The first three are still parts and pictures."""

VIEWS = PARTS[:3]
NOTHING = 65_535
TILES = 6

_LINE = struct.Struct("<BI")


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """*parts* by name as one message."""
    return b"".join(
        _LINE.pack(PARTS.index(name) + 1, len(parts[name])) + parts[name] for name in PARTS if name in parts
    )


def unpack_parts(message: bytes) -> dict[str, bytes]:
    """The inverse of :func:`pack_parts`."""
    parts, at = {}, 0
    while at < len(message):
        number, size = _LINE.unpack_from(message, at)
        parts[PARTS[number - 1]] = message[at + 5 : at + 5 + size]
        at += 5 + size
    return parts


def focus_part(selected: int | None, target: int | None) -> bytes:
    """What is chosen, by the number of its robot or asset."""
    return struct.pack("<HH", *(NOTHING if one is None else one for one in (selected, target)))


def versions_part(versions: Mapping[str, int]) -> bytes:
    """The version of each view's picture that the browser is taken to have, 0 for none."""
    return struct.pack("<III", *(versions.get(view, 0) & 0xFFFFFFFF for view in VIEWS))


def tiles_part(kpis: Iterable[Mapping[str, Any]]) -> bytes:
    """The first six figures: title, value with unit, what became of it lately, trend from 0 to 100."""
    tiles = [_tile(kpi) for kpi in list(kpis)[:TILES]]
    return json.dumps(tiles, ensure_ascii=False, separators=(",", ":")).encode()


def _tile(kpi: Mapping[str, Any]) -> list[Any]:
    value = "not known yet" if kpi["value"] is None else quantity(kpi["value"], kpi["unit"])
    return [kpi["title"][:1].upper() + kpi["title"][1:], value, lately(kpi), scaled(kpi["trend"])]


def scaled(trend: Sequence[float]) -> list[int]:
    """*trend* between its own least (0) and greatest (100); a flat one lies in the middle."""
    if not trend:
        return []
    low, high = min(trend), max(trend)
    return [round(100 * (value - low) / (high - low)) if high > low else 50 for value in trend]
