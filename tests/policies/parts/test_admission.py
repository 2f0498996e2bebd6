"""Laws of admission: who is not let in reaches nobody, whatever the rules say."""

from __future__ import annotations

import pytest

from tests.builders import asset, demand, network_of, reach_by_name, small_hub
from twin.net.inventory import Inventory
from twin.policies import POLICIES
from twin.policies.parts.admission import UNADMITTED, Admission, refused_entry

STRANGER = {"by": "mac", "unregistered": ["camera-02"]}
kinds = pytest.mark.parametrize("kind", sorted(POLICIES))


def _touching(name: str, kind: str, inventory: Inventory, **admission: object) -> set[tuple[str, str, str]]:
    made = POLICIES[kind](admission=admission).compile(inventory)
    return {one for one in reach_by_name(network_of(inventory, made)) if name in one[:2]}


@kinds
def test_who_is_not_let_in_reaches_nobody_and_nobody_reaches_it(kind: str) -> None:
    """Under every kind, the flat one included."""
    assert _touching("camera-02", kind, small_hub(), by="open")
    assert not _touching("camera-02", kind, small_hub(), **STRANGER)


@kinds
def test_its_needs_are_refused_and_those_of_others_are_not(kind: str) -> None:
    """Exactly the demands with an end outside."""
    plain = set(POLICIES[kind]().compile(small_hub()).denied_demands)
    refused = set(POLICIES[kind](admission=STRANGER).compile(small_hub()).denied_demands)
    assert refused - plain == {("nvr-1", "camera-02", "rtsp")}


@kinds
def test_everybody_has_one_zone_all_the_same(kind: str) -> None:
    """Those outside have one of their own, and its segment."""
    made = POLICIES[kind](admission=STRANGER).compile(small_hub())
    assert sorted(made.zone_of) == sorted(one.name for one in small_hub().assets)
    assert [(zone.members, zone.segment) for zone in made.zones if zone.name == UNADMITTED] == [
        (("camera-02",), UNADMITTED)
    ]


def test_two_in_quarantine_do_not_reach_each_other() -> None:
    """A quarantine in which one infects the next is none."""
    both = {"by": "mac", "unregistered": ["camera-01", "camera-02"], "quarantine": True}
    assert not _touching("camera-02", "flat", small_hub(), **both)


@kinds
def test_in_quarantine_names_and_time_are_left(kind: str) -> None:
    """A workstation without a certificate asks the domain controller for names, and for nothing else."""
    found = _touching("ws-01", kind, small_hub(), by="802.1x", without_supplicant=("ws-01",), quarantine=True)
    assert found == {("ws-01", "dc-01", "dns")}


def test_a_hardware_address_is_enough_for_who_is_registered() -> None:
    """``mac`` asks the register, ``802.1x`` the device."""
    hub = small_hub()
    assert refused_entry(hub, Admission(by="mac", without_supplicant=("camera",))) == ()
    assert refused_entry(hub, Admission(by="802.1x", without_supplicant=("camera",))) == ("camera-01", "camera-02")
    assert refused_entry(hub, Admission(by="open", unregistered=("camera",))) == ()


def test_what_has_no_port_is_never_asked() -> None:
    """A sensor on a serial bus, and everything on the internet."""
    hub = Inventory((asset("sensor-1", "cold_chain", address=""), asset("cloud-1", "internet")), ())
    assert refused_entry(hub, Admission(by="mac", unregistered=("sensor-1", "cloud-1"))) == ()


def test_all_of_a_zone_may_stay_outside() -> None:
    """The empty zone is gone, and so is every conduit and rule that named it."""
    hub = Inventory(
        (asset("coffee-1", "amenity"), asset("cloud-1", "internet", services=("https",))),
        (demand("coffee-1", "cloud-1", "https"),),
    )
    made = POLICIES["zones"](admission={"by": "mac", "unregistered": ["coffee"]}).compile(hub)
    assert [zone.name for zone in made.zones] == ["internet", UNADMITTED]
    assert made.denied_demands == (("coffee-1", "cloud-1", "https"),)


def test_who_is_kept_out_is_named_by_name_kind_or_function() -> None:
    """Each of the three words finds the camera."""
    for word in ("camera-02", "camera", "video"):
        assert "camera-02" in refused_entry(small_hub(), Admission(by="mac", unregistered=(word,)))
