"""Laws of internal name resolution."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import asset, demand, network_of, reach_by_name, small_hub
from twin.net.inventory import Inventory
from twin.policies import POLICIES


def _hub() -> Inventory:
    """The small hub, a public resolver, and a camera that demands it."""
    hub = small_hub()
    assets = (*hub.assets, asset("resolver-public", "internet", services=("dns", "https")))
    return replace(hub, assets=assets, demands=(*hub.demands, demand("camera-02", "resolver-public", "dns")))


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_nobody_asks_the_internet_for_names(kind: str) -> None:
    """Not even who demands it; and the refused demand is said to be refused."""
    made = POLICIES[kind](internal_dns=True).compile(_hub())
    found = reach_by_name(network_of(_hub(), made))
    assert not [one for one in found if one[1] == "resolver-public" and one[2] == "dns"]
    assert ("camera-02", "resolver-public", "dns") in made.denied_demands
    assert ("ws-01", "dc-01", "dns") in found


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_only_names_are_taken_away(kind: str) -> None:
    """Every other path stays, and none is added."""
    before = reach_by_name(network_of(_hub(), POLICIES[kind]().compile(_hub())))
    after = reach_by_name(network_of(_hub(), POLICIES[kind](internal_dns=True).compile(_hub())))
    assert before - after == {one for one in before if one[1] == "resolver-public" and one[2] == "dns"}
    assert after <= before


def test_a_hub_without_internet_is_left_alone() -> None:
    """There is nobody to ask outside."""
    hub = small_hub()
    inside = tuple(one for one in hub.assets if one.function != "internet")
    alone = Inventory(inside, tuple(d for d in hub.demands if "vendor-cloud" not in (d.src, d.dst)))
    assert POLICIES["flat"](internal_dns=True).compile(alone) == POLICIES["flat"]().compile(alone)
