"""Build: a site, a story and a posture become a world that is ready to run.

Order matters only where a name is coded or a cohort attached, and it is the order written here: register, network,
plant, traffic, devices. Assets are sorted by name before anything is numbered, so the order in a site file changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import HOUR_US, Us
from twin.devices import DEVICES
from twin.devices.base import Device
from twin.devices.gateway import SAMPLE_S
from twin.devices.world import Plant, World
from twin.lab.lifecycle.maturity import aged
from twin.lab.naming import asset_names
from twin.lab.net_faults import schedule_tap_faults
from twin.lab.plant_faults import schedule_breakdowns, sensor_faults, write_sensor_faults
from twin.lab.scenario import Choice, DeviceGroup, Site, Story, TapPlace
from twin.net.address import addresses, macs
from twin.net.inventory import Asset, Demand, Inventory, Need
from twin.net.network import Network
from twin.net.paths import BROKER
from twin.net.sanity import check_inventory
from twin.net.segmentation import Segmentation
from twin.net.taps import USUAL, Taps, tap_at
from twin.net.traffic import Traffic
from twin.plant.fleet import Fleet
from twin.plant.floor import Floor
from twin.plant.orders import OrderBook
from twin.plant.people import People
from twin.plant.rooms import Rooms
from twin.plant.sensors import TEMPERATURE, SensorArray
from twin.plant.server_room import ServerRoom
from twin.plant.spec import BatchSpec, OrdersSpec
from twin.policies import POLICIES


@dataclass
class Built:
    """A world at time 0, with what it was made from."""

    world: World
    floor: Floor
    inventory: Inventory
    segmentation: Segmentation


def build(
    site: Site, story: Story, policy: Choice, seed: int, horizon_us: Us, log: Log,
    taps: Sequence[TapPlace] | None = None,
) -> Built:  # fmt: skip
    """Everything that exists in one run, with the clock at 0 and nothing started; *taps* None are the usual ones."""
    inventory = aged(register(site), site, seed, story.starts.date())
    for asset in inventory.assets:
        log.code(asset.name)
    segmentation = POLICIES[policy.kind](**policy.parameters).compile(inventory)
    listened = Taps(USUAL if taps is None else [tap_at(tap.at, tap.capacity_mbps or 0.0) for tap in taps])
    network = Network(inventory, segmentation, log.names, listened)
    clock = Clock()
    carries = site.links_mbps.model_dump() | {BROKER: site.broker_messages_per_s}
    traffic = Traffic(inventory, network, log, seed, carries)
    traffic.use_clock(lambda: clock.now_us)
    floor, plant = _plant(site, story, inventory, seed, horizon_us, clock, log)
    world = World(seed, clock, log, inventory, network, traffic, plant)
    world.devices = {kind: DEVICES[kind](inventory.of_kind(kind)) for kind in DEVICES if inventory.of_kind(kind)}
    write_sensor_faults(log, plant.sensors.names, plant.sensors.faults)
    schedule_breakdowns(world, story)
    schedule_tap_faults(world, story, horizon_us)
    return Built(world, floor, inventory, segmentation)


def register(site: Site) -> Inventory:
    """The register: every asset of *site* in order of name, with its needs resolved.

    Raises :class:`~twin.core.errors.BadInput` where an address is given twice, or a need names no service.
    """
    named = sorted(asset_names(site).items())
    networked = [(name, group) for name, group in named if not DEVICES[group.kind].on_bus]
    address = addresses((name, _function(group)) for name, group in networked)
    mac = macs((name, _vendor(group)) for name, group in networked)
    assets = tuple(_asset(name, group, address.get(name, ""), mac.get(name, "")) for name, group in named)
    inventory = Inventory(assets, ())
    demands = tuple(
        demand
        for asset in assets
        for need in DEVICES[asset.kind].needs_of(asset.traits)
        for demand in _resolve(asset, need, inventory)
    )
    found = Inventory(assets, demands)
    check_inventory(found)
    return found


def _function(group: DeviceGroup) -> str:
    return group.function or DEVICES[group.kind].function


def _vendor(group: DeviceGroup) -> str:
    return group.vendor or DEVICES[group.kind].vendor


def _asset(name: str, group: DeviceGroup, address: str, mac: str) -> Asset:
    kind = DEVICES[group.kind]
    return Asset(
        name=name,
        kind=group.kind,
        function=_function(group),
        purdue_level=kind.purdue_level,
        address=address,
        mac=mac,
        switch=group.switch or kind.switch,
        area=group.room,
        vendor=_vendor(group),
        wireless=kind.wireless,
        services=kind.services,
        traits=_traits(kind, group),
        registered=group.registered,
    )


def _traits(kind: type[Device], group: DeviceGroup) -> Mapping[str, float | str | bool]:
    traits = {**kind.traits, **group.traits}
    if kind.on_bus:
        traits |= {
            "gateway": group.gateway,
            "measures": group.measures or TEMPERATURE,
            "every_s": group.every_s or SAMPLE_S,
        }
    return traits


def _resolve(asset: Asset, need: Need, inventory: Inventory) -> list[Demand]:
    """The peers a need means: a named asset, every one of a function or kind, or one of a kind (spread evenly)."""
    form, _, every = need.to.partition(":")
    if every:
        found = inventory.of_function(every) if form == "function" else inventory.of_kind(every)
        return [Demand(asset.name, peer.name, need) for peer in found]
    if need.to in inventory.by_name:
        return [Demand(asset.name, need.to, need)]
    peers = inventory.of_kind(need.to)
    if not peers:
        return []
    return [Demand(asset.name, peers[inventory.index[asset.name] % len(peers)].name, need)]


def _plant(
    site: Site, story: Story, inventory: Inventory, seed: int, horizon_us: Us, clock: Clock, log: Log
) -> tuple[Floor, Plant]:
    from twin.plant.population import Population  # Mesa takes longer to load than many a command to answer

    spec = site.plant
    floor = Floor(spec.floor)
    people = People(spec.people, floor, seed, log)
    robots = [asset.name for asset in inventory.of_kind("amr")]
    start_hour = story.starts.hour + story.starts.minute / 60
    fleet = Fleet(floor, spec.fleet, people, robots, seed, clock, log)
    plant = Plant(
        spec=spec,
        fleet=fleet,
        population=Population(fleet, people, clock),
        orders=OrderBook(_with_surges(spec.orders, story, start_hour), floor, seed, start_hour, horizon_us, log),
        people=people,
        rooms=Rooms(spec, seed, clock, log, start_hour),
        server_room=ServerRoom(spec.server_room, spec.ambient_c, clock, log) if spec.server_room else None,
        sensors=_sensors(site, story, inventory, seed, horizon_us),
    )
    return floor, plant


def _with_surges(spec: OrdersSpec, story: Story, start_hour: float) -> OrdersSpec:
    """The site's demand with the story's surges on top, each at its hour of the day."""
    surges = tuple(
        BatchSpec(at_hour=(start_hour + surge.at_us / HOUR_US) % 24, orders=surge.orders, due_h=surge.due_h)
        for surge in story.surges
    )
    return spec.model_copy(update={"batches": (*spec.batches, *surges)}) if surges else spec


def _sensors(site: Site, story: Story, inventory: Inventory, seed: int, horizon_us: Us) -> SensorArray:
    rooms = {room.name: number for number, room in enumerate(site.plant.rooms)}
    gateways = {asset.name for asset in inventory.of_kind("gateway")}
    sensors = [asset for asset in inventory.of_kind("sensor") if asset.traits["gateway"] in gateways]
    names, groups = [sensor.name for sensor in sensors], asset_names(site)
    return SensorArray(
        site.plant.sensor,
        names,
        [rooms.get(sensor.area, -1) for sensor in sensors],
        [str(sensor.traits["measures"]) for sensor in sensors],
        seed,
        sensor_faults(story, names, horizon_us),
        [groups[name].channel for name in names],
    )


def start(built: Built) -> None:
    """Begin: plant first, then the devices in order of kind, then the background traffic of every need."""
    world = built.world
    world.plant.rooms.start()
    if world.plant.server_room is not None:
        world.plant.server_room.start()
    world.clock.attach(world.traffic)
    for kind in sorted(world.devices):
        world.devices[kind].start(world)
    periodic = [(n, demand) for n, demand in enumerate(built.inventory.demands) if demand.need.every_s > 0]
    world.traffic.add_demands("needs", periodic)
    world.plant.fleet.start()
