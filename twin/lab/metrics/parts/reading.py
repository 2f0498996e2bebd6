"""Reading a finished log: the few questions that metrics ask of it, as arrays.

Words used in the definitions below: the attack's **first moment** is the start of its first step; an asset is
**involved** when an attack acted from it, held it or had a physical effect in it; an alert is **right** when it accuses
an involved asset, not before that asset's first part. Being knocked at involves nobody: who accuses the victim of a
scan is wrong.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.core.elementary import Floats
from twin.core.log import Columns, Log
from twin.core.units import HOUR_US, Us
from twin.lab.metrics.base import Evidence
from twin.plant.product import ProductHarm, product_harm
from twin.plant.spec import RoomSpec


def rows_where(log: Log, table: str, **equal: str) -> Columns:
    """Rows of *table* whose name columns equal the given texts."""
    columns = log.since(table)
    keep = np.ones(len(columns["time"]), dtype=bool)
    for name, text in equal.items():
        code = log.names.find(text)
        keep &= columns[name] == (-1 if code is None else code)
    return {name: values[keep] for name, values in columns.items()}


def involved(log: Log) -> dict[str, Us]:
    """Assets that attacks acted from, held or had an effect in, with the time of their first part."""
    parts = [(row["time"], row["actor"]) for row in log.records("attack")]
    parts += [(row["time"], row["target"]) for row in log.records("attack") if row["phase"] == "effect_start"]
    parts += [(time, asset) for asset, time in compromised(log).items()]
    first: dict[str, Us] = {}
    for time, asset in sorted(parts):
        first.setdefault(asset, time)
    return first


def first_moment(log: Log) -> Us | None:
    """Start of the first step, or None on a quiet day."""
    starts = rows_where(log, "attack", phase="start")["time"]
    return int(starts[0]) if len(starts) else None


def right_alerts(log: Log) -> list[dict[str, Any]]:
    """Alerts that accuse an involved asset, not before its first part."""
    first = involved(log)
    return [row for row in log.records("alert") if row["entity"] in first and row["time"] >= first[row["entity"]]]


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
