"""A run that no engine made: robots on real lanes, a real policy's zones, and rows written straight into a log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from twin.core.chance import Stream
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.scenario import Choice, Posture, Site, Story
from twin.net.inventory import Asset, Demand, Inventory, Need
from twin.net.segmentation import Segmentation
from twin.plant.floor import Floor
from twin.plant.spec import PlantSpec, RoomSpec, ServerRoomSpec
from twin.policies import POLICIES

STATES = ("idle", "moving", "working", "charging", "stopped")
GROUPS = (
    ("amr", "robots", 1, 20), ("fleet-manager", "fleet", 3, 1), ("broker-robots", "fleet", 3, 1),
    ("wms", "business", 4, 1), ("historian", "business", 3, 1), ("sensor", "cold_chain", 0, 40),
    ("gateway", "cold_chain", 1, 3), ("hvac", "building", 1, 6), ("camera", "video", 2, 10), ("nvr", "video", 3, 1),
    ("coffee", "amenity", 4, 1), ("ws", "office", 4, 12), ("maint", "engineering", 3, 1), ("dc", "identity", 4, 1),
    ("dns", "identity", 4, 1), ("vendor-cloud", "internet", 5, 2),
)  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """A metric's value and unit."""

    value: float | None
    unit: str


@dataclass
class SyntheticRun:
    """Looks like a run to a replay and to the pages."""

    story: Story
    site: Site
    posture: Posture
    log: Log
    inventory: Inventory
    segmentation: Segmentation
    floor: Floor
    span_us: int
    seed: int = 1
    digest: str = "0123456789abcdef0123456789abcdef"
    exogenous_digest: str = "fedcba9876543210fedcba9876543210"
    cpu_seconds: float = 1.0
    metrics: dict[str, Measure] = field(default_factory=dict)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    attack: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)


def synthetic_run(policy: str = "zones", minutes: int = 90, robots: int = 20) -> SyntheticRun:
    """*minutes* of *robots* under *policy*; amr-007 falls at 8 min, stands from 14 min, and is held from 40 min."""
    rooms = (RoomSpec(name="chill-1", title="Chill room 1"), RoomSpec(name="chill-2", title="Chill room 2"))
    site = Site(
        format=1, name="small", title="Small hub", plant=PlantSpec(rooms=rooms, server_room=ServerRoomSpec())
    )  # fmt: skip
    starts = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    title, hours = "A robot leaves its route", minutes / 60
    story = Story(format=1, name="compromised-robot", title=title, starts=starts, hours=hours, site="small")
    posture = Posture(format=1, name=policy.replace("_", "-"), title=policy, policy=Choice(kind=policy))
    assets = _assets(robots)
    inventory = Inventory(tuple(assets), tuple(_demands(assets)))
    floor, log, span_us = Floor(site.plant.floor), Log(), minutes * MINUTE_US
    _drive(log, floor, [asset.name for asset in inventory.of_function("robots")], span_us)
    _walk(log, span_us)
    _warm(log, span_us)
    _talk(log, inventory, span_us)
    _steps(log)
    _probes(log)
    _reactions(log)
    log.seal(span_us + 1)
    segmentation = POLICIES[policy]().compile(inventory)
    run = SyntheticRun(story, site, posture, log, inventory, segmentation, floor, span_us)
    run.metrics = {
        "loss_eur": Measure(12_400.0, "EUR"), "orders_late": Measure(63.0, "orders"),
        "robot_minutes_lost": Measure(310.5, "min"), "assets_compromised": Measure(2.0, "assets"),
        "assets_reached": Measure(6.0, "assets"), "kelvin_hours": Measure(0.0, "K h"),
        "time_to_detect_s": Measure(None, "s"), "needs_denied": Measure(0.0, "needs"),
    }  # fmt: skip
    return run


def _assets(robots: int) -> list[Asset]:
    made = []
    for kind, function, level, count in GROUPS:
        for n in range(robots if kind == "amr" else count):
            name = f"{kind}-{n + 1:03d}" if count > 12 else f"{kind}-{n + 1:02d}"
            made.append(Asset(name, kind, function, level, "10.0.0.1", "02", "sw"))
    return sorted(made, key=lambda asset: asset.name)


def _demands(assets: list[Asset]) -> list[Demand]:
    wanted = (
        ("amr", "broker-robots-01", "mqtt"), ("gateway", "historian-01", "https"), ("sensor", "gateway-01", "modbus"),
        ("ws", "dc-01", "kerberos"), ("camera", "nvr-01", "rtsp"), ("maint", "amr-001", "robot_api"),
        ("coffee", "vendor-cloud-01", "https"), ("wms", "fleet-manager-01", "https"), ("ws", "wms-01", "https"),
        ("hvac", "historian-01", "https"), ("fleet-manager", "broker-robots-01", "mqtt"),
    )  # fmt: skip
    needs = [
        Demand(asset.name, dst, Need(dst, service, "work"))
        for kind, dst, service in wanted
        for asset in assets
        if asset.kind == kind
    ]
    names = [asset.name for asset in assets if asset.name != "dns-01"]
    return needs + [Demand(name, "dns-01", Need("dns-01", "dns", "names")) for name in names]


def _drive(log: Log, floor: Floor, robots: list[str], span_us: int) -> None:
    """Each robot drives edge after edge at 1 m/s, taking a keyed turn at every crossing."""
    out: dict[int, list[int]] = {}
    for number, edge in enumerate(floor.edges):
        out.setdefault(edge.tail, []).append(number)
    codes = {state: log.truth_names.code(state) for state in STATES}
    for index, robot in enumerate(robots):
        stream = Stream.of(1, robot, "turns")
        path: list[int] = [int(floor.junctions[(index * 7) % len(floor.junctions)])]
        junction, turn = (index * 7) % len(floor.junctions), 0
        while len(path) * SECOND_US < span_us:
            edge = floor.edges[out[junction][int(stream.uniform(turn) * len(out[junction]))]]
            path += [*edge.cells, int(floor.junctions[edge.head])]
            junction, turn = edge.head, turn + 1
        times = np.arange(0, span_us, 5 * SECOND_US)
        cells = np.array(path)[times // SECOND_US]
        state = np.full(len(times), codes["moving"])
        late = times > 14 * MINUTE_US
        if robot == "amr-007" and late.any():
            cells[late], state[late] = cells[late][0], codes["stopped"]
        elif index % 6 == 5:
            place = int(floor.chargers[index % len(floor.chargers)])
            cells[:400], state[:400] = place, codes["charging"]
        elif index % 6 == 4:
            cells[300:], state[300:] = int(floor.slots[index % 3, 0]), codes["working"]
        elif index % 9 == 2:
            cells[200:], state[200:] = int(floor.bays[index * 11]), codes["idle"]
        code = log.truth_names.code(robot)
        log.block(
            "pose",
            time=times,
            robot=code,
            x_m=floor.x_m[cells],
            y_m=floor.y_m[cells],
            state=state,
            battery=0.4 + index / 50,
        )


def _walk(log: Log, span_us: int) -> None:
    times = np.arange(0, span_us, 5 * SECOND_US)
    for number in range(4):
        along = (times / SECOND_US * 1.2 + 9 * number) % 60
        x = np.where(along < 30, along, 60 - along)
        person = log.truth_names.code(f"person-{number + 1:02d}")
        log.block("person", time=times, person=person, x_m=x, y_m=float(8 * number))


def _warm(log: Log, span_us: int) -> None:
    for minute in range(span_us // MINUTE_US):
        for name, start, rise in (("chill-1", 4.0, 0.03), ("chill-2", 3.6, 0.0), ("server-room", 22.0, 0.0)):
            air = start + 0.5 * ((minute % 10) / 5 - 1) + max(0, minute - 20) * rise
            product = 4.0 + max(0, minute - 20) * rise / 3
            log.one("room", time=minute * MINUTE_US, room=name, air_c=air, product_c=product, structure_c=air)


def _talk(log: Log, inventory: Inventory, span_us: int) -> None:
    times = np.arange(0, span_us, SECOND_US)
    names = log.names.codes(asset.name for asset in inventory.assets)
    robots = log.names.codes(asset.name for asset in inventory.of_function("robots"))
    number = np.arange(len(times))
    allow, broker = log.code("allow"), log.code("broker-robots-01")
    log.block(
        "flow", time=times, flow=number + 1, src=robots[number % len(robots)], dst=broker, action=allow, bytes_out=300
    )
    gateways = log.names.codes(asset.name for asset in inventory.of_kind("gateway"))
    log.block(
        "flow", time=times, flow=number + 100_001, src=gateways[number % 3], dst=log.code("historian-01"), action=allow
    )
    log.block(
        "flow",
        time=times[::7],
        flow=number[::7] + 200_001,
        src=names[number[::7] % len(names)],
        dst=log.code("dns-01"),
        action=allow,
    )


def _at(minute: float) -> int:
    return round(minute * MINUTE_US)


def _steps(log: Log) -> None:
    steps = (
        ("foothold", "T0866", "service_port", "maint-01", "amr-007", 8, None, 9, "success"),
        ("tamper", "T0836", "tampered_navigation", "amr-007", "amr-007", 10, 11, 60, "success"),
        ("scan", "T0846.001", "port_scan", "amr-007", "amr-007", 13, None, 18, "success"),
        ("spread", "T0812", "default_credentials", "amr-007", "amr-012", 20, None, 22, "success"),
        ("spread", "T0812", "default_credentials", "amr-007", "amr-013", 24, None, 26, "blocked"),
    )
    for step, technique, attack, actor, target, start, effect, end, outcome in steps:
        row = {"step": step, "technique": technique, "attack": attack, "actor": actor, "target": target}
        log.one("attack", time=_at(start), phase="start", outcome="", **row)
        if effect:
            log.one("attack", time=_at(effect), phase="effect_start", outcome="", **row)
            log.one("attack", time=_at(end), phase="effect_end", outcome="", **row)
        log.one("attack", time=_at(end), phase="end", outcome=outcome, **row)
    for asset, minute in (("amr-007", 9), ("amr-012", 22)):
        log.one("compromise", time=_at(minute), asset=asset, state="compromised", step="foothold")
    log.one("compromise", time=_at(70), asset="amr-007", state="recovered", step="foothold")


def _probes(log: Log) -> None:
    """A scan of sixty assets from 13 min on, one each four seconds; every third, a robot, answers."""
    for number in range(60):
        dst = (f"ws-{number % 12 + 1:02d}", f"camera-{number % 10 + 1:02d}", f"amr-{number % 20 + 1:03d}")[number % 3]
        answered, time, flow = number % 3 == 2, _at(13) + number * 4 * SECOND_US, 500_000 + number
        action = "allow" if answered else "deny"
        log.one("flow", time=time, flow=flow, src="amr-007", dst=dst, action=action)
        log.one("label", time=time, flow=flow, step="scan", delivered=answered)
        if answered:
            log.one("reached", time=time, src="amr-007", dst=dst, service="robot_api")


def _reactions(log: Log) -> None:
    for minute, what, cause in ((14, "jam", "attack"), (16, "near_miss", "attack"), (31, "near_miss", "none")):
        place = {"robot": "amr-007", "person": "person-01", "x_m": 9.0, "y_m": 12.0}
        log.one("incident", time=_at(minute), incident=what, cause=cause, **place)
    alerts = (
        (15, "scan", "high", "Scan of many assets"),
        (17, "physical_residual", "high", "Reported place jumps"),
        (23, "allow_list", "medium", "Undeclared flow"),
    )
    for number, (minute, detector, level, title) in enumerate(alerts):
        row = {"detector": detector, "level": level, "title": title, "technique": "T0846.001"}
        log.one("alert", time=_at(minute), alert=number + 1, entity="amr-007", **row)
    decisions = (
        (21, "stop_robot", "decided", 1), (24, "stop_robot", "applied", 1), (24, "isolate_device", "decided", 2),
        (25, "isolate_device", "applied", 2), (40, "quarantine_zone", "refused", 3),
        (70, "isolate_device", "undone", 2),
    )  # fmt: skip
    for minute, response, phase, number in decisions:
        row = {"decision": number, "response": response, "target": "amr-007", "phase": phase}
        log.one("decision", time=_at(minute), by="playbook", reason="alert 1", **row)
