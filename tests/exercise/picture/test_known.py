"""What a picture may name."""

from __future__ import annotations

import pytest

from tests.exercise.picture.hubs import live
from twin.exercise.picture.ground import network_ground
from twin.exercise.picture.known import Known
from twin.lab.build import Built
from twin.lab.replay_codec import unpack


@pytest.fixture(scope="module", params=["zones", "microsegmentation", "zero-trust"])
def built(request: pytest.FixtureRequest) -> Built:
    """The hub of the coffee machine, under several policies."""
    return live("coffee-machine", request.param).built


def test_everything_is_known_where_nothing_is_hidden(built: Built) -> None:
    """Numbers are the hub's own."""
    known = Known(built)
    assert known.asset.tolist() == list(range(len(built.inventory.assets)))
    assert known.inventory.assets == built.inventory.assets
    assert known.segmentation.conduits == built.segmentation.conduits


def test_an_asset_that_is_hidden_is_named_nowhere(built: Built) -> None:
    """Neither in the list of assets, nor as a zone, nor at the end of a conduit or rule."""
    known = Known(built, ["coffee-01"])
    header, _ = unpack(network_ground(known, live("coffee-machine").story.starts))
    assert "coffee-01" not in str(header)
    assert known.asset[built.inventory.index["coffee-01"]] == -1
    assert len(header["assets"]["names"]) == len(built.inventory.assets) - 1
    members = sorted(member for zone in header["zones"] for member in zone["members"])
    assert members == list(range(len(header["assets"]["names"])))


def test_numbers_follow_the_names(built: Built) -> None:
    """Who stands after the hidden one moves up."""
    known = Known(built, ["coffee-01"])
    for name, number in known.inventory.index.items():
        assert known.asset[built.inventory.index[name]] == number
