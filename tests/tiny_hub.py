"""Tiny hubs for tests: one of every device kind, three robots, one cold room, one server room, all of it alive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from twin.core.clock import LAST
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.devices.world import World
from twin.lab.build import Built, build, start
from twin.lab.scenario import Choice, Decision, DeviceGroup, Posture, ResponsePlan, Site, Step, Story
from twin.lab.simulate import Simulated, simulate
from twin.net.message import Message, Reply
from twin.plant.spec import (
    FleetSpec,
    FloorSpec,
    OrdersSpec,
    PeopleSpec,
    PlantSpec,
    RoomSpec,
    SensorSpec,
    ServerRoomSpec,
)

Traits = Mapping[str, float | str | bool]
ROBOTS = ("amr-001", "amr-002", "amr-003")
EXACT = SensorSpec(
    sd_k=0, bias_sd_k=0, lag_s=0, gain_sd=0, power_noise=0, lsb_k=0, drift_k_year=0, meter_gain_sd=0, current_lsb_a=0,
    power_lsb_kw=0,
)  # fmt: skip
"""Sensors that say what is."""


def plant(**changes: Any) -> PlantSpec:
    """Three robots that never break down on 12 x 12 m, nobody walking, exact sensors, rooms whose door stays shut."""
    given: dict[str, Any] = {
        "floor": FloorSpec(width_m=12, height_m=12, cross_every_m=5, pick_stations=1, chargers=1),
        "fleet": FleetSpec(count=len(ROBOTS), mtbf_h=100_000),
        "orders": OrdersSpec(per_hour=60),
        "people": PeopleSpec(walkers=0),
        "rooms": (RoomSpec(name="chill-1", door_per_hour=0, defrosts_a_day=0),),
        "server_room": ServerRoomSpec(),
        "sensor": EXACT,
    }
    return PlantSpec(**{**given, **changes})


def site(spec: PlantSpec | None = None, *, traits: Mapping[str, Traits] | None = None) -> Site:
    """One of everything; ``traits`` changes those of a kind."""
    changed = traits or {}
    own = ({**group.get("traits", {}), **changed.get(str(group["kind"]), {})} for group in _GROUPS)
    groups = (_group(**{**group, "traits": traits}) for group, traits in zip(_GROUPS, own, strict=True))
    return Site(format=1, name="tiny", title="Tiny hub", plant=spec or plant(), devices=tuple(groups))


def story(*steps: Step, hours: float = 0.5) -> Story:
    """A story that begins at eight in the morning."""
    starts = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    return Story(format=1, name="tale", title="Tale", starts=starts, hours=hours, site="tiny", steps=steps)


def step(name: str, kind: str, on: str | Iterable[str], at_min: float, *, src: str = "", **parameters: Any) -> Step:
    """A step *at_min* minutes after the start, done from *src*."""
    targets = (on,) if isinstance(on, str) else tuple(on)
    where = {"from": src}
    return Step(id=name, kind=kind, on=targets, at_us=round(at_min * MINUTE_US), parameters=parameters, **where)


def world(policy: str = "flat", *, seed: int = 1, of: Site | None = None, window_s: float = 10) -> World:
    """A started world with the clock at 0; everything in it begins by itself."""
    made = built(policy, seed=seed, of=of)
    start(made)
    made.world.clock.every(round(window_s * SECOND_US), "window", made.world.clock.settle, LAST)
    return made.world


def built(policy: str = "flat", *, seed: int = 1, of: Site | None = None) -> Built:
    """A world that has not begun."""
    return build(of or site(), story(), Choice(kind=policy), seed, 60 * MINUTE_US, Log())


def simulated(
    *steps: Step, policy: str = "flat", seed: int = 1, minutes: float = 30, decisions: Iterable[Decision] = (),
    clean_min: float = 30, window_s: float = 10,
) -> Simulated:  # fmt: skip
    """A whole run of *steps*, with nobody watching."""
    plan = ResponsePlan(analysts=0, clean_min=clean_min)
    posture = Posture(format=1, name="test", title="Test", policy=Choice(kind=policy), response=plan)
    told = story(*steps, hours=minutes / 60)
    return simulate(site(), told, posture, seed, tuple(decisions), window_s=window_s)


def isolate(asset: str, at_min: float) -> Decision:
    """Cut *asset* off at once, *at_min* minutes after the start."""
    response = Choice(kind="isolate_device", parameters={"delay_s": 0})
    return Decision(at_us=round(at_min * MINUTE_US), response=response, target=asset)


def run_to(hub: World, minutes: float) -> None:
    """Let the clock run to *minutes* after the start, and settle and seal everything up to then."""
    until_us: Us = round(minutes * MINUTE_US)
    hub.clock.run_until(until_us)
    hub.clock.settle()
    hub.log.seal(until_us)


def cut(hub: World, asset: str) -> int:
    """Quarantine *asset* now; the token gives it back."""
    tokens: list[int] = []
    hub.change(lambda: tokens.append(hub.network.quarantine(asset, "test")))
    return tokens[0]


def block(hub: World, src: str, dst: str, service: str = "*") -> int:
    """Refuse flows from *src* to *dst* now; the token lifts it."""
    tokens: list[int] = []
    hub.change(lambda: tokens.append(hub.network.block(src, dst, service, reason="test")))
    return tokens[0]


def give_back(hub: World, token: int) -> None:
    """Lift a quarantine or a block."""
    hub.change(lambda: hub.network.lift(token))


def say(hub: World, src: str, dst: str, service: str, verb: str, **fields: Any) -> Reply:
    """Send one message now."""
    return hub.send(Message(src, dst, service, verb, **fields))


def log_in(hub: World, src: str, dst: str, service: str) -> Reply:
    """Try the factory password."""
    return say(hub, src, dst, service, "login", user="admin", secret="factory")  # noqa: S106 - the documented default


def rows(hub: World, table: str, **where: Any) -> list[dict[str, Any]]:
    """Sealed rows of *table* whose fields equal *where*."""
    return [row for row in hub.log.records(table) if all(row[name] == value for name, value in where.items())]


def _group(**fields: Any) -> DeviceGroup:
    return DeviceGroup(**fields)


OLD: Traits = {"holes": 2.0, "former_account": True}
"""What nobody has looked after for two years."""

_GROUPS: tuple[dict[str, Any], ...] = (
    {"kind": "amr"},
    {"kind": "fleet_manager", "name": "fleet-manager", "numbered": False},
    {"kind": "broker", "name": "broker-robots", "numbered": False},
    {"kind": "broker", "name": "broker-ot", "numbered": False, "function": "cold_chain"},
    {"kind": "wms"},
    {"kind": "gateway", "count": 2},
    {"kind": "sensor", "name": "temp", "count": 2, "room": "chill-1", "gateway": "gateway-01", "every_s": 10},
    {"kind": "sensor", "name": "door", "room": "chill-1", "gateway": "gateway-01", "measures": "door_open"},
    {"kind": "sensor", "name": "amps", "room": "chill-1", "gateway": "gateway-01", "measures": "compressor_current_a"},
    {"kind": "sensor", "name": "hall", "gateway": "gateway-02", "every_s": 60},
    {"kind": "historian"},
    {"kind": "hvac_controller", "name": "hvac"},
    {"kind": "thermostat", "room": "server-room"},
    {"kind": "door_controller", "name": "doors", "room": "chill-1"},
    {"kind": "implant", "registered": False, "traits": {"bus": "gateway-01"}},
    {"kind": "legacy_controller", "name": "curtain", "registered": False},
    {"kind": "load_balancer"},
    {"kind": "access_point"},
    {"kind": "conveyor"},
    {"kind": "camera", "count": 2, "traits": OLD},
    {"kind": "nvr"},
    {"kind": "coffee_machine", "name": "coffee"},
    {"kind": "workstation", "name": "ws", "count": 2},
    {"kind": "maintenance_station", "name": "maintenance"},
    {"kind": "printer", "traits": OLD},
    {"kind": "domain_controller", "name": "dc"},
    {"kind": "dns_resolver", "name": "dns"},
    {"kind": "vendor_cloud", "name": "hvac-cloud", "numbered": False},
    {"kind": "vendor_cloud", "name": "coffee-cloud", "numbered": False},
    {"kind": "vendor_cloud", "name": "web-portal", "numbered": False},
    {"kind": "external_resolver", "name": "resolver-public", "numbered": False},
    {"kind": "contractor", "name": "cooling-firm", "numbered": False},
)  # fmt: skip
