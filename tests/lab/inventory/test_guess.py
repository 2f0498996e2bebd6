"""Guesses: right on what is typical, silent on what is not, and blind to names that only the register has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.inventory.recordings import BROKER_OFFER, COFFEE, host
from twin.lab.inventory.guess import guess, kinds
from twin.lab.inventory.handshakes import Handshake
from twin.lab.inventory.hosts import Offer, Use
from twin.net.address import macs

AUDIBLE = frozenset(("dns", "ntp", "https", "mqtt"))
NOBODY = "02:ff:ff:00:00:01"
DNS = Use("dns", 24, 1, 300.0, 24, ("A",))
CLOUD = Use("https", 12, 1, 600.0, 12)


def _mac(vendor: str) -> str:
    return macs([("x", vendor)])["x"]


def test_a_typical_host_is_surely_recognised() -> None:
    """Maker, names, and its cloud every ten minutes."""
    found = guess(host("x", uses=(DNS, CLOUD)), AUDIBLE)
    assert (found.kind, found.sure, found.maker.name) == ("coffee_machine", True, "brewtech")
    assert any("brewtech" in words for words in found.evidence)


def test_a_host_that_shows_nothing_is_nothing() -> None:
    """No maker, no service: no guess, and no confidence in one."""
    found = guess(host("x", mac=NOBODY, uses=()), frozenset())
    assert (found.kind, found.evidence) == ("", ())


def test_what_many_kinds_do_tells_little() -> None:
    """Asking for names with an unknown maker's software: the likeliest kind is not likely enough."""
    found = guess(host("x", mac=NOBODY, uses=(DNS,)), AUDIBLE)
    assert found.kind == ""
    assert found.confidence < 0.6


def test_a_captured_device_is_still_itself() -> None:
    """A coffee machine that knocks on a hundred doors keeps its maker, its names and its cloud."""
    knocks = tuple(Use(service, 3, 3, None, 0) for service in ("smb", "ssh", "rdp", "telnet", "ldap", "sql", "modbus"))
    assert guess(host("x", uses=(DNS, CLOUD, *knocks)), AUDIBLE).kind == "coffee_machine"


def test_behaviour_outweighs_a_copied_hardware_address() -> None:
    """A workstation with the address of a coffee machine."""
    uses = (DNS, Use("kerberos", 8, 1, 900.0, 8, ("TGS",)), Use("ldap", 12, 1, 600.0, 12), Use("smb", 4, 1, 1800.0, 4))
    assert guess(host("x", uses=uses, offers=(Offer("rdp", 3389, "tcp", 2, 1),)), AUDIBLE).kind == "workstation"


def test_a_server_is_known_by_what_it_offers() -> None:
    """Twenty robots are answered there."""
    assert guess(host("x", mac=_mac("plantsoft"), uses=(DNS,), offers=(BROKER_OFFER,)), AUDIBLE).kind == "broker"


def test_silence_counts_only_where_the_tap_hears_others() -> None:
    """A camera's stream stays behind its switch: whether one is heard at all decides what its absence means."""
    camera = host("x", mac=_mac("lenscape"), uses=(DNS,))
    deaf, hearing = guess(camera, frozenset(("dns",))), guess(camera, frozenset(("dns", "rtsp")))
    assert deaf.confidence == pytest.approx(0.5, abs=0.05)
    assert hearing.kind == "nvr"


def test_a_host_name_is_taken_at_its_word_unless_all_else_speaks_against_it() -> None:
    """It decides between equals, and is one voice among several."""
    name = Handshake(host_name="camera-07")
    assert guess(host("x", mac=_mac("lenscape"), uses=(DNS,), handshake=name), frozenset(("dns",))).kind == "camera"
    assert guess(host("x", uses=(DNS, CLOUD), handshake=name), AUDIBLE).kind == "coffee_machine"


@given(
    services=st.lists(st.sampled_from(("dns", "ntp", "https", "mqtt", "smb", "rtsp", "sql")), unique=True, max_size=5),
    offered=st.lists(st.sampled_from(("http", "ssh", "mqtt", "rdp")), unique=True, max_size=3),
    name=st.sampled_from(("a", "amr-001", "dc-01")),
)
def test_confidence_is_a_probability_and_the_log_s_name_is_not_read(
    services: list[str], offered: list[str], name: str
) -> None:
    """Only what was heard decides."""
    uses = tuple(Use(service, 5, 1, 60.0, 5) for service in services)
    offers = tuple(Offer(service, 1, "tcp", 1, 1) for service in offered)
    found = guess(host(name, uses=uses, offers=offers), AUDIBLE)
    assert 0 < found.confidence <= 1
    assert found == guess(host("other", uses=uses, offers=offers), AUDIBLE)
    assert found.kind in {"", *kinds()}


def test_nothing_outside_or_on_a_bus_is_guessed() -> None:
    """A passive monitor never hears them as hosts."""
    assert not {"sensor", "vendor_cloud", "external_resolver"} & set(kinds())
    assert kinds()["coffee_machine"].vendor == COFFEE.vendor
