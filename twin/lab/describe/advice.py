"""What is odd about a site: it runs, and somebody should know.

Each line names the number, what it means and what would change it. Nothing here refuses a site: a hub with too few
robots is a hub that people may want to see.

Sources: fleet use of 70 to 85 % (WareMax documentation, more is congestion); the other limits are judgements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from twin.lab.describe.capacity import Capacity
from twin.lab.describe.heat import Room, server_limit_s
from twin.lab.scenario import Site
from twin.plant.spec import PlantSpec, ServerRoomSpec

FLEET_MOST, STATIONS_MOST, CHARGERS_MOST, COOLING_MOST, SERVER_LEAST_S = 0.85, 0.90, 0.95, 0.85, 120.0


class Advice(NamedTuple):
    """One oddity: the key of the site file that it is about, and what is odd."""

    about: str
    words: str


def advice(site: Site, capacity: Capacity) -> list[Advice]:
    """Everything odd about *site*."""
    found = [*_stations(capacity), *_fleet(capacity), *_chargers(capacity)]
    return [*found, *_rooms(site.plant), *_controllers(site), *_servers(site.plant)]


def _stations(capacity: Capacity) -> Iterator[Advice]:
    mean, peak = capacity.stations().use, capacity.stations(capacity.peak).use
    if mean >= 1.0:
        yield Advice("plant.floor.pick_stations", f"stations would be {mean:.0%} busy: orders pile up for ever")
    elif peak > STATIONS_MOST:
        yield Advice("plant.floor.pick_stations", f"stations are {peak:.0%} busy in the busiest hour: expect queues")


def _fleet(capacity: Capacity) -> Iterator[Advice]:
    mean, peak = capacity.fleet_use(), capacity.fleet_use(capacity.peak)
    if mean >= 1.0:
        words = f"the fleet would be {mean:.0%} in use, even without traffic: orders pile up for ever"
        yield Advice("plant.fleet.count", words)
    elif peak > FLEET_MOST:
        words = f"the fleet is {peak:.0%} in use in the busiest hour, even without traffic: expect late orders"
        yield Advice("plant.fleet.count", words)


def _chargers(capacity: Capacity) -> Iterator[Advice]:
    plant = capacity.plant
    count, robots = plant.floor.chargers, plant.fleet.count
    if not count:
        yield Advice("plant.floor.chargers", f"no charger: batteries are flat after {capacity.run_h:.1f} h or so")
    elif count > robots:
        yield Advice("plant.floor.chargers", f"{count} chargers for {robots} robots: {count - robots} serve nobody")
    elif capacity.chargers.use > CHARGERS_MOST:
        yield Advice("plant.floor.chargers", f"chargers are {capacity.chargers.use:.0%} busy: robots wait for them")


def _rooms(plant: PlantSpec) -> Iterator[Advice]:
    for number, spec in enumerate(plant.rooms):
        room, about = Room(plant, number), f"plant.rooms[{number}]"
        load_kw = room.load().total_w / 1000.0
        if room.cooling_use >= 1.0:
            words = f"{spec.name} takes in {load_kw:.1f} kW, more than cooling removes: it never reaches its setpoint"
            yield Advice(f"{about}.cooling_kw", words)
        elif room.cooling_use > COOLING_MOST:
            yield Advice(f"{about}.cooling_kw", f"the cooling of {spec.name} runs {room.cooling_use:.0%} of the time")


def _controllers(site: Site) -> Iterator[Advice]:
    """A controller looks after one room, so rooms need as many as have no thermostat of their own."""
    controllers = sum(group.count for group in site.devices if group.kind == "hvac_controller")
    lonely = [spec.name for spec in site.plant.rooms if spec.thermostat == "none"][controllers:]
    if lonely:
        yield Advice("devices", f"no hvac_controller for {', '.join(lonely)}: nobody cools there")


def _servers(plant: PlantSpec) -> Iterator[Advice]:
    spec = plant.server_room
    if spec is None:
        return
    if spec.full_kw > spec.cooling_kw:
        words = f"full load is {spec.full_kw:g} kW and cooling {spec.cooling_kw:g} kW: it cannot hold full load"
        yield Advice("plant.server_room.cooling_kw", words)
    yield from _fast_trip(spec, plant.ambient_c)


def _fast_trip(spec: ServerRoomSpec, ambient_c: float) -> Iterator[Advice]:
    trip_s = server_limit_s(spec, ambient_c, spec.trip_c, spec.utilisation)
    if trip_s is not None and trip_s < SERVER_LEAST_S:
        words = f"servers trip {trip_s:.0f} s after the cooling stops: nobody can act in time"
        yield Advice("plant.server_room.volume_m3", words)
