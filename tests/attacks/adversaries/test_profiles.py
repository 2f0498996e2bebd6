"""Profiles: habits as data, and what they have to do with each other."""

from __future__ import annotations

from typing import get_args

from twin.attacks import ATTACKS
from twin.attacks.adversaries.craft import DOORS
from twin.attacks.adversaries.profiles import PROFILES, Name
from twin.devices import DEVICES


def test_every_name_has_a_profile() -> None:
    """And no profile is without a name."""
    assert set(PROFILES) == set(get_args(Name))


def test_harm_is_an_attack_with_parameters_on_a_device_kind() -> None:
    """Each can be made as it stands."""
    for profile in PROFILES.values():
        for device, (kind, parameters) in profile.harm.items():
            assert device in DEVICES
            assert ATTACKS[kind](**parameters).technique


def test_services_are_doors_behind_the_ports_that_are_knocked_on() -> None:
    """Nobody logs in where they have not looked."""
    for profile in PROFILES.values():
        assert set(profile.ports) <= set(DOORS)
        assert {DOORS[port] for port in profile.ports} >= set(profile.services)


def test_a_state_is_slower_and_more_patient_than_anybody_and_a_botnet_is_the_fastest() -> None:
    """The ratios that the sources give."""
    state, botnet = PROFILES["state"], PROFILES["botnet"]
    for profile in PROFILES.values():
        assert botnet.rate_per_s >= profile.rate_per_s >= state.rate_per_s
        assert botnet.pause_min <= profile.pause_min <= state.pause_min
        assert profile.patience <= state.patience
    assert [name for name, profile in PROFILES.items() if profile.permitted] == ["insider", "state"]
