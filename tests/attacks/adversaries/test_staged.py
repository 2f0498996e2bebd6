"""The staged kill chain: one stage after the other, with the habits of a profile."""

from __future__ import annotations

import pytest

from tests.attacks.adversaries.hidden import HOSTS, Facts, Hidden, played
from twin.attacks.adversaries.base import Move, Pause
from twin.attacks.adversaries.profiles import PROFILES, Name
from twin.attacks.adversaries.staged import Staged

OPEN: Facts = {
    **{("factory", host): True for host in HOSTS},
    **{("kind", host, "0"): False for host in HOSTS},
    **{("kind", host, "1"): number % 2 == 1 for number, host in enumerate(HOSTS)},
}
"""Every password is the factory's, and every device in turn a gateway or a robot."""


def kinds(profile: Name, world: Hidden) -> list[str]:
    """Kinds of the moves, in order."""
    chosen, _, _ = played(Staged.model_validate({"profile": profile}), world, "host-00")
    return [choice.kind for choice in chosen if isinstance(choice, Move)]


@pytest.mark.parametrize("profile", PROFILES)
def test_stages_come_in_order(profile: Name) -> None:
    """In, home, out over the network, and harm only when spreading is over."""
    made = kinds(profile, Hidden(2, OPEN, true_of_eight=7))
    harm = {kind for kind, _ in PROFILES[profile].harm.values()}
    assert made[0] == "service_port"
    assert (made[1] == "dns_beacon") == PROFILES[profile].calls_home
    spread = [number for number, kind in enumerate(made) if kind in ("port_scan", "default_credentials")]
    harmed = [number for number, kind in enumerate(made) if kind in harm]
    assert spread
    assert bool(harmed) == bool(harm)
    assert not harmed or min(harmed) > max(spread)


@pytest.mark.parametrize("profile", PROFILES)
def test_nobody_takes_more_than_they_want(profile: Name) -> None:
    """The reach counts what is held."""
    _, _, known = played(Staged.model_validate({"profile": profile}), Hidden(2, OPEN, true_of_eight=8), "host-00")
    assert 1 < len(known.held) <= PROFILES[profile].reach


@pytest.mark.parametrize("profile", PROFILES)
def test_patience_ends(profile: Name) -> None:
    """In a world where nothing answers it knocks no more often in vain than its patience allows."""
    near: Facts = {("near", "host-00", host): True for host in HOSTS}
    world = Hidden(2, near, true_of_eight=0)
    made = kinds(profile, world)
    assert made.count("port_scan") <= PROFILES[profile].patience
    assert "default_credentials" not in made


def test_an_insider_knocks_only_on_whom_the_device_talks_to_anyway() -> None:
    """And never on an address that it has merely heard of."""
    peers: Facts = {("peer", "host-00", "host-03"): True}
    near: Facts = {("near", "host-00", host): True for host in HOSTS}
    chosen, _, _ = played(Staged(profile="insider"), Hidden(2, peers | near, true_of_eight=0), "host-00")
    knocks = [choice for choice in chosen if isinstance(choice, Move) and choice.kind == "port_scan"]
    assert [knock.targets for knock in knocks] == [("host-03",)]


def test_a_ransomware_crew_waits_for_the_night() -> None:
    """It is nine in the morning; the first thing it does is to wait until six in the evening."""
    chosen, _, _ = played(Staged(profile="ransomware_crew"), Hidden(2), "host-00", most=1)
    assert chosen == [Pause(9 * 3600)]


def test_the_waits_are_its_own_and_the_same_for_the_same_seed() -> None:
    """Another seed waits otherwise."""
    world = {"fixed": OPEN, "true_of_eight": 7}

    def waits(seed: int) -> list[float]:
        chosen, _, _ = played(Staged(profile="insider"), Hidden(2, **world), "host-00", seed=seed)  # type: ignore[arg-type]
        return [choice.seconds for choice in chosen if isinstance(choice, Pause)]

    assert waits(1) == waits(1) != waits(2)
