"""Laws of sanity: what contradicts itself is refused by name, all of it at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import asset, demand, small_hub
from twin.core.errors import BadInput
from twin.lab.build import register
from twin.lab.find import scenario_names
from twin.lab.loader import load_site
from twin.net.inventory import Inventory
from twin.net.sanity import check_inventory, check_segmentation
from twin.net.segmentation import Conduit, Rule, Segmentation, Zone
from twin.policies import POLICIES
from twin.policies.flat import Flat

ZONES = (Zone("north", ("dc-01",), "n"), Zone("south", ("ws-01",), "s"))


def _own(number: int) -> dict[str, str]:
    return {"address": f"10.1.0.{number}", "mac": f"02:00:00:00:00:{number:02x}"}


def _faults(made: Segmentation) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        check_segmentation(small_hub(), made)
    return [(fault.code, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize("site", scenario_names("site"))
def test_the_registers_of_the_sites_are_sane(site: str) -> None:
    """Addresses follow from names by a rule, and no two are the same."""
    check_inventory(register(load_site(site)))


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_what_the_kinds_compile_is_sane(kind: str) -> None:
    """Over the small hub of the tests too."""
    check_segmentation(small_hub(), POLICIES[kind]().segment(small_hub()))


def test_an_address_given_twice_is_refused_with_both_owners() -> None:
    """An IPv4 address and a hardware address alike; all faults come at once."""
    one, two = asset("a-1", **_own(1)), asset("b-1", **_own(1))
    with pytest.raises(BadInput) as caught:
        check_inventory(Inventory((one, two), ()))
    assert [fault.message for fault in caught.value.faults] == [
        'address "10.1.0.1" is given twice: to a-1 and to b-1.',
        'hardware address "02:00:00:00:00:01" is given twice: to a-1 and to b-1.',
    ]


def test_no_address_is_no_address_given_twice() -> None:
    """Sensors on a serial bus have none."""
    silent = [asset(name, address="", mac="") for name in ("s-1", "s-2")]
    check_inventory(Inventory(tuple(silent), ()))


@pytest.mark.parametrize(
    ("service", "code", "words"),
    [
        ("", "missing-value", 'need of a-1 ("a-1 needs b-1") names no service.'),
        ("modbuss", "missing-reference", 'need of a-1: "modbuss" is not a protocol.'),
    ],
)
def test_a_need_without_a_service_that_exists_is_refused(service: str, code: str, words: str) -> None:
    """It could never be met, and nobody would know why."""
    assets = (asset("a-1", **_own(1)), asset("b-1", **_own(2)))
    with pytest.raises(BadInput) as caught:
        check_inventory(Inventory(assets, (demand("a-1", "b-1", service),)))
    assert [(fault.code, fault.message) for fault in caught.value.faults] == [(code, words)]
    assert "modbus" in caught.value.faults[0].remedy


def test_a_need_of_somebody_who_is_not_there_is_refused() -> None:
    """Either end."""
    with pytest.raises(BadInput, match='"ghost" is not an asset'):
        check_inventory(Inventory((asset("a-1"),), (demand("a-1", "ghost", "dns"),)))


def test_a_conduit_to_a_zone_that_is_not_there_is_refused() -> None:
    """With the zone that was probably meant."""
    made = Segmentation("mine", ZONES, (Conduit("north", "soth", ("dns",)),), ())
    assert _faults(made) == [("missing-reference", 'conduit north>soth: "soth" is not a zone.')]


def test_a_protocol_that_nobody_speaks_is_refused_in_conduits_and_rules() -> None:
    """Both places are named."""
    made = Segmentation(
        "mine",
        ZONES,
        (Conduit("north", "south", ("telnett",)),),
        (Rule("r1", "north", "south", "gopher", "allow", ""),),
    )
    assert [message for _, message in _faults(made)] == [
        'conduit north>south: "telnett" is not a protocol.',
        'rule r1: "gopher" is not a protocol.',
    ]


def test_a_rule_about_nobody_is_refused() -> None:
    """It is neither an asset nor a zone."""
    made = Segmentation("mine", ZONES, (), (Rule("r1", "nobody", "*", "*", "deny", ""),))
    assert _faults(made) == [("missing-reference", 'rule r1: "nobody" is not an asset or a zone.')]


def test_an_asset_in_two_zones_and_a_zone_given_twice_are_refused() -> None:
    """Which of the two would decide is nowhere written."""
    made = Segmentation("mine", (*ZONES, Zone("north", ("ws-01",), "x")), (), ())
    assert [message for _, message in _faults(made)] == [
        'zone "north" is given twice: to the policy and to the policy.',
        'place in a zone "ws-01" is given twice: to south and to north.',
    ]


def test_a_zone_that_holds_somebody_who_is_not_there_is_refused() -> None:
    """A misspelt member would be in no zone at all."""
    made = Segmentation("mine", (Zone("north", ("dc-1",), "n"),), (), ())
    assert _faults(made) == [("missing-reference", 'zone north: "dc-1" is not an asset.')]


def test_a_kind_that_contradicts_itself_does_not_compile() -> None:
    """Whoever writes a policy learns of it at once."""

    class Wrong(Flat):
        """Its conduit leads nowhere."""

        def segment(self, inventory: Inventory) -> Segmentation:
            return replace(super().segment(inventory), conduits=(Conduit("hub", "cloud", ("*",)),))

    with pytest.raises(BadInput, match='"cloud" is not a zone'):
        Wrong().compile(small_hub())
