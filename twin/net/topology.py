"""Topology: the hub's wiring as a graph, for pictures and for questions about paths.

A star of switches and wireless controllers around one core, the firewall behind it, the internet behind that. Nodes
that are not assets start with ``net:``. Every node says its ``zone`` (by the policy) and ``level`` (Purdue), every edge
the ``link`` whose capacity it shares.

Sources: NIST SP 800-82 r3, section 5 (network architectures of OT); networkx (BSD licence), used as a library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.net.inventory import Asset, Inventory
from twin.net.paths import link_name, on_air
from twin.net.segmentation import Segmentation
from twin.net.taps import CORE, EDGE

if TYPE_CHECKING:
    import networkx as nx

CORE_NODE, FIREWALL_NODE, INTERNET_NODE = "net:core", "net:firewall", "net:internet"


def topology(inventory: Inventory, segmentation: Segmentation) -> nx.Graph[str]:
    """Undirected graph of assets, switches, core, firewall and internet.

    Node attributes: ``kind`` (an asset's own, or switch, wireless_controller, core, firewall, internet), ``zone``,
    ``level``, ``function``. Edge attribute: ``link``.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(CORE_NODE, kind="core", zone="", level=3, function="")
    graph.add_node(FIREWALL_NODE, kind="firewall", zone="", level=4, function="")
    graph.add_node(INTERNET_NODE, kind="internet", zone="internet", level=5, function="internet")
    graph.add_edge(CORE_NODE, FIREWALL_NODE, link=EDGE)
    graph.add_edge(FIREWALL_NODE, INTERNET_NODE, link=EDGE)
    for asset in sorted(inventory.assets, key=lambda asset: asset.name):
        _add_asset(graph, asset, segmentation.zone_of.get(asset.name, ""))
    return graph


def _add_asset(graph: nx.Graph[str], asset: Asset, zone: str) -> None:
    graph.add_node(asset.name, kind=asset.kind, zone=zone, level=asset.purdue_level, function=asset.function)
    if asset.function == "internet":
        graph.add_edge(asset.name, INTERNET_NODE, link=EDGE)
        return
    switch = f"net:{asset.switch}"
    if switch not in graph:
        kind = "wireless_controller" if on_air(asset) else "switch"
        graph.add_node(switch, kind=kind, zone="", level=2, function="")
        graph.add_edge(switch, CORE_NODE, link=CORE)
    graph.add_edge(asset.name, switch, link=link_name(asset))
