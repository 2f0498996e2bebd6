"""Laws of the topology: one connected star whose nodes say zone and level."""

from __future__ import annotations

import networkx as nx

from tests.builders import small_hub
from twin.net.topology import CORE_NODE, FIREWALL_NODE, INTERNET_NODE, topology
from twin.policies.zones import Zones


def _graph() -> nx.Graph[str]:
    return topology(small_hub(), Zones().compile(small_hub()))


def test_everything_hangs_together() -> None:
    """The graph is a tree: one way between any two."""
    assert nx.is_tree(_graph())


def test_the_way_out_crosses_core_and_firewall() -> None:
    """From a robot over its controller to the cloud."""
    way = nx.shortest_path(_graph(), "amr-001", "vendor-cloud")
    assert way == ["amr-001", "net:wlc", CORE_NODE, FIREWALL_NODE, INTERNET_NODE, "vendor-cloud"]


def test_every_node_says_kind_zone_level_and_function() -> None:
    """Pictures ask every node the same questions."""
    graph = _graph()
    assert all({"kind", "zone", "level", "function"} == set(facts) for _, facts in graph.nodes(data=True))
    assert graph.nodes["sensor-1"] == {"kind": "sensor", "zone": "cold_chain", "level": 2, "function": "cold_chain"}
    assert graph.nodes["net:wlc"]["kind"] == "wireless_controller"


def test_an_asset_s_edge_names_the_link_it_hangs_behind() -> None:
    """The same names as those of the capacities."""
    graph = _graph()
    assert graph.edges["dc-01", "net:sw-2"]["link"] == "uplink:sw-2"
    assert graph.edges["amr-001", "net:wlc"]["link"] == "cell:wlc"
