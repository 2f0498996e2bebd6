"""Who could open what."""

from __future__ import annotations

import pytest

from tests.exercise.picture.hubs import live
from twin.exercise.picture.known import Known
from twin.exercise.picture.reaching import Reach, reach_bytes
from twin.net.reach import reach
from twin.net.verdicts import SERVICES


@pytest.mark.parametrize("posture", ["flat", "zones", "microsegmentation", "zero-trust"])
def test_every_triple_in_reach_is_there_and_no_other(posture: str) -> None:
    """Read back from the bytes, asset by asset, under several policies."""
    built = live(posture=posture).built
    told = Reach(reach_bytes(built.world.network, Known(built)))
    expected: dict[int, dict[int, list[str]]] = {}
    for src, dst, service in reach(built.world.network).tolist():
        expected.setdefault(src, {}).setdefault(dst, []).append(SERVICES[service])
    for asset in range(len(built.inventory.assets)):
        assert told.of(asset) == expected.get(asset, {})


def test_a_quarantine_takes_all_reach_away() -> None:
    """What responses do is in it."""
    built = live(posture="flat").built
    built.world.network.quarantine("amr-001", "test")
    told = Reach(reach_bytes(built.world.network, Known(built)))
    number = built.inventory.index["amr-001"]
    assert told.of(number) == {}
    assert number not in told.of(built.inventory.index["amr-002"])


def test_a_hidden_asset_is_not_in_reach() -> None:
    """Its number would be one too many."""
    built = live("coffee-machine", "flat").built
    known = Known(built, ["coffee-01"])
    told = Reach(reach_bytes(built.world.network, known))
    found = told.of(known.inventory.index["amr-001"])
    assert max(found) < len(known.inventory.assets)
    names = {known.inventory.assets[number].name for number in found}
    whole = {built.inventory.assets[dst].name for src, dst, _ in reach(built.world.network, ["amr-001"]).tolist()}
    assert names == whole - {"coffee-01"}
