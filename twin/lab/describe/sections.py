"""A site as sections of facts: what the file says, what a default says, and what follows from both."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from twin.devices import DEVICES
from twin.lab.describe.advice import Advice, advice
from twin.lab.describe.capacity import Capacity
from twin.lab.describe.heat import Room, server_limit_s, time_constants_s
from twin.lab.describe.sources import Fact, Sources
from twin.lab.naming import device_groups, members
from twin.lab.scenario import Site
from twin.plant.server_room import server_network

_EXACT = "computed: exact solution of the room's network"
_EIGEN = "computed: eigenvalues of the room's network"
_SERVED = "computed: exact solution, constant load"


@dataclass(frozen=True)
class Section:
    """Facts of one part of a site; ``path`` is its key in the file, empty for what follows from several."""

    title: str
    path: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Devices:
    """One line of the register: assets of one kind and function, behind one switch."""

    kind: str
    function: str
    switch: str
    count: int
    names: str


@dataclass(frozen=True)
class Description:
    """Everything there is to say about a site without running it."""

    site: Site
    sections: tuple[Section, ...]
    devices: tuple[Devices, ...]
    advice: tuple[Advice, ...]

    def to_json(self) -> dict[str, Any]:
        """One document; what never happens is null."""
        return {
            "name": self.site.name,
            "title": self.site.title,
            "notes": self.site.notes.strip(),
            "sections": [
                {"title": one.title, "path": one.path, "facts": [_plain(fact) for fact in one.facts]}
                for one in self.sections
            ],
            "devices": [asdict(group) for group in self.devices],
            "advice": [one._asdict() for one in self.advice],
        }


def _plain(fact: Fact) -> dict[str, Any]:
    value = fact.value
    never = isinstance(value, float) and not math.isfinite(value)
    return {**fact._asdict(), "value": None if never else value}


def sections_of(site: Site, sources: Sources) -> Description:
    """The description of *site*, whose file *sources* knows."""
    capacity = Capacity(site.plant)
    parts = (*_plant(site, sources, capacity), *_rooms(site, sources), *_servers(site, sources), *_rest(site, sources))
    return Description(site, parts, tuple(_devices(site)), tuple(advice(site, capacity)))


def _plant(site: Site, sources: Sources, capacity: Capacity) -> Iterator[Section]:
    plant = site.plant
    yield Section("Surroundings", "plant", tuple(sources.facts(plant, "plant")))
    for title, name in (("Floor", "floor"), ("Fleet", "fleet"), ("Orders", "orders"), ("People", "people")):
        yield Section(title, f"plant.{name}", tuple(sources.facts(getattr(plant, name), "plant", name)))
    yield Section("Demand against capacity", "", tuple(capacity.facts()))


def _rooms(site: Site, sources: Sources) -> Iterator[Section]:
    for number, spec in enumerate(site.plant.rooms):
        given = sources.facts(spec, "plant", "rooms", number)
        implied = _room_facts(Room(site.plant, number))
        yield Section(spec.title or spec.name, f"plant.rooms[{number}]", (*given, *implied))


def _room_facts(room: Room) -> Iterator[Fact]:
    load = room.load()
    yield Fact("ua_w_k", room.ua_w_k, "heat transmission to the hall", "computed: u_w_m2k times surface_m2")
    yield Fact("load_walls_kw", load.walls_w / 1000, "heat through walls at the setpoint", "computed: UA times kelvin")
    yield Fact(
        "load_doors_kw", load.doors_w / 1000, "heat through doors, mean", "computed: moist air, share of time open"
    )
    yield Fact(
        "load_kw", load.total_w / 1000, "all heat that comes in, mean", "computed: walls, doors, inside, defrost"
    )
    yield Fact(
        "cooling_use", room.cooling_use, "share of the cooling that the load takes", "computed: load over cooling"
    )
    names = ("air_settles_min", "structure_settles_min", "room_settles_h")
    words = ("air settles in (time constant)", "racks and structure settle in", "the whole room follows the hall in")
    for name, meaning, seconds in zip(names, words, room.settling_s(), strict=False):
        yield Fact(name, seconds / (60 if name.endswith("min") else 3600), meaning, _EIGEN)
    if room.product_lag_s is not None:
        lag = "computed: heat capacity over hA"
        yield Fact("product_lag_h", room.product_lag_s / 3600, "product follows held air in (time constant)", lag)
    what = "product" if room.spec.product_t else "air"
    yield Fact("limit_reached_h", _hours(room.without_cooling_s()), f"{what} at its high limit without cooling", _EXACT)


def _servers(site: Site, sources: Sources) -> Iterator[Section]:
    spec = site.plant.server_room
    if spec is None:
        return
    facts = list(sources.facts(spec, "plant", "server_room"))
    air_s, room_s = time_constants_s(server_network(spec))
    facts.append(Fact("air_settles_s", air_s, "air and racks settle in (time constant)", _EIGEN))
    facts.append(Fact("room_settles_h", room_s / 3600, "the whole room follows the hall in", _EIGEN))
    for name, level in (("drain", spec.drain_c), ("throttle", spec.throttle_c), ("trip", spec.trip_c)):
        for load, words in ((spec.utilisation, "usual"), (1.0, "full")):
            seconds = server_limit_s(spec, site.plant.ambient_c, level, load)
            minutes = math.inf if seconds is None else seconds / 60
            meaning = f"from loss of cooling to {level:g} degC at {words} load"
            facts.append(Fact(f"{name}_{words}_min", minutes, meaning, _SERVED))
    yield Section("Server room", "plant.server_room", tuple(facts))


def _rest(site: Site, sources: Sources) -> Iterator[Section]:
    yield Section("Temperature sensors", "plant.sensor", tuple(sources.facts(site.plant.sensor, "plant", "sensor")))
    yield Section("Links of the network, Mbit/s", "links_mbps", tuple(sources.facts(site.links_mbps, "links_mbps")))
    yield Section("Prices, EUR", "prices", tuple(sources.facts(site.prices, "prices")))


def _devices(site: Site) -> Iterator[Devices]:
    for group in device_groups(site):
        kind, names = DEVICES[group.kind], members(group)
        span = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
        where = f"bus of {group.gateway}" if kind.on_bus else group.switch or kind.switch
        yield Devices(group.kind, group.function or kind.function, where, len(names), span)


def _hours(seconds: float | None) -> float:
    return math.inf if seconds is None else seconds / 3600
