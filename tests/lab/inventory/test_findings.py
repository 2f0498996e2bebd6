"""Findings: each disagreement with the register once, and none on a hub that agrees with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.inventory.recordings import CLOUD, COFFEE, RESOLVER, asset, host
from twin.core.units import SECOND_US
from twin.lab.inventory.findings import findings_of, guess_words, rhythm_s
from twin.lab.inventory.guess import Guess
from twin.lab.inventory.hosts import Host
from twin.lab.inventory.makers import Maker
from twin.net.inventory import Asset

SURE = Guess("coffee_machine", 0.99, "printer", (), Maker("brewtech", ()))


def _found(heard: Host | None, guess: Guess, *register: Asset) -> list[tuple[str, str]]:
    hosts = {heard.name: heard} if heard else {}
    known = {asset.name: asset for asset in register}
    return [(each.finding, each.name) for each in findings_of(hosts, dict.fromkeys(hosts, guess), known)]


def test_who_is_where_and_what_the_register_says_is_no_finding() -> None:
    """A coffee machine among amenities, heard every five minutes."""
    assert _found(host("coffee-01"), SURE, COFFEE) == []


def test_whom_the_register_lacks_is_unknown() -> None:
    """In the place of its like, so that nothing else is wrong with it."""
    assert _found(host("gadget"), SURE, COFFEE) == [("unknown", "gadget"), ("missing", "coffee-01")]


@pytest.mark.parametrize(("until_s", "finding"), [(299, "not yet heard"), (301, "missing")])
def test_who_need_not_have_spoken_yet_is_not_missing(until_s: int, finding: str) -> None:
    """A second coffee machine would ask for names every 300 s, as the first is heard to."""
    heard = replace(host("coffee-01"), until_us=until_s * SECOND_US)
    assert _found(heard, SURE, COFFEE, replace(COFFEE, name="coffee-02")) == [(finding, "coffee-02")]


def test_who_says_nothing_that_a_tap_hears_is_never_missing() -> None:
    """Nobody asks for names here, so nobody can be missed for not asking."""
    heard = replace(host("gadget", uses=()), until_us=10_000 * SECOND_US)
    assert ("not yet heard", "coffee-01") in _found(heard, SURE, COFFEE)


def test_nobody_misses_the_internet_or_a_bus() -> None:
    """A cloud is no device of the hub, and a sensor has no address."""
    assert _found(None, SURE, CLOUD, replace(COFFEE, address="", name="temp-1")) == []
    assert _found(None, SURE, RESOLVER) == [("not yet heard", "dns-01")]


@pytest.mark.parametrize(("silence_s", "found"), [(1_100, False), (1_300, True)])
def test_four_periods_of_silence_are_too_many(silence_s: float, *, found: bool) -> None:
    """It asks for names every 300 s."""
    expected = [("intermittent", "coffee-01")] if found else []
    assert _found(host("coffee-01", silence_s=silence_s), SURE, COFFEE) == expected


def test_what_a_tap_does_not_hear_promises_nothing() -> None:
    """A camera streams every 20 s, behind its switch; a tap that hears only its names expects only those."""
    assert rhythm_s("camera", host("camera-01")) == 300
    assert rhythm_s("camera", host("camera-01", uses=())) == 0
    assert rhythm_s("no such kind", host("x")) == 0


def test_an_unknown_device_away_from_its_like_is_mis_zoned() -> None:
    """A coffee machine with an address of the cold chain; with a doubtful guess, nobody can say so."""
    heard = host("gadget", address="10.30.0.11")
    assert ("mis-zoned", "gadget") in _found(heard, SURE, COFFEE)
    assert ("mis-zoned", "gadget") not in _found(heard, SURE._replace(confidence=0.8), COFFEE)


def test_a_registered_device_in_another_network_is_mis_zoned() -> None:
    """The register says amenity; the address is the office's."""
    assert _found(host("coffee-01", address="10.70.0.9"), SURE, COFFEE) == [("mis-zoned", "coffee-01")]


def test_a_kind_may_stand_wherever_the_register_has_one() -> None:
    """A second coffee machine of the office makes the office a place for them."""
    other = asset("coffee-02", "coffee_machine", "office", "10.70.0.20", "brewtech")
    found = _found(host("gadget", address="10.70.0.11"), SURE, other)
    assert ("mis-zoned", "gadget") not in found


def test_another_kind_than_registered_is_told_only_when_sure() -> None:
    """Registered as a printer, and surely a coffee machine."""
    printer = replace(COFFEE, kind="printer")
    assert _found(host("coffee-01"), SURE, printer) == [("other kind", "coffee-01")]
    assert _found(host("coffee-01"), SURE._replace(confidence=0.8), printer) == []


def test_hardware_of_one_maker_and_software_of_another_is_a_disguise() -> None:
    """Whatever it is."""
    masked = SURE._replace(maker=Maker("deskline", ("a", "b"), disguised=True))
    assert _found(host("coffee-01"), masked, COFFEE) == [("disguised", "coffee-01")]


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (SURE, "looks like coffee_machine (99 %)"),
        (SURE._replace(kind=""), "of no clear kind, made by brewtech"),
        (SURE._replace(kind="", maker=Maker("", ())), "of no clear kind"),
    ],
)
def test_a_guess_has_words(guess: Guess, words: str) -> None:
    """Also where there is none."""
    assert guess_words(guess) == words
