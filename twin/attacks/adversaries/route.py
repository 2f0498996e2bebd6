"""Routes over what is known: which host to go for next, so that the whole way to the target is cheapest.

The graph is the adversary's belief and nothing else. Its nodes are addresses it knows; an edge from a held asset says
that a way in has been found there or not been tried yet, and costs the seconds that it takes. What has been tried in
vain has no edge any more. From a host that is not held nobody knows what can be reached, so every such host is assumed
to reach the target, at a price; an assumption that turns out wrong takes its edge away, and the next plan goes round
it. Pairs that somebody else's work needs are believed in more, and to a stealthy adversary they are cheap, for nobody
looks twice at them.

Sources: Koenig and Likhachev, D* Lite, AAAI 2002 (planning under the assumption that the unknown is passable, and
again after each surprise); Dijkstra, A note on two problems in connexion with graphs, 1959; Phillips and Swiler, A
graph-based system for network-vulnerability analysis, NSPW 1998 (attack graphs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twin.attacks.adversaries.craft import DOORS, doors
from twin.attacks.adversaries.knowledge import Knowledge

if TYPE_CHECKING:
    import networkx as nx

START = ""
"""Where every way begins: all that is held, at no cost."""

ASSUMED = 3.0
"""Price of a way that nobody has seen, against one that has been seen [judgement]."""


@dataclass(frozen=True)
class Prices:
    """What a knock on all doors and a log-in take (s), and how many times as much a pair costs that nobody uses."""

    knock_s: float
    log_in_s: float
    foreign: float

    def of(self, seconds: float, *, usual: bool) -> float:
        """Cost of *seconds* on a pair that is in use or not."""
        return seconds if usual else seconds * self.foreign


def first_hop(knowledge: Knowledge, target: str, prices: Prices) -> tuple[str, str] | None:
    """The held asset and the host that the cheapest way to *target* begins with; None where no way is left."""
    import networkx as nx

    graph = belief(knowledge, target, prices)
    if target not in graph:
        return None
    try:
        way = nx.dijkstra_path(graph, START, target)
    except nx.NetworkXNoPath:
        return None
    return way[1], way[2]


def belief(knowledge: Knowledge, target: str, prices: Prices) -> nx.DiGraph:
    """The graph of what is known and assumed; ``weight`` is seconds. Order of insertion decides ties."""
    import networkx as nx

    graph = nx.DiGraph()
    usual = {pair for opener, receiver, _ in knowledge.permitted for pair in ((opener, receiver), (receiver, opener))}
    wanted = [name for name in dict.fromkeys((target, *knowledge.addresses)) if name not in knowledge.held]
    for src in knowledge.held:
        graph.add_edge(START, src, weight=0.0)
        open_doors = {host for host, _ in doors(knowledge, src, DOORS.values())}
        for dst in wanted:
            seconds = _seconds(knowledge, src, dst, open_doors, prices)
            if seconds is not None:
                graph.add_edge(src, dst, weight=prices.of(seconds, usual=(src, dst) in usual))
    onward = prices.knock_s + prices.log_in_s
    for via in wanted:
        if via != target and via not in knowledge.lost:
            cost = prices.of(onward, usual=(via, target) in usual)
            graph.add_edge(via, target, weight=cost if (via, target) in usual else ASSUMED * cost)
    return graph


def _seconds(knowledge: Knowledge, src: str, dst: str, open_doors: set[str], prices: Prices) -> float | None:
    """What getting into *dst* from *src* is expected to take; None where everything has been tried."""
    if dst in knowledge.lost:
        return None
    if dst in open_doors:
        return prices.log_in_s
    if (src, dst) in knowledge.knocked or knowledge.is_silent(src, dst):
        return None
    return prices.knock_s + ASSUMED * prices.log_in_s
