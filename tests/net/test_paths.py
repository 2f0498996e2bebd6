"""Laws of paths: who sees a flow, and how long it takes."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from tests.builders import every_triple, numbers, small_hub
from twin.core.names import Names
from twin.net.network import Network
from twin.net.paths import FIREWALL_US, INTERNET_US, RADIO_US, SWITCH_US, Paths, link_name, on_air
from twin.net.taps import Taps, tap_at
from twin.net.topology import CORE_NODE, FIREWALL_NODE, topology
from twin.policies import POLICIES


def _tap(kind: str, src: str, dst: str) -> str:
    names = Names()
    network = Network(small_hub(), POLICIES[kind]().compile(small_hub()), names)
    ends = numbers(network, (src, dst, "https"))
    return names.text(int(network.tap(ends[0], ends[1])[0]))


def _paths(kind: str = "flat") -> Paths:
    return Paths(small_hub(), POLICIES[kind]().compile(small_hub()), Names())


def _latency(kind: str, src: str, dst: str) -> int:
    index = small_hub().index
    return int(_paths(kind).latency_us(np.array([index[src]]), np.array([index[dst]]))[0])


def _links(kind: str, src: str, dst: str) -> list[str]:
    paths, index = _paths(kind), small_hub().index
    way = paths.loaded(np.array([index[src]]), np.array([index[dst]]))[0]
    return [paths.links[link] for link in way if link >= 0]


@pytest.mark.parametrize(
    ("kind", "src", "dst", "place"),
    [
        ("flat", "coffee-1", "ws-01", ""),
        ("vlan", "coffee-1", "ws-01", "core"),
        ("vlan", "camera-01", "coffee-1", ""),
        ("zones", "camera-01", "coffee-1", "core"),
        ("flat", "coffee-1", "dc-01", "core"),
        ("flat", "amr-001", "amr-002", "core"),
        ("zones", "coffee-1", "vendor-cloud", "edge"),
        ("zones", "vendor-cloud", "gateway-1", "edge"),
        ("zero_trust", "camera-01", "camera-02", "inspection"),
        ("zero_trust", "coffee-1", "vendor-cloud", "inspection"),
    ],
)
def test_a_flow_is_seen_where_it_passes(kind: str, src: str, dst: str, place: str) -> None:
    """One switch and one segment hide a flow; radio, another switch, another segment or the internet show it."""
    assert _tap(kind, src, dst) == place


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_a_flow_is_seen_alike_whoever_opens_it(kind: str) -> None:
    """A tap sees both directions."""
    paths, (src, dst, _) = _paths(kind), every_triple(small_hub())
    assert (paths.tap(src, dst) == paths.tap(dst, src)).all()
    assert (paths.latency_us(src, dst) == paths.latency_us(dst, src)).all()


def test_delay_is_the_sum_of_what_lies_on_the_way() -> None:
    """Switches, a firewall between segments, radio hops, the internet."""
    assert _latency("flat", "coffee-1", "ws-01") == SWITCH_US
    assert _latency("flat", "coffee-1", "dc-01") == 3 * SWITCH_US
    assert _latency("zones", "ws-01", "dc-01") == 3 * SWITCH_US + FIREWALL_US
    assert _latency("flat", "amr-001", "amr-002") == 3 * SWITCH_US + 2 * RADIO_US
    assert _latency("flat", "ws-01", "vendor-cloud") == 3 * SWITCH_US + FIREWALL_US + INTERNET_US


def test_a_flow_loads_the_links_between_its_ends() -> None:
    """Nothing when it stays on its switch; a shared cell twice, as the air is."""
    assert _links("flat", "coffee-1", "ws-01") == []
    assert _links("flat", "coffee-1", "dc-01") == ["uplink:sw-1", "uplink:sw-2", "core"]
    assert _links("flat", "amr-001", "amr-002") == ["cell:wlc", "cell:wlc", "core"]
    assert _links("flat", "amr-001", "vendor-cloud") == ["cell:wlc", "core", "edge"]
    assert _links("flat", "vendor-cloud", "amr-001") == ["cell:wlc", "core", "edge"]


def test_a_wireless_controller_is_known_by_its_name_or_its_client() -> None:
    """``wlc`` and ``wlc-2`` are controllers; the internet hangs on the edge."""
    by_name = small_hub().by_name
    assert on_air(by_name["amr-001"])
    assert not on_air(by_name["ws-01"])
    assert link_name(by_name["vendor-cloud"]) == "edge"


def _with(kind: str, *places: str) -> Paths:
    hub = small_hub()
    return Paths(hub, POLICIES[kind]().compile(hub), Names(), Taps([tap_at(at) for at in places]))


@pytest.mark.parametrize("kind", ["flat", "vlan", "zones"])
def test_a_tap_sees_what_crosses_its_place_in_the_wiring_and_only_that(kind: str) -> None:
    """For every pair: the shortest way in the drawn graph, by the core where segments or the air demand it."""
    hub, made = small_hub(), POLICIES[kind]().compile(small_hub())
    graph, segment = topology(hub, made), {zone.name: zone.segment for zone in made.zones}
    paths = _with(kind, "core", "edge", "sw-1", "sw-2", "sw-3", "wlc")
    node = {"core": CORE_NODE, "edge": FIREWALL_NODE} | {at: f"net:{at}" for at in ("sw-1", "sw-2", "sw-3", "wlc")}
    for src, one in enumerate(hub.assets):
        for dst, other in enumerate(hub.assets):
            if src == dst:
                continue
            way = set(nx.shortest_path(graph, one.name, other.name))
            apart = segment[made.zone_of[one.name]] != segment[made.zone_of[other.name]]
            if apart or on_air(one) or on_air(other):
                way.add(CORE_NODE)
            for at, place in node.items():
                crosses = bool(paths.crosses(at, np.array([src]), np.array([dst]))[0])
                assert crosses == (place in way), (one.name, other.name, at)


def test_a_tap_at_a_switch_sees_what_never_leaves_it() -> None:
    """East-west on that switch, and no other."""
    paths, index = _with("flat", "core", "sw-1"), small_hub().index
    ends = np.array([index["coffee-1"], index["gateway-1"]]), np.array([index["ws-01"], index["sensor-1"]])
    assert paths.tapped(*ends).tolist() == [[False, False], [True, False]]
    assert paths.crossing(*ends).tolist() == [0b10, 0]


def test_a_flow_that_one_tap_misses_is_written_by_the_next() -> None:
    """Edge, then core, then the switch, then nobody."""
    names, hub = Names(), small_hub()
    taps = Taps([tap_at("edge"), tap_at("core"), tap_at("sw-1")])
    paths = Paths(hub, POLICIES["flat"]().compile(hub), names, taps)
    ends = np.array([hub.index["coffee-1"]]), np.array([hub.index["vendor-cloud"]])
    found = []
    for at in ("edge", "core", "sw-1"):
        found.append(names.text(int(paths.tap(*ends)[0])))
        taps.turn_off(at)
    assert [*found, names.text(int(paths.tap(*ends)[0]))] == ["edge", "core", "tap:sw-1", ""]


def test_nothing_is_inspected_where_the_policy_inspects_nothing() -> None:
    """A tap at an inspection point that is not there sees nothing."""
    src, dst, _ = every_triple(small_hub())
    assert not _with("zones", "inspection").crosses("inspection", src, dst).any()
    assert _with("zero_trust", "inspection").crosses("inspection", src, dst).all()


def test_what_is_sent_to_a_broker_ends_in_its_queue() -> None:
    """The last link is the broker itself; what it sends on does not queue there again."""
    assert _links("flat", "gateway-1", "broker-1") == ["uplink:sw-3", "uplink:sw-2", "core", "broker:broker-1"]
    assert "broker:broker-1" not in _links("flat", "broker-1", "gateway-1")
