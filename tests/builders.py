"""Inventories for tests: a small hub with one of everything, and random ones for properties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from twin.core.chance import Ints
from twin.core.names import Names
from twin.net.inventory import FUNCTIONS, Asset, Demand, Inventory, Need
from twin.net.network import Network
from twin.net.reach import reach
from twin.net.segmentation import ANY, Action, Conduit, Rule, Segmentation, Zone
from twin.net.verdicts import SERVICE_ID, SERVICES

_ACTIONS: st.SearchStrategy[Action] = st.sampled_from(("allow", "deny"))
FEW_SERVICES = ("dns", "http", "https", "modbus", "mqtt")
_SERVES = {
    "amr-001": ("robot_api",),
    "broker-1": ("mqtt",),
    "camera-01": ("rtsp", "http"),
    "dc-01": ("dns", "kerberos", "ldap", "smb"),
    "gateway-1": ("modbus", "https"),
    "sensor-1": ("modbus",),
    "vendor-cloud": ("http", "https"),
}


def reach_by_name(network: Network, sources: Iterable[str] | None = None) -> frozenset[tuple[str, str, str]]:
    """What is in reach as (source, destination, service) by name."""
    assets = network.inventory.assets
    triples = reach(network, sources).tolist()
    return frozenset((assets[src].name, assets[dst].name, SERVICES[service]) for src, dst, service in triples)


def asset(name: str, function: str = "office", **others: Any) -> Asset:
    """An asset with everything that a test does not care about filled in; its kind is its name without the number."""
    given = {
        "kind": name.rsplit("-", 1)[0],
        "purdue_level": 5 if function == "internet" else 2,
        "address": f"10.0.0.{len(name)}",
        "mac": "02:00:00:00:00:01",
        "switch": "internet" if function == "internet" else "sw-1",
        "services": _SERVES.get(name, ()),
    }
    return Asset(name=name, function=function, **{**given, **others})


def demand(src: str, dst: str, service: str, **others: Any) -> Demand:
    """A need of *src*, resolved to *dst*."""
    return Demand(src, dst, Need(dst, service, f"{src} needs {dst}", **others))


def small_hub() -> Inventory:
    """Thirteen assets of nine functions on three switches and one wireless controller, and their demands."""
    assets = (
        asset("amr-001", "robots", switch="wlc", wireless=True),
        asset("amr-002", "robots", switch="wlc", wireless=True, services=("robot_api",)),
        asset("broker-1", "fleet", switch="sw-2"),
        asset("camera-01", "video"),
        asset("camera-02", "video", services=("rtsp", "http")),
        asset("coffee-1", "amenity"),
        asset("dc-01", "identity", switch="sw-2"),
        asset("eng-1", "engineering"),
        asset("gateway-1", "cold_chain", switch="sw-3"),
        asset("nvr-1", "video", switch="sw-2"),
        asset("sensor-1", "cold_chain", switch="sw-3"),
        asset("vendor-cloud", "internet"),
        asset("ws-01", "office"),
    )
    return Inventory(assets, _small_demands())


def _small_demands() -> tuple[Demand, ...]:
    return (
        demand("amr-001", "broker-1", "mqtt", verbs=("CONNECT", "PUBLISH", "SUBSCRIBE")),
        demand("amr-002", "broker-1", "mqtt", verbs=("CONNECT", "PUBLISH", "SUBSCRIBE")),
        demand("eng-1", "amr-001", "robot_api", verbs=("read_config",)),
        demand("eng-1", "amr-002", "robot_api", verbs=("read_config",)),
        demand("gateway-1", "sensor-1", "modbus", verbs=("read_input_registers",)),
        demand("gateway-1", "broker-1", "mqtt", verbs=("CONNECT", "PUBLISH")),
        demand("nvr-1", "camera-01", "rtsp"),
        demand("nvr-1", "camera-02", "rtsp"),
        demand("ws-01", "dc-01", "kerberos"),
        demand("ws-01", "dc-01", "dns", verbs=("A",)),
        demand("coffee-1", "vendor-cloud", "https"),
        demand("camera-01", "vendor-cloud", "http", excessive=True),
        demand("vendor-cloud", "gateway-1", "https", excessive=True),
    )


def network_of(inventory: Inventory, segmentation: Segmentation) -> Network:
    """A network with a fresh table of names."""
    return Network(inventory, segmentation, Names())


def numbers(network: Network, *triples: tuple[str, str, str]) -> tuple[Ints, Ints, Ints]:
    """Columns of numbers for (source, destination, service) by name."""
    index = network.inventory.index
    rows = [(index[src], index[dst], SERVICE_ID[service]) for src, dst, service in triples]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def every_triple(inventory: Inventory, services: tuple[str, ...] = SERVICES) -> tuple[Ints, Ints, Ints]:
    """Columns of numbers for every pair of assets and each of *services*."""
    size = len(inventory.assets)
    src, dst, service = np.indices((size, size, len(services))).reshape(3, -1).astype(np.int64)
    return src, dst, np.array([SERVICE_ID[name] for name in services], dtype=np.int64)[service]


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    """Up to ten assets of any function, with services, and up to fifteen demands for services really offered."""
    functions = draw(st.lists(st.sampled_from(FUNCTIONS), min_size=2, max_size=10))
    assets = tuple(
        asset(
            f"a-{number:02d}",
            function,
            kind=draw(st.sampled_from(("box", "pump"))),
            switch=draw(st.sampled_from(("sw-1", "sw-2", "wlc"))),
            services=tuple(sorted(draw(st.sets(st.sampled_from(FEW_SERVICES), max_size=3)))),
        )
        for number, function in enumerate(functions)
    )
    offered = [(one.name, service) for one in assets for service in one.services]
    if not offered:
        return Inventory(assets, ())
    demands = draw(
        st.lists(
            st.builds(
                lambda src, to, excessive: demand(src, *to, excessive=excessive),
                st.sampled_from([one.name for one in assets]),
                st.sampled_from(offered),
                st.booleans(),
            ),
            max_size=15,
        )
    )
    return Inventory(assets, tuple(one for one in demands if one.src != one.dst))


@st.composite
def segmentations(draw: st.DrawFn, inventory: Inventory) -> Segmentation:
    """Any zones, conduits and rules over *inventory*, sensible or not; some assets may be in no zone."""
    names = [one.name for one in inventory.assets]
    home = draw(st.lists(st.sampled_from(("north", "south", "east", "")), min_size=len(names), max_size=len(names)))
    zones = tuple(
        Zone(zone, tuple(name for name, at in zip(names, home, strict=True) if at == zone), zone)
        for zone in ("north", "south", "east")
    )
    ends = st.sampled_from([*names, *(zone.name for zone in zones), ANY])
    services = st.sampled_from((*FEW_SERVICES, ANY))
    places = st.sampled_from([zone.name for zone in zones])
    rules = draw(
        st.lists(st.tuples(ends, ends, services, _ACTIONS), max_size=12),
    )
    conduits = draw(st.lists(st.tuples(places, places, st.lists(services, max_size=2)), max_size=4))
    return Segmentation(
        policy="any",
        zones=zones,
        conduits=tuple(Conduit(src, dst, tuple(used)) for src, dst, used in conduits),
        rules=tuple(
            Rule(f"rule-{n}", src, dst, service, action, "drawn") for n, (src, dst, service, action) in enumerate(rules)
        ),
        default=draw(_ACTIONS),
        inside=draw(_ACTIONS),
    )
