"""Laws of taps: where they may hang, who claims first, and how they are kept off."""

from __future__ import annotations

import pytest

from twin.net.taps import CAPACITY_MBPS, MOST, SWITCH_MBPS, USUAL, Tap, Taps, tap_at


def test_usual_taps_claim_in_order_of_what_they_can_read() -> None:
    """The inspection point reads what is encrypted, the edge knows the outside, the core has the rest."""
    assert [tap.at for tap in Taps().all] == ["inspection", "edge", "core"]
    assert [tap.at for tap in Taps([tap_at("sw-9"), tap_at("core"), tap_at("bus"), tap_at("sw-1")]).all] == [
        "core", "bus", "sw-1", "sw-9",
    ]  # fmt: skip


def test_a_tap_at_a_switch_says_so_in_its_name() -> None:
    """No asset is called so."""
    assert [tap_at(at).name for at in ("core", "edge", "sw-cold")] == ["core", "edge", "tap:sw-cold"]


def test_a_port_has_the_usual_capacity_unless_it_is_given_one() -> None:
    """Ten gigabits at the core, one at a switch."""
    assert {tap.at: tap.capacity_mbps for tap in USUAL}.items() <= CAPACITY_MBPS.items()
    assert tap_at("sw-1").capacity_mbps == SWITCH_MBPS
    assert tap_at("core", 25.0) == Tap("core", 25.0)


def test_a_tap_is_off_until_every_cause_is_over() -> None:
    """Two that keep it off do not undo each other, and neither can end twice."""
    taps = Taps()
    first, second = taps.turn_off("core"), taps.turn_off("core")
    taps.turn_on(first)
    assert not taps.listens("core")
    assert taps.listens("edge")
    taps.turn_on(second)
    assert taps.listens("core")
    with pytest.raises(KeyError):
        taps.turn_on(second)


def test_what_is_not_there_neither_listens_nor_can_be_turned_off() -> None:
    """A bus nobody listens to, a switch without a mirror port."""
    taps = Taps()
    assert not taps.listens("bus")
    assert Taps([tap_at("bus")]).listens("bus")
    with pytest.raises(KeyError):
        taps.turn_off("sw-1")


def test_one_place_has_one_tap() -> None:
    """Two would claim the same flows."""
    with pytest.raises(ValueError, match="two taps at one place: core, core"):
        Taps([tap_at("core"), tap_at("core", 5.0)])


def test_there_are_no_more_taps_than_one_number_can_tell_apart() -> None:
    """A bit for each."""
    places = [tap_at(f"sw-{number}") for number in range(MOST + 1)]
    assert len(Taps(places[:MOST]).all) == MOST
    with pytest.raises(ValueError, match="at most 62"):
        Taps(places)
