"""What became of each cold room: its true temperatures, what its sensors reported, its alarms and its cooling.

Reported air is the mean of the room's thermometers, minute by minute. A sensor lags behind the truth by a minute or
two and a compressor swings the air meanwhile, so a lie is told from a lag by means of ten minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from twin.core.log import Array, Log
from twin.core.units import MINUTE_US
from twin.plant.spec import RoomSpec

if TYPE_CHECKING:
    from twin.lab.run import Run

Rows = list[dict[str, Any]]

LIE_K = 0.5
"""Mean gap of ten minutes that no lag or noise of a sound sensor explains (judgement: a compressor swings by 1.5 K)."""
SILENT_US = 3 * MINUTE_US
"""A gap in the readings that is worth showing."""


@dataclass(frozen=True)
class Trace:
    """One room: truth at ``times``, reports at ``heard``; times us, temperatures degC, cooling 0 to 1 of capacity.

    ``gap_k`` is truth less report at ``heard``, as a mean of ten minutes. ``wanted_c`` is the setpoint in force from
    ``told`` on. ``held`` is where cooling was asked for and none ran: a defrost, or the rest that a compressor needs.
    """

    spec: RoomSpec
    times: Array
    air_c: Array
    product_c: Array
    cooling: Array
    heater: Array
    held: Array
    told: Array
    wanted_c: Array
    heard: Array
    reported_c: Array
    gap_k: Array
    alarms: tuple[dict[str, Any], ...]

    @property
    def excess_k(self) -> float:
        """How far the product was outside its limits at worst (K); negative where it stayed within."""
        if not len(self.times):
            return float("-inf")
        above, below = self.product_c.max() - self.spec.limit_high_c, self.spec.limit_low_c - self.product_c.min()
        return float(max(above, below))

    @property
    def lie_k(self) -> float:
        """The widest gap of ten minutes (K): positive where the sensors reported less than was true."""
        return float(self.gap_k[np.abs(self.gap_k).argmax()]) if len(self.gap_k) else 0.0


def traces(run: Run) -> list[Trace]:
    """All cold rooms of *run*, the one nearest to (or furthest beyond) a limit first."""
    rows, reports = run.log.since("room"), _reports(run.log)
    alarms, control = run.log.records("alarm"), run.log.records("control")
    found = [_trace(run.log, spec, rows, reports, alarms, control) for spec in run.site.plant.rooms]
    return sorted(found, key=lambda trace: -trace.excess_k)


def reported_air(log: Log, room: str) -> tuple[Array, Array]:
    """Times (us) and mean reported temperature (degC) of *room*, minute by minute."""
    return _by_minute(_reports(log), log.names.find(room))


def _reports(log: Log) -> dict[str, Array]:
    rows = log.since("reading")
    mine = rows["quantity"] == log.names.find("temperature_c")
    return {name: rows[name][mine] for name in ("time", "room", "value")}


def _by_minute(reports: dict[str, Array], room: int | None) -> tuple[Array, Array]:
    mine = reports["room"] == room
    which, place = np.unique(reports["time"][mine] // MINUTE_US, return_inverse=True)
    sums = np.bincount(place, reports["value"][mine], minlength=len(which))
    return which * MINUTE_US, sums / np.maximum(np.bincount(place, minlength=len(which)), 1)


def _trace(
    log: Log, spec: RoomSpec, rows: dict[str, Array], reports: dict[str, Array], alarms: Rows, control: Rows
) -> Trace:
    mine = rows["room"] == log.truth_names.find(spec.name)
    own = {name: values[mine] for name, values in rows.items()}
    heard, reported = _by_minute(reports, log.names.find(spec.name))
    gap = np.zeros(len(heard))
    if len(heard) and len(own["time"]):
        at = np.clip(np.searchsorted(own["time"], heard, side="right") - 1, 0, None)
        gap = _smooth(heard, own["air_c"][at] - reported)
    orders = [row for row in control if row["room"] == spec.name]
    told = np.array([row["time"] for row in orders], dtype=np.int64)
    asked = np.array([0.0, *(row["command"] for row in orders)])[np.searchsorted(told, own["time"], side="right")]
    idle = own["cooling_kw"] == 0
    heater = (own["electric_kw"] > 0) & idle
    return Trace(
        spec, own["time"], own["air_c"], own["product_c"], np.clip(own["cooling_kw"] / spec.cooling_kw, 0.0, 1.0),
        heater, idle & ~heater & (asked > 0), told, np.array([row["setpoint_c"] for row in orders]), heard, reported,
        gap, tuple(row for row in alarms if row["source"] == spec.name),
    )  # fmt: skip


def _smooth(times: Array, values: Array) -> Array:
    """At each time the mean of the ten minutes around it."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    first = np.searchsorted(times, times - 5 * MINUTE_US, side="left")
    last = np.searchsorted(times, times + 5 * MINUTE_US, side="right")
    means: Array = (sums[last] - sums[first]) / (last - first)
    return means
