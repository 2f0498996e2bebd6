"""Laws of reach: it never grows along the ladder of policies."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given

from tests.builders import inventories, network_of, reach_by_name, small_hub
from twin.net.inventory import Inventory
from twin.net.reach import hops, reach
from twin.policies import POLICIES

LADDER = ("flat", "vlan", "zones", "microsegmentation", "zero_trust")


def _reach(kind: str, inventory: Inventory) -> frozenset[tuple[str, str, str]]:
    return reach_by_name(network_of(inventory, POLICIES[kind]().compile(inventory)))


@given(inventory=inventories())
def test_reach_never_grows_along_the_ladder(inventory: Inventory) -> None:
    """Flat holds vlan, vlan holds zones, zones hold microsegmentation, and that holds zero trust."""
    reaches = [_reach(kind, inventory) for kind in LADDER]
    assert all(stricter <= wider for wider, stricter in pairwise(reaches))


@given(inventory=inventories())
def test_an_exception_keeps_the_ladder(inventory: Inventory) -> None:
    """Excepting every vendor adds the same demands to each careful policy."""
    made = [
        POLICIES[kind].model_validate({"vendor_exceptions": ("box", "pump")}).compile(inventory) for kind in LADDER[2:]
    ]
    reaches = [_reach("vlan", inventory), *(reach_by_name(network_of(inventory, one)) for one in made)]
    assert all(stricter <= wider for wider, stricter in pairwise(reaches))
    assert all(one.denied_demands == () for one in made)


def test_on_the_small_hub_each_rung_but_the_last_is_truly_narrower() -> None:
    """The ladder is not a row of equals; zero trust narrows verbs and not pairs."""
    sizes = [len(_reach(kind, small_hub())) for kind in LADDER]
    assert sizes[0] > sizes[1] > sizes[2] > sizes[3] == sizes[4]


def test_reach_holds_only_services_that_somebody_offers() -> None:
    """A rule for a service that nobody runs opens nothing."""
    offered = {(asset.name, service) for asset in small_hub().assets for service in asset.services}
    assert {(dst, service) for _, dst, service in _reach("flat", small_hub())} <= offered


def test_reach_of_one_source_is_its_part_of_the_whole() -> None:
    """Asking for one asset gives the same rows as filtering."""
    network = network_of(small_hub(), POLICIES["flat"]().compile(small_hub()))
    whole, number = reach(network), small_hub().index["coffee-1"]
    assert (reach(network, ["coffee-1"]) == whole[whole[:, 0] == number]).all()


def test_reach_comes_in_order_and_each_triple_once() -> None:
    """Rows ascend, so that two reaches can be compared as they are."""
    rows = reach(
        network_of(small_hub(), POLICIES["zones"]().compile(small_hub())), ["ws-01", "camera-01", "eng-1"]
    ).tolist()
    assert all(earlier < later for earlier, later in pairwise(rows))


def test_a_quarantine_takes_an_asset_out_of_reach_until_it_is_lifted() -> None:
    """Reach is asked of the network as it stands."""
    network = network_of(small_hub(), POLICIES["flat"]().compile(small_hub()))
    before = reach_by_name(network)
    token = network.quarantine("dc-01", "test")
    assert reach_by_name(network) == {row for row in before if "dc-01" not in row}
    network.lift(token)
    assert reach_by_name(network) == before


def test_hops_are_those_of_a_walk_over_what_is_open() -> None:
    """A source is 0 away, its reach 1, theirs 2; what no walk finds is -1."""
    hub = small_hub()
    network = network_of(hub, POLICIES["microsegmentation"]().compile(hub))
    opens: dict[str, set[str]] = {}
    for src, dst, _ in reach_by_name(network):
        opens.setdefault(src, set()).add(dst)
    away, front, hop = {"ws-01": 0}, {"ws-01"}, 0
    while front:
        hop += 1
        front = {dst for src in front for dst in opens.get(src, ())} - away.keys()
        away |= dict.fromkeys(front, hop)
    assert hops(network, ["ws-01"]).tolist() == [away.get(asset.name, -1) for asset in hub.assets]
    assert (hops(network, []) == -1).all()


def test_what_has_no_address_reaches_nobody_and_nobody_reaches_it() -> None:
    """A sensor on a serial bus, under the flat policy."""
    hub = small_hub()
    assets = tuple(replace(one, address="") if one.name == "sensor-1" else one for one in hub.assets)
    before, after = _reach("flat", hub), _reach("flat", replace(hub, assets=assets))
    assert before - after == {one for one in before if "sensor-1" in one[:2]}
    assert any("sensor-1" in one[:2] for one in before)
