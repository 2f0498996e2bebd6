"""Isolate a device."""

from __future__ import annotations

import pytest

from tests.worlds import small_world
from twin.net.message import Message
from twin.responses.isolate_device import IsolateDevice


def test_an_isolated_device_reaches_nobody_and_nobody_reaches_it() -> None:
    """Both directions are refused as contained; others are untouched."""
    world = small_world()
    IsolateDevice().apply(world, "ws-01")
    fates = [
        world.network.verdict_of(Message(src, dst, "smb"))[1]
        for src, dst in (("ws-01", "dc-01"), ("dc-01", "ws-01"), ("ws-02", "dc-01"))
    ]
    assert fates == ["contained", "contained", "delivered"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("ws-1", "did you mean ws-01"),
        ("resolver-public", "on the internet"),
        ("t-01", "no address of its own"),
    ],
)
def test_what_cannot_be_isolated_is_said(target: str, words: str) -> None:
    """Unknown, outside, or behind a gateway."""
    assert words in str(IsolateDevice().refusal(small_world(), target))


def test_a_refusal_is_short() -> None:
    """It becomes the reason in a row of the log, and names no more than a few assets."""
    assert len(str(IsolateDevice().refusal(small_world(), "zz"))) < 250
