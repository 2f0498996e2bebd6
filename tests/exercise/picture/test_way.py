"""The way between two assets of a picture."""

from __future__ import annotations

import pytest

from twin.exercise.picture.ground import network_ground
from twin.exercise.picture.known import Known
from twin.exercise.picture.way import Ways
from twin.lab.live import Live
from twin.lab.loader import load_inputs
from twin.lab.policy.path import _via, enforced_at
from twin.lab.policy.subject import subjects
from twin.lab.replay_codec import unpack


@pytest.mark.parametrize("posture", ["flat", "vlan", "zones", "microsegmentation", "zero-trust"])
def test_the_picture_says_what_the_policy_says(posture: str) -> None:
    """Every way between any two assets, and where it is decided, as the command line tells it."""
    subject = subjects((posture,), "small")[0]
    inputs = load_inputs("quiet-day", posture, "small", (), 0.1)
    hub = Live(inputs.site, inputs.story, inputs.posture, 1)
    header, _ = unpack(network_ground(Known(hub.built), hub.story.starts))
    ways, assets = Ways(header), subject.inventory.assets
    assert [asset.name for asset in assets] == header["assets"]["names"]
    for src in range(0, len(assets), 3):
        for dst in range(0, len(assets), 2):
            way = ways.between(src, dst)
            assert way.via == _via(subject, assets[src], assets[dst])
            assert way.enforced == enforced_at(subject, assets[src], assets[dst])
