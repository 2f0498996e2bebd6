"""Block a flow."""

from __future__ import annotations

import pytest

from tests.worlds import small_world
from twin.net.message import Message
from twin.responses.block_flow import BlockFlow, parse_flow


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("a>b", ("a", "b", "*")),
        ("a>b:smb", ("a", "b", "smb")),
        ("a>*", ("a", "*", "*")),
        (">b:dns", ("*", "b", "dns")),
        ("a > b : smb", ("a", "b", "smb")),
    ],
)
def test_what_is_left_out_is_everything(target: str, parts: tuple[str, str, str]) -> None:
    """Source, destination, service."""
    assert parse_flow(target) == parts


def test_only_what_is_named_is_blocked() -> None:
    """That direction, that service."""
    world = small_world()
    BlockFlow().apply(world, "ws-01>dc-01:smb")
    asked = [("ws-01", "dc-01", "smb"), ("ws-01", "dc-01", "ldap"), ("ws-02", "dc-01", "smb")]
    assert [world.network.verdict_of(Message(*flow))[1] for flow in asked] == ["contained", "delivered", "delivered"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("ws-01", "write src>dst"),
        ("ws-01>dc-1", "did you mean dc-01"),
        ("ws-01>dc-01:smbb", "did you mean smb"),
        ("*>*", "every flow of the hub"),
    ],
)
def test_what_cannot_be_blocked_is_said(target: str, words: str) -> None:
    """Form, names, and the whole hub."""
    assert words in str(BlockFlow().refusal(small_world(), target))


@pytest.mark.parametrize(
    ("target", "aimed_at"),
    [("a>*", {"a"}), ("a>b:smb", {"a"}), ("*>b", {"b"}), ("b>a", {"b"}), ("*>*:telnet", set())],
)
def test_a_block_is_aimed_at_who_opens_or_at_whom_all_may_not_reach(target: str, aimed_at: set[str]) -> None:
    """When b is clean again, what keeps a away from others stays."""
    assert {name for name in ("a", "b") if BlockFlow().aims_at(target, name)} == aimed_at
