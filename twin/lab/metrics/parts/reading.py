"""Reading a finished log: the few questions that metrics ask of it, as arrays.

Words used in the definitions below: the attack's **first moment** is the start of its first step. An asset is
**involved** when an attack acts from it, holds it or has a physical effect in it; its **part** lasts from the first of
these until it is taken back and no effect goes on in it. An alert is **right** when it accuses an asset during such a
part. Being knocked at involves nobody: who accuses the victim of a scan is wrong, and so is who accuses an asset that
is clean again. An alert that an asset has fallen silent, raised while a measure cuts it off, is not right either: the
defence sees its own doing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from twin.core.elementary import Floats
from twin.core.log import Columns, Log
from twin.core.units import HOUR_US, MINUTE_US, Us
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.parts.containment import measures_that_cut_off
from twin.plant.product import ProductHarm, product_harm
from twin.plant.spec import RoomSpec

SILENCE = "T0815"
"""ATT&CK's Denial of View: what an alert suggests whose evidence is that nothing is heard."""


class Part(NamedTuple):
    """A stretch of time in which the attack worked in an asset; ``until_us`` is None where it never ended."""

    from_us: Us
    until_us: Us | None

    def at(self, time_us: Us) -> bool:
        """Whether it goes on at *time_us*."""
        return self.from_us <= time_us and (self.until_us is None or time_us < self.until_us)


def rows_where(log: Log, table: str, **equal: str) -> Columns:
    """Rows of *table* whose name columns equal the given texts."""
    columns = log.since(table)
    keep = np.ones(len(columns["time"]), dtype=bool)
    for name, text in equal.items():
        code = log.names_of(table).find(text)
        keep &= columns[name] == (-1 if code is None else code)
    return {name: values[keep] for name, values in columns.items()}


def lost_min(log: Log, cause: str) -> float:
    """Robot minutes lost to *cause* (attack, containment)."""
    return float(rows_where(log, "robot_time", activity=f"lost_{cause}")["spent_us"].sum()) / MINUTE_US


def needs_denied(log: Log, *, excessive: bool) -> float:
    """Flows of declared needs that the policy refused: of those that are *excessive*, or of all others."""
    needs = log.since("need")
    return float(needs["denied"][needs["excessive"] == excessive].sum())


def parts_played(log: Log) -> dict[str, list[Part]]:
    """Assets that attacks acted from, held or had an effect in, with the times of their parts."""
    going_on: dict[str, set[tuple[str, ...]]] = {}
    played: dict[str, list[Part]] = {}
    for time_us, asset, reason, begins in sorted(_reasons(log), key=lambda reason: reason[0]):
        reasons, parts = going_on.setdefault(asset, set()), played.setdefault(asset, [])
        before = bool(reasons)
        (reasons.add if begins else reasons.discard)(reason)
        if reasons and not before:
            parts.append(Part(time_us, None))
        elif before and not reasons:
            parts[-1] = Part(parts[-1].from_us, time_us)
    return {asset: parts for asset, parts in played.items() if parts}


def _reasons(log: Log) -> list[tuple[Us, str, tuple[str, ...], bool]]:
    """When, which asset, why it is involved, and whether that begins (or ends)."""
    found: list[tuple[Us, str, tuple[str, ...], bool]] = []
    for row in log.records("attack"):
        about = (row["step"], row["target"])
        if row["phase"] in ("start", "end"):
            found.append((row["time"], row["actor"], ("acts", *about), row["phase"] == "start"))
        else:
            found.append((row["time"], row["target"], ("effect", *about), row["phase"] == "effect_start"))
    falls = log.records("compromise")
    return found + [(row["time"], row["asset"], ("held",), row["state"] == "compromised") for row in falls]


def first_moment(log: Log) -> Us | None:
    """Start of the first step, or None on a quiet day."""
    starts = rows_where(log, "attack", phase="start")["time"]
    return int(starts[0]) if len(starts) else None


def right_alerts(evidence: Evidence) -> list[dict[str, Any]]:
    """Alerts that accuse an asset during a part of it, and of more than the silence that a measure imposed."""
    played = parts_played(evidence.log)
    return [
        row
        for row in evidence.log.records("alert")
        if any(part.at(row["time"]) for part in played.get(row["entity"], [])) and not _self_inflicted(evidence, row)
    ]


def _self_inflicted(evidence: Evidence, alert: dict[str, Any]) -> bool:
    return alert["technique"] == SILENCE and any(
        measure.at(alert["time"]) for measure in measures_that_cut_off(evidence, alert["entity"])
    )


def takeovers(log: Log) -> list[tuple[Us, str]]:
    """When each asset was taken, in order of time; one that was cleaned and taken again comes twice."""
    return [(row["time"], row["asset"]) for row in log.records("compromise") if row["state"] == "compromised"]


def compromised(log: Log) -> dict[str, Us]:
    """Assets that were ever held by the attacker, with the first time."""
    found: dict[str, Us] = {}
    for time, asset in takeovers(log):
        found.setdefault(asset, time)
    return found


def harm(evidence: Evidence, room: RoomSpec) -> ProductHarm:
    """What the run did to the product of one room."""
    rows = rows_where(evidence.log, "room", room=room.name)
    return product_harm(room, rows["time"], rows["product_c"], evidence.span_us)


def room_series(evidence: Evidence, room: RoomSpec, column: str) -> tuple[Floats, Floats]:
    """Hours and values of one column of one room's samples; the last value holds to the end of the run."""
    rows = rows_where(evidence.log, "room", room=room.name)
    last = rows[column][-1:]
    return np.append(rows["time"], [evidence.span_us] * len(last)) / HOUR_US, np.append(rows[column], last)


def integral_h(hours: Floats, values: Floats) -> float:
    """Integral of a sampled series over hours, trapezoidal; 0 with fewer than two samples."""
    return float((np.diff(hours) * (values[1:] + values[:-1]) / 2).sum())
