"""Replays from files: the bytes in a run's report, or the bare bytes as somebody saved them.

A file comes from anywhere. It is never run: the replay is cut out of a report by its place, and must be a container
whose arrays are all there and have the shapes that the player reads. What is too large is refused before it is read.

Sources: RFC 4648 (base64), as the report carries a replay; :mod:`twin.lab.replay_codec`.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput, Fault, Place
from twin.core.log import Array
from twin.lab.recording import RUN_FILE
from twin.lab.replay_codec import MAGIC, unpack
from twin.lab.results import REPORT_FILE

LARGEST = 64_000_000
"""Bytes of a report or a replay; a day of the standard hub is below 30 million."""

REMEDY = "write the run again: twin run STORY --out DIR"
_DATA = re.compile(rb'id="replay-data">\s*([A-Za-z0-9+/=\s]+?)\s*<')
_HEADER = {"story", "start_s", "span_s", "floor", "robots", "people", "rooms", "states", "zones", "conduits", "assets"}
_LISTS = ("attack", "falls", "reached", "alerts", "decisions", "held", "incidents", "news", "pairs")
_FRAMES = {
    "pose_x": ("pose_time", "robots"), "pose_y": ("pose_time", "robots"), "pose_state": ("pose_time", "robots"),
    "pose_battery": ("pose_time", "robots"), "person_x": ("person_time", "people"),
    "person_y": ("person_time", "people"), "room_air": ("room_time", "rooms"), "room_product": ("room_time", "rooms"),
}  # fmt: skip


def runs_in(folder: Path) -> list[str]:
    """Names of the runs in *folder* that have a report, the last written first."""
    if not folder.is_dir():
        return []
    found = [run for run in folder.iterdir() if (run / RUN_FILE).is_file() and (run / REPORT_FILE).is_file()]
    return [run.name for run in sorted(found, key=lambda run: (-(run / RUN_FILE).stat().st_mtime, run.name))]


def replay_of_run(folder: Path) -> bytes:
    """The replay of the run in *folder*; raises BadInput where there is none."""
    path = folder / REPORT_FILE
    try:
        if path.stat().st_size > LARGEST:
            raise _fault(str(path), f"is larger than {LARGEST / 1e6:.0f} MB.", "run fewer hours")
        content = path.read_bytes()
    except OSError:
        raise _fault(str(path), "cannot be read.", REMEDY) from None
    return replay_in(content, str(path))


def replay_in(content: bytes, name: str) -> bytes:
    """The replay that *content* (a report, or a replay itself) of the file *name* holds; raises BadInput if none."""
    if len(content) > LARGEST:
        raise _fault(name, f"is larger than {LARGEST / 1e6:.0f} MB.", "choose a smaller one")
    payload = content if content[:4] == MAGIC else _cut_out(content, name)
    try:
        header, frames = unpack(payload)
        wrong = _wrong(header, frames)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        wrong = "is cut off or damaged."
    if wrong:
        raise _fault(name, wrong, REMEDY)
    return payload


def _cut_out(content: bytes, name: str) -> bytes:
    found = _DATA.search(content)
    if found is None:
        raise _fault(name, "holds no replay.", "choose the report.html of a run, or a replay that was saved here")
    try:
        return base64.b64decode(found.group(1), validate=False)
    except (binascii.Error, ValueError):
        raise _fault(name, "is cut off or damaged.", REMEDY) from None


def _wrong(header: dict[str, Any], frames: dict[str, Array]) -> str:
    """What the player would miss; empty where it has all."""
    missing = sorted(_HEADER - header.keys())
    if missing:
        return f"lacks {', '.join(missing)}."
    if any(not isinstance(header.get(name), list) for name in _LISTS):
        return "lacks its lists of events."
    for name, (times, things) in _FRAMES.items():
        if frames[name].size != frames[times].size * len(header[things]):
            return f"has not as many of {name} as it should."
    return ""


def _fault(name: str, problem: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(name), "unreadable-file", problem, remedy)])
