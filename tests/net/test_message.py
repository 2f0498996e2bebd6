"""Laws of messages and replies."""

from __future__ import annotations

import math

import pytest

from twin.net.message import Message, Reply


def test_a_message_without_a_number_carries_none() -> None:
    """Zero is a number; nothing is not."""
    assert math.isnan(Message("a", "b", "mqtt").value)


@pytest.mark.parametrize(
    ("reply", "good"),
    [
        (Reply("delivered", "ok"), True),
        (Reply("delivered", "401"), False),
        (Reply("denied", "ok"), False),
        (Reply("unanswered"), False),
    ],
)
def test_a_reply_is_good_only_if_it_arrived_and_said_ok(reply: Reply, good: bool) -> None:
    """Delivery alone is no success, and no success comes without delivery."""
    assert reply.ok is good
