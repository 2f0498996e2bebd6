"""What every device on the shelf must be, and what its needs must find on the shipped sites."""

from __future__ import annotations

import importlib
import re
from functools import cache

import pytest

from twin.devices import DEVICES
from twin.devices.base import Device
from twin.lab.build import register
from twin.lab.loader import load_site
from twin.net.inventory import FUNCTIONS, Inventory
from twin.net.protocols import PROTOCOLS

SITES = ("small", "standard", "large")
TRAITS: dict[str, type] = {
    "default_credentials": bool,
    "physical_port": bool,
}

OWN_TRAITS = {
    "cached_admin", "over_privileged",
    "bus", "key_in_run", "mqtt_plain", "protected_management", "secure_ranging", "signed_updates", "tls", "topic_acl",
    "visualization_s",
}  # fmt: skip
"""What a kind may say beside: how it speaks, and what it insists on."""


@pytest.fixture(params=sorted(DEVICES))
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind in turn."""
    return str(request.param)


@cache
def _register(site: str) -> Inventory:
    return register(load_site(site))


def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it is and where that is written; the class has a line for lists."""
    words = importlib.import_module(f"twin.devices.{kind}").__doc__ or ""
    assert re.search(r"^Sources: \S", words, re.MULTILINE)
    assert DEVICES.summary(kind).endswith(".")


def test_its_data_sheet_is_complete(kind: str) -> None:
    """Function, level, switch, vendor, and exactly the traits that every kind states, but for how it speaks."""
    device = DEVICES[kind]
    assert device.function in FUNCTIONS
    assert 0 <= device.purdue_level <= 5
    assert device.switch
    assert device.vendor
    assert set(device.traits) - OWN_TRAITS == set(TRAITS)
    assert device.traits.get("tls", "1.2") == "1.2"
    for name, wanted in TRAITS.items():
        assert isinstance(device.traits[name], wanted), name


def test_where_it_stands_agrees_with_what_it_does(kind: str) -> None:
    """What is outside is the internet's; what hangs on a bus neither offers nor needs flows; radio has a controller."""
    device = DEVICES[kind]
    assert device.outside == (device.function == "internet") == (device.purdue_level == 5)
    assert not device.on_bus or (not device.services and not device.needs)
    assert device.wireless == device.switch.startswith("wlc")


def test_it_offers_protocols_of_the_shelf(kind: str) -> None:
    """A service is a protocol, once."""
    services = DEVICES[kind].services
    assert set(services) <= set(PROTOCOLS)
    assert len(set(services)) == len(services)


def test_its_needs_are_said_in_protocols_of_the_shelf(kind: str) -> None:
    """With verbs that the protocol has, a purpose in words, and sizes and periods that can be."""
    for need in DEVICES[kind].needs:
        assert set(need.verbs) <= set(PROTOCOLS[need.service].verbs), need
        assert need.purpose
        assert need.every_s >= 0
        assert need.bytes_out > 0
        assert need.bytes_in > 0


@pytest.mark.parametrize("site", SITES)
def test_a_shipped_site_has_it(kind: str, site: str) -> None:
    """A kind that no site shows is a kind that nobody has seen."""
    assert _register(site).of_kind(kind)


@pytest.mark.parametrize("site", SITES)
def test_its_needs_find_their_peers(kind: str, site: str) -> None:
    """Each need of each member becomes at least one demand, to somebody else who offers the service."""
    inventory = _register(site)
    for asset in inventory.of_kind(kind):
        mine = [demand for demand in inventory.demands if demand.src == asset.name]
        for need in DEVICES[kind].needs_of(asset.traits):
            peers = [demand.dst for demand in mine if demand.need == need]
            assert peers, (asset.name, need)
            assert asset.name not in peers
            assert all(need.service in inventory.by_name[peer].services for peer in peers), (asset.name, need)
        if len(mine) > 1 and site != "small":
            break  # one member of a large group resolves as the next


def test_a_group_without_members_is_a_group(kind: str) -> None:
    """Nothing in a kind wants to exist."""
    group = DEVICES[kind](())
    assert isinstance(group, Device)
    assert group.members == ()
