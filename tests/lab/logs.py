"""Logs written by hand, row by row, so that a metric's value can be worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests.builders import small_hub
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.metrics import METRICS
from twin.lab.metrics.base import Evidence
from twin.lab.scenario import Choice, Playbook, Posture, PriceList, ResponsePlan, Site, Story
from twin.net.inventory import Inventory
from twin.plant.spec import PlantSpec, RoomSpec

PRICES = PriceList(
    late_order=10, late_hour=6, robot_hour=30, near_miss=500, contact=50_000, asset_cleaned=1_500, asset_checked=150,
    analyst_hour=60, held_hour=60, gigabyte_lost=20_000,
)  # fmt: skip
CHILL = RoomSpec(name="chill-1", product_t=20, limit_low_c=0, limit_high_c=5, excursion_h=1, value_eur_t=4_000)
"""A room that spoils after an hour above 5 degC, or at once below 0."""


class Row(NamedTuple):
    """One row of one table, at a time in minutes."""

    table: str
    at_min: float
    fields: dict[str, Any]


def row(table: str, at_min: float, **fields: Any) -> Row:
    """A row of *table*; what is left out is empty."""
    return Row(table, at_min, fields)


def evidence(
    *rows: Row,
    span_min: float = 60,
    rooms: Sequence[RoomSpec] = (),
    policy: str = "flat",
    playbooks: Sequence[Playbook] = (),
) -> Evidence:
    """A run of *span_min* minutes at the small hub with thirteen assets, of which *rows* are all that happened."""
    log = Log()
    for each in rows:
        log.one(each.table, time=round(each.at_min * MINUTE_US), **each.fields)
    span_us = round(span_min * MINUTE_US)
    log.seal(span_us + 1)
    site = Site(format=1, name="paper", title="On paper", plant=PlantSpec(rooms=tuple(rooms)), prices=PRICES)
    plan = ResponsePlan(analysts=0, playbooks=tuple(playbooks))
    posture = Posture(format=1, name="paper", title="On paper", policy=Choice(kind=policy), response=plan)
    starts = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    story = Story(format=1, name="paper", title="On paper", starts=starts, hours=span_min / 60, site="paper")
    return Evidence(log, site, story, posture, hub(), span_us)


def hub() -> Inventory:
    """The small hub, where sensor-1 is in the cold room and read by gateway-1."""
    made = small_hub()
    wired = replace(made.by_name["sensor-1"], area=CHILL.name, traits={"gateway": "gateway-1"})
    return Inventory(tuple(wired if asset.name == wired.name else asset for asset in made.assets), made.demands)


def measured(metric: str, *rows: Row, **about: Any) -> float | None:
    """The value of *metric* on a log of *rows*."""
    return METRICS[metric]().measure(evidence(*rows, **about))


def step(at_min: float, phase: str, actor: str = "amr-001", target: str = "amr-001", **others: Any) -> Row:
    """A phase of an attack's step."""
    return row("attack", at_min, step="step", attack="kind", phase=phase, actor=actor, target=target, **others)


def taken(at_min: float, asset: str) -> Row:
    """An asset falls to the attacker."""
    return row("compromise", at_min, asset=asset, state="compromised", step="step")


def cleaned(at_min: float, asset: str) -> Row:
    """An asset is taken back."""
    return row("compromise", at_min, asset=asset, state="recovered")


def answered(at_min: float, asset: str) -> Row:
    """An asset answers the attacker."""
    return row("reached", at_min, src="amr-001", dst=asset, service="scan")


def alert(at_min: float, entity: str, technique: str = "T0846") -> Row:
    """A detector accuses *entity*."""
    return row("alert", at_min, detector="scan", entity=entity, level="high", technique=technique)


def decision(at_min: float, phase: str, response: str, target: str, *, number: int = 1, by: str = "script") -> Row:
    """What became of a decision."""
    return row("decision", at_min, decision=number, phase=phase, response=response, target=target, by=by)


def order(
    number: int, due_min: float, out_min: float | None = None, attack: float = 0, containment: float = 0
) -> list[Row]:
    """An order that came at 0 and was done at *out_min* (None: never), delayed by causes for some minutes."""
    arrival = row("order_in", 0, order=number, lines=1, visits=1, due=round(due_min * MINUTE_US))
    delays = {"attack_us": round(attack * MINUTE_US), "containment_us": round(containment * MINUTE_US)}
    if out_min is None:
        return [arrival, row("order_open", 0, order=number, **delays)]
    late_us = round((out_min - due_min) * MINUTE_US)
    return [arrival, row("order_out", out_min, order=number, lateness_us=late_us, **delays)]


def air(*samples: tuple[float, float], room: str = "chill-1", product_c: float = 3.0) -> list[Row]:
    """Samples (minute, degC) of a room's air above product that stays as it is."""
    return [row("room", at_min, room=room, air_c=air_c, product_c=product_c) for at_min, air_c in samples]


def product(*samples: tuple[float, float], room: str = "chill-1") -> list[Row]:
    """Samples (minute, degC) of a room's product under the same air."""
    return [row("room", at_min, room=room, air_c=value, product_c=value) for at_min, value in samples]


def incident(at_min: float, what: str, cause: str = "none", severity: float = 0.0) -> Row:
    """Something physical that should not be."""
    return row("incident", at_min, incident=what, cause=cause, severity=severity)


def robot_time(activity: str, minutes: float, robot: str = "amr-001") -> Row:
    """What a robot did for how long."""
    return row("robot_time", 0, robot=robot, activity=activity, spent_us=round(minutes * MINUTE_US))


def queue(name: str, line: str, member_min: float, at_min: float = 60) -> Row:
    """What *line* of a queue held until *at_min*, in member-minutes."""
    return row("queue_time", at_min, queue=name, line=line, entered=1, members_us=round(member_min * MINUTE_US))


def flow(number: int, src: str, dst: str, bytes_out: int = 100) -> Row:
    """A flow that a tap saw."""
    return row("flow", 0, flow=number, src=src, dst=dst, bytes_out=bytes_out, tap="edge")


def label(number: int) -> Row:
    """The attack made flow *number*."""
    return row("label", 0, flow=number, step="step", delivered=True)


def triage(at_min: float, worked_s: float) -> Row:
    """An analyst is through with an alert."""
    return row("triage", at_min, alert=1, analyst="analyst-1", worked_us=round(worked_s * SECOND_US))
