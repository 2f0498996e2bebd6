"""A made-up run: rows written straight into a log, so that pictures and words can be tested without an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.lab.comparison import Comparison, Trial
from twin.lab.scenario import Choice, Posture, Site, Step, Story
from twin.net.inventory import Asset, Demand, Inventory, Need
from twin.net.segmentation import Conduit, Rule, Segmentation, Zone
from twin.plant.floor import Floor
from twin.plant.spec import FleetSpec, FloorSpec, PlantSpec, RoomSpec

SPAN_US = 90 * MINUTE_US
STATES = ("idle", "moving", "working", "charging", "stopped")


@dataclass(frozen=True)
class Measure:
    """A metric's value and unit."""

    value: float | None
    unit: str


@dataclass
class MadeUpRun:
    """Looks like a run to figures and reports."""

    story: Story
    site: Site
    posture: Posture
    log: Log
    inventory: Inventory
    segmentation: Segmentation
    seed: int = 7
    span_us: int = SPAN_US
    floor: Floor = field(default_factory=lambda: Floor(FloorSpec()))
    digest: str = "0123456789abcdef0123456789abcdef"
    exogenous_digest: str = "fedcba9876543210fedcba9876543210"
    cpu_seconds: float = 1.4
    metrics: dict[str, Measure] = field(default_factory=dict)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    attack: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)


def made_up_run(*, quiet: bool = False) -> MadeUpRun:
    """Ninety minutes of twelve robots, one cold room and one attack, the same every time."""
    inventory = _inventory()
    log = Log()
    site = Site(
        format=1,
        name="made-up",
        title="A made-up hub",
        plant=PlantSpec(fleet=FleetSpec(count=12), rooms=(RoomSpec(name="chill-1"),)),
    )
    _robots(log)
    _rooms(log)
    _orders(log)
    if not quiet:
        _attack(log)
        _defence(log)
    log.seal(SPAN_US + 1)
    run = MadeUpRun(_story(quiet=quiet), site, _posture(), log, inventory, _segmentation(inventory))
    run.metrics = {
        "loss_eur": Measure(12_400.0 if not quiet else 0.0, "EUR"),
        "orders_late": Measure(63.0, "orders"),
        "assets_reached": Measure(5.0, "assets"),
        "time_to_detect_s": Measure(None if quiet else 342.0, "s"),
    }
    steps = [] if quiet else ["foothold", "tamper"]
    run.attack = [
        {"step": step, "technique": "T0859", "start": 480.0, "effect_start": None, "effect_end": None, "outcome": out}
        for step, out in zip(steps, ("success", "blocked"), strict=False)
    ]
    return run


def made_up_comparison(*, seeds: int = 4, interrupted: bool = False) -> Comparison:
    """Three postures of clearly different damage."""
    result = Comparison(
        "compromised-robot", "A robot leaves its route", "How much does one robot cost?", "small",
        tuple(range(1, seeds + 1)), ("flat", "zones", "zero-trust"), 1.5, interrupted=interrupted,
    )  # fmt: skip
    for rank, posture in enumerate(result.postures):
        for seed in result.seeds:
            loss = (12_000.0, 4_000.0, 900.0)[rank] + 300 * seed
            result.attacked[posture, seed] = _trial(loss, 60.0 - 20 * rank + seed, None if rank == 0 else 300.0 + seed)
            result.quiet[posture, seed] = _trial(100.0 * seed, 1.0, None)
    return result


def _trial(loss: float, late: float, detect: float | None) -> Trial:
    metrics = {"energy_kwh": 12.0, "loss_eur": loss, "orders_late": late, "time_to_detect_s": detect}
    units = {"energy_kwh": "kWh", "loss_eur": "EUR", "orders_late": "orders", "time_to_detect_s": "s"}
    return Trial(metrics, units, f"{loss:032.0f}", "same", 1.2, (), ("amr-007",), ("amr-001", "amr-002"), 3)


def _story(*, quiet: bool) -> Story:
    steps = (
        Step.model_validate({"id": "foothold", "kind": "service_port", "on": ("amr-007",), "at_us": 8 * MINUTE_US}),
        Step.model_validate({"id": "tamper", "kind": "tampered_navigation", "on": ("amr-007",), "after": "foothold"}),
    )
    return Story(
        format=1,
        name="made-up",
        title="A robot leaves its route",
        question="How much does one robot cost?",
        starts=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        hours=1.5,
        site="made-up",
        steps=() if quiet else steps,
    )


def _posture() -> Posture:
    return Posture(format=1, name="zones", title="Zones and conduits", policy=Choice(kind="zones"))


def _inventory() -> Inventory:
    groups = (("amr", "robots", 1, 12), ("camera", "video", 2, 6), ("workstation", "office", 4, 8),
              ("broker", "fleet", 3, 1),
              ("hvac_controller", "cold_chain", 1, 3), ("vendor_cloud", "internet", 5, 1))  # fmt: skip
    assets = [
        Asset(f"{kind.replace('_', '-')}-{n + 1:03d}", kind, function, level, f"10.0.{level}.{n}", "02:00", "sw-1")
        for kind, function, level, count in groups
        for n in range(count)
    ]
    need = Need("broker", "mqtt", "state")
    robots = [asset for asset in assets if asset.kind == "amr"]
    demands = tuple(Demand(robot.name, "broker-001", need) for robot in robots)
    return Inventory(tuple(sorted(assets, key=lambda asset: asset.name)), demands)


def _segmentation(inventory: Inventory) -> Segmentation:
    functions = sorted({asset.function for asset in inventory.assets})
    zones = tuple(Zone(f, tuple(a.name for a in inventory.of_function(f)), "vlan-1") for f in functions)
    conduits = (Conduit("robots", "fleet", ("mqtt",)), Conduit("office", "fleet", ("https",)))
    rule = Rule("r1", "robots", "fleet", "mqtt", "allow", "need")
    return Segmentation("zones", zones, conduits, (rule,))


def _robots(log: Log) -> None:
    robots = [f"amr-{n + 1:03d}" for n in range(12)]
    codes = np.array([log.truth_names.code(robot) for robot in robots])
    states = np.array([log.truth_names.code(state) for state in STATES])
    for time in range(0, SPAN_US, 5 * SECOND_US):
        step = time // (5 * SECOND_US)
        n = np.arange(12)
        lane = 3.0 * ((n + step // 90) % 10)
        along = (n * 5 + step * 2) % 56
        y = np.where(along < 28, along, 56 - along).astype(float)
        state = np.where((n + step // 40) % 7 == 0, 2, np.where((n + step // 40) % 11 == 3, 3, 1))
        lane[6], y[6] = (lane[6], y[6]) if time < 10 * MINUTE_US else (18.0, 14.0)
        state[6] = state[6] if time < 10 * MINUTE_US else 4
        log.block(
            "pose", time=np.full(12, time), robot=codes, x_m=lane, y_m=y, state=states[state], battery=0.5 + n / 40
        )
    for robot in robots:
        for activity, minutes in (("moving", 50), ("working", 20), ("waiting", 8), ("idle", 6), ("lost_attack", 6)):
            log.one("robot_time", time=SPAN_US, robot=robot, activity=activity, spent_us=minutes * MINUTE_US)


def _rooms(log: Log) -> None:
    for minute in range(90):
        air = 4.0 + 0.6 * ((minute % 12) / 6 - 1) + max(0, minute - 30) * 0.05
        log.one("room", time=minute * MINUTE_US, room="chill-1", air_c=air, product_c=4.0 + max(0, minute - 30) * 0.02,
                structure_c=4.2, cooling_kw=3.0, electric_kw=1.2, door_open=0.1)  # fmt: skip
        log.one("reading", time=minute * MINUTE_US, sensor="sensor-001", room="chill-1", quantity="temperature_c",
                value=min(air, 4.4), sequence=minute)  # fmt: skip


def _orders(log: Log) -> None:
    for order in range(300):
        arrival = order * 18 * SECOND_US
        late = (order - 150) * 8 * SECOND_US if order > 150 else -600 * SECOND_US
        log.one("order_in", time=arrival, order=order, lines=2, visits=1, due=arrival + 1800 * SECOND_US)
        out = arrival + 1800 * SECOND_US + late
        if out < SPAN_US:
            log.one("order_out", time=out, order=order, lateness_us=late, attack_us=max(0, late), containment_us=0)


def _attack(log: Log) -> None:
    for step, start, technique in (("foothold", 8, "T0866"), ("tamper", 10, "T0836")):
        target = "amr-007"
        common = {"step": step, "technique": technique, "attack": step, "actor": "amr-007", "target": target}
        log.one("attack", time=start * MINUTE_US, phase="start", outcome="", **common)
        if step == "tamper":
            log.one("attack", time=11 * MINUTE_US, phase="effect_start", outcome="", **common)
            log.one("attack", time=52 * MINUTE_US, phase="effect_end", outcome="", **common)
        log.one("attack", time=(start + 2) * MINUTE_US, phase="end", outcome="success", **common)
    log.one("compromise", time=9 * MINUTE_US, asset="amr-007", state="compromised", step="foothold")
    for n in (1, 2, 3, 4):
        log.one("reached", time=(12 + n) * MINUTE_US, src="amr-007", dst=f"amr-{n:03d}", service="robot_api")
    for n in range(3):
        log.one("incident", time=(14 + 9 * n) * MINUTE_US, incident=("jam", "near_miss", "protective_stop")[n],
                robot="amr-007", person="", x_m=18.0, y_m=14.0 + n, speed_mps=0.4,
                severity=0.2, cause="attack")  # fmt: skip
    for n in range(40):
        log.one("flow", time=(13 * 60 + n) * SECOND_US, flow=n + 1, tap="core", src="amr-007",
                dst=f"workstation-{n % 8 + 1:03d}",
                service="smb", action="deny", rule="default", state="S0")  # fmt: skip
        log.one("label", time=(13 * 60 + n) * SECOND_US, flow=n + 1, step="scan", delivered=False)


def _defence(log: Log) -> None:
    for n, (minute, detector) in enumerate(((13, "scan"), (16, "physical_residual"), (20, "allow_list"))):
        log.one("alert", time=minute * MINUTE_US, alert=n + 1, detector=detector, entity="amr-007",
                technique="T0846.001",
                level="high", title="scan", evidence=1, evidence_rows=12)  # fmt: skip
        log.one("triage", time=(minute + 1) * MINUTE_US, alert=n + 1, analyst="analyst-1", waited_us=MINUTE_US,
                worked_us=4 * MINUTE_US, verdict="confirmed")  # fmt: skip
    for n, (minute, response, phase) in enumerate(
        ((18, "isolate_device", "decided"), (19, "isolate_device", "applied"), (24, "stop_robot", "refused"))
    ):
        log.one("decision", time=minute * MINUTE_US, decision=1 + n // 2, by="playbook", response=response,
                target="amr-007", phase=phase, reason="alert 1")  # fmt: skip
