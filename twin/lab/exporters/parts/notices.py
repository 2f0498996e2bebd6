"""Notices: the alerts of the lab's detectors, in the words of Zeek's ``notice.log``.

Sources: Zeek manual, notice framework (note, msg, sub, src, actions).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.recording import Recording


@dataclass(frozen=True)
class Notice:
    """One alert with the address of whom it accuses (None: no address)."""

    epoch_us: int
    detector: str
    title: str
    level: str
    technique: str
    entity: str
    address: str | None
    flow: int
    """The first flow of its evidence, 0 where that is none."""
    rule: str = ""
    """The id of the written rule that raised it, if one did."""
    author: str = ""
    tags: tuple[str, ...] = ()


class NoticeField(NamedTuple):
    """One column of ``notice.log``."""

    name: str
    type: str
    fill: Callable[[Notice], Value]


NOTICE = (
    NoticeField("ts", "time", lambda n: n.epoch_us),
    NoticeField("note", "enum", lambda n: "Twin::" + "".join(word.title() for word in n.detector.split("_"))),
    NoticeField("msg", "string", lambda n: n.title),
    NoticeField("sub", "string", lambda n: f"{n.entity} {n.technique} {n.level}".strip()),
    NoticeField("src", "addr", lambda n: n.address),
    NoticeField("actions", "set[enum]", lambda _: ["Notice::ACTION_LOG"]),
    NoticeField("suppress_for", "interval", lambda _: 0),
)


def notices(recording: Recording) -> Iterator[Notice]:
    """Every alert in order of time."""
    offset_us, assets = recording.epoch_us(0), recording.by_name
    for row in recording.rows("alert"):
        asset = assets.get(row["entity"])
        words = {name: row[name] for name in ("detector", "title", "level", "technique", "entity")}
        address = asset.address or None if asset else None
        tags = tuple(tag for tag in row.get("tags", "").split(",") if tag)
        by = {name: row.get(name, "") for name in ("rule", "author")}
        yield Notice(offset_us + row["time"], **words, address=address, flow=row["evidence"], **by, tags=tags)
