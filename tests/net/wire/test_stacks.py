"""Makers' stacks: each its own, known or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.wire.hello import X25519
from twin.net.wire.stacks import SERVER_NAME, STACKS, stack_of


@pytest.mark.parametrize("maker", STACKS)
def test_a_stack_can_speak_to_every_server(maker: str) -> None:
    """It offers the suites that the lab's servers take and the group of the key that it sends, nothing twice."""
    stack = STACKS[maker]
    assert {0x1301, 0x009C} <= set(stack.suites)
    assert 0xFF01 in stack.extensions or 0x00FF in stack.suites
    assert SERVER_NAME in stack.extensions
    assert X25519 in stack.groups
    for numbers in (stack.suites, stack.extensions, stack.groups, stack.signatures, stack.asks):
        assert len(set(numbers)) == len(numbers)


def test_no_two_stacks_agree_in_anything_that_tells_them_apart() -> None:
    """DHCP class, DHCP list and the hello."""
    assert len({stack.system for stack in STACKS.values()}) == len(STACKS)
    assert len({stack.asks for stack in STACKS.values()}) == len(STACKS)
    assert len({(frozenset(s.suites), frozenset(s.extensions), s.signatures) for s in STACKS.values()}) == len(STACKS)


@given(st.text(max_size=40).filter(lambda maker: maker not in STACKS))
def test_an_unknown_maker_has_one_stack_which_is_no_listed_one(maker: str) -> None:
    """By its name alone."""
    stack = stack_of(maker)
    assert stack_of(maker) is stack
    assert X25519 in stack.groups
    assert all(stack.asks != listed.asks and stack.signatures != listed.signatures for listed in STACKS.values())
    assert all(0 < code < 255 for code in stack.asks)
