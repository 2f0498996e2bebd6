"""The policy as an architect reads it: zones and their targets, what stays open, which lines decided, and the wiring.

The open field is what a policy leaves to an attacker before anything happens; the hits are what a run made of it. A
line without hits is one that nobody needed that day.

Sources: IEC 62443-3-2 (zones, conduits, target levels); NIST SP 800-41 r1 (review of rules that never match); R.
Lippmann et al., MILCOM 2006 (what is reachable from a foothold).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from twin.core.names import Names
from twin.lab.scenario import Story
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.reach import hops, reach
from twin.net.segmentation import Segmentation
from twin.net.topology import topology

if TYPE_CHECKING:
    from twin.lab.run import Run


@dataclass(frozen=True)
class OpenField:
    """What a policy leaves open: from any asset on average, and from where a story begins.

    ``services_mean`` counts services of other assets that an asset could open; ``direct`` and ``ever`` count assets of
    the hub within one hop of *entry* and within any number of hops.
    """

    services_mean: float
    entry: tuple[str, ...]
    direct: int
    ever: int
    assets: int


def open_field(inventory: Inventory, segmentation: Segmentation, story: Story) -> OpenField:
    """The open field of *segmentation* over *inventory*, without any response."""
    network = Network(inventory, segmentation, Names())
    entry = entries(inventory, story)
    away = hops(network, entry)
    inside = [number for number, asset in enumerate(inventory.assets) if asset.function != "internet"]
    return OpenField(
        services_mean=len(reach(network)) / max(1, len(inventory.assets)),
        entry=entry,
        direct=sum(1 for number in inside if away[number] == 1),
        ever=sum(1 for number in inside if away[number] > 0),
        assets=len(inside),
    )


def entries(inventory: Inventory, story: Story) -> tuple[str, ...]:
    """Assets that the story's first steps act from, or on where they act by hand."""
    first = [step for step in story.steps if not step.after]
    patterns = [pattern for step in first for pattern in ([step.start] if step.start else step.on)]
    return tuple(
        asset.name for asset in inventory.assets if any(fnmatchcase(asset.name, pattern) for pattern in patterns)
    )


def wiring(inventory: Inventory, segmentation: Segmentation) -> list[dict[str, Any]]:
    """Each switch and wireless controller with the assets behind it and the zones that share it, largest first."""
    graph = topology(inventory, segmentation)
    found = []
    for node, facts in graph.nodes(data=True):
        if facts["kind"] in ("switch", "wireless_controller"):
            behind = [name for name in graph.neighbors(node) if not name.startswith("net:")]
            zones = sorted({graph.nodes[name]["zone"] for name in behind})
            name = node.removeprefix("net:")
            found.append({"node": name, "kind": facts["kind"], "assets": len(behind), "zones": zones})
    return sorted(found, key=lambda entry: (-entry["assets"], entry["node"]))


def policy_sheet(run: Run) -> dict[str, Any]:
    """Everything above about *run*, ready for JSON: what its policy says, leaves open, and what came of each line."""
    made, hits = run.segmentation, run.built.world.network.hits()
    field = open_field(run.inventory, made, run.story)
    return {
        "kind": made.policy,
        "zones": [
            {"name": zone.name, "segment": zone.segment, "assets": len(zone.members), "sl_target": list(zone.sl_target)}
            for zone in made.zones
        ],
        "conduits": len(made.conduits),
        "rules": len(made.rules),
        "reach": {
            "services_mean": round(field.services_mean, 2),
            "entry": list(field.entry),
            "assets_direct": field.direct,
            "assets_ever": field.ever,
            "assets": field.assets,
        },
        "hits": dict(busiest(hits)),
        "unused": sorted(name for name, count in hits.items() if not count),
        "wiring": wiring(run.inventory, made),
    }


def busiest(hits: dict[str, int]) -> Sequence[tuple[str, int]]:
    """Lines that decided at all, the busiest first."""
    return sorted(((name, count) for name, count in hits.items() if count), key=lambda entry: (-entry[1], entry[0]))
