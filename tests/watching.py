"""What detectors are given in tests: a register, and rows written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from tests.builders import asset
from twin.core.log import Log
from twin.core.names import Names
from twin.core.units import us
from twin.detectors.base import Alert, Batch, Detector, Watch
from twin.net.inventory import Asset, Demand, Inventory
from twin.net.segmentation import Conduit

Row = dict[str, Any]
SEEN = ("flow", "reading", "robot_state", "alarm", "tap_health", "bus", "control", "session")
PORTS = {"dns": 53, "http": 80, "https": 443, "modbus": 502, "mqtt": 8883, "robot_api": 8080, "smb": 445, "ssh": 22}
_flows = count(1)


def hub(*more: Asset) -> tuple[Asset, ...]:
    """A coffee machine, workstations, three controllers, robots, servers, a gateway with three sensors."""
    assets = [
        asset("amr-001", "robots", services=("robot_api", "ssh")),
        asset("amr-002", "robots", services=("robot_api", "ssh")),
        asset("broker-robots", "fleet", kind="broker", services=("mqtt",)),
        asset("camera-01", "video"),
        asset("coffee-01", "amenity", kind="coffee_machine"),
        asset("dc-01", "identity", kind="domain_controller", services=("smb", "ldap")),
        asset("dns-01", "identity", kind="dns_resolver", services=("dns",)),
        asset("fleet-manager", "fleet", kind="fleet_manager"),
        asset("gateway-01", "cold_chain", kind="gateway", services=("modbus",)),
        asset("historian-01", "business", kind="historian"),
        *(asset(f"hvac-{n:02d}", "building", kind="hvac_controller", area=f"chill-{n}") for n in (1, 2, 3)),
        asset("resolver-public", "internet", kind="external_resolver", services=("dns",)),
        *(sensor(f"t-{n:02d}", "gateway-01") for n in (1, 2, 3)),
        *(asset(f"ws-{n:02d}", "office", kind="workstation") for n in range(1, 9)),
        *more,
    ]
    return tuple(sorted(assets, key=lambda each: each.name))


def sensor(name: str, gateway: str, room: str = "chill-1") -> Asset:
    """A thermometer behind *gateway*."""
    traits = {"gateway": gateway, "measures": "temperature_c", "every_s": 10.0}
    return asset(name, "cold_chain", kind="sensor", area=room, address="", traits=traits)


def watch(
    demands: Iterable[Demand] = (), *, assets: tuple[Asset, ...] | None = None, names: Names | None = None,
    zones: Mapping[str, str] | None = None, conduits: tuple[Conduit, ...] = (),
) -> Watch:  # fmt: skip
    """What defenders know: the hub and *demands*, one room of 4 degC with a band of 2 K, top speed 1.5 m/s."""
    inventory = Inventory(hub() if assets is None else assets, tuple(demands))
    return Watch(inventory, names or Names(), {"chill-1": (4.0, 2.0)}, 1.5, zones=zones or {}, conduits=conduits)


def flow(at_s: float, src: str, dst: str, service: str = "https", **others: Any) -> Row:
    """One flow that was allowed and finished, unless *others* say something else."""
    given = {
        "dst_port": PORTS.get(service, 0), "action": "allow", "state": "SF", "transport": "tcp", "flow": next(_flows),
        "bytes_out": 200, "bytes_in": 200, "src_port": 50_000, "tap": "core",
    }  # fmt: skip
    return {"time": us(at_s), "src": src, "dst": dst, "service": service, **given, **others}


def refused(at_s: float, src: str, dst: str, port: int, service: str = "", **others: Any) -> Row:
    """A knock that nobody answered."""
    nothing = {"dst_port": port, "state": "S0", "action": "deny", "bytes_out": 0, "bytes_in": 0}
    return flow(at_s, src, dst, service, **{**nothing, **others})


def reading(at_s: float, name: str, value: float, **others: Any) -> Row:
    """One temperature as it arrived."""
    return {
        "time": us(at_s), "sensor": name, "room": "chill-1", "quantity": "temperature_c", "value": value, **others,
    }  # fmt: skip


def polled(at_s: float, name: str, value: float, sequence: int, master: str = "gateway-01") -> Row:
    """What a sensor said on its bus."""
    return {"time": us(at_s), "master": master, "sensor": name, "value": value, "sequence": sequence}


def controlled(at_s: float, controller: str, **others: Any) -> Row:
    """What a controller of chill-1 writes down when it changes, at 4 degC and cooling unless *others* say else."""
    given = {"room": "chill-1", "mode": "cooling", "setpoint_c": 4.0, "reading_c": 4.5, "command": 1.0}
    return {"time": us(at_s), "controller": controller, **given, **others}


def state(at_s: float, x_m: float, y_m: float, **others: Any) -> Row:
    """One report of amr-001, moving."""
    given = {"robot": "amr-001", "speed_mps": 1.0, "state": "moving", "goal_x_m": 50.0, "goal_y_m": 0.0, "battery": 0.8}
    return {"time": us(at_s), "x_m": x_m, "y_m": y_m, **given, **others}


def batch(seen: Watch, to_s: float, *, from_s: float = 0.0, **tables: Iterable[Row]) -> Batch:
    """A batch of hand-written rows."""
    log = Log(seen.names)
    for table, rows in tables.items():
        for row in rows:
            log.one(table, **row)
    log.seal(us(to_s) + 1)
    return Batch(us(from_s), us(to_s), {name: log.since(name) for name in SEEN}, seen.names)


def observed(detector: Detector, seen: Watch, to_s: float, **tables: Iterable[Row]) -> list[Alert]:
    """Alerts of a started *detector* on hand-written rows that end at *to_s*."""
    return detector.observe(batch(seen, to_s, from_s=max(0.0, to_s - detector.cadence_s), **tables))


def started(detector: Detector, seen: Watch) -> Detector:
    """The detector, started."""
    detector.start(seen)
    return detector


def naming(detector: Detector, seen: Watch) -> Detector:
    """The detector, started, and asked which flows it accuses."""
    detector.name_flows()
    return started(detector, seen)


def ids(rows: Iterable[Row]) -> list[int]:
    """Identities of *rows*, ascending, as a detector names what it accuses."""
    return sorted(row["flow"] for row in rows)


def said(alerts: Iterable[Alert]) -> list[tuple[str, str, str]]:
    """Entity, technique and level of each alert."""
    return [(alert.entity, alert.technique, alert.level) for alert in alerts]
