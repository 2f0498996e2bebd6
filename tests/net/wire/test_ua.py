"""OPC UA binary: messages carry their own length, and fill up to the one asked for."""

from __future__ import annotations

import pytest

from twin.net.wire import ua
from twin.net.wire.said import Said


@pytest.mark.parametrize("size", [0, 200, 201, 1_000])
def test_a_message_is_as_long_as_it_says_and_as_was_asked_for(size: int) -> None:
    """Or as long as it must be."""
    for made in (ua.request(Said(), 631, 4, b"body", size=size), ua.response(Said(), 634, 4, b"body", size=size)):
        assert len(made) == int.from_bytes(made[4:8], "little")
        assert len(made) == size or size == 0
        assert made.endswith(b"body")


def test_a_string_that_is_not_there_has_the_length_minus_one() -> None:
    """OPC 10000-6, section 5.2.2.4."""
    assert ua.NULL == b"\xff\xff\xff\xff"
    assert ua.string("ab") == b"\x02\x00\x00\x00ab"


def test_dates_count_from_1601() -> None:
    """In tenths of microseconds: 1970 is 116 444 736 000 000 000."""
    assert int.from_bytes(ua.date(0), "little") == 116_444_736_000_000_000


def test_opening_a_channel_names_the_policy_and_closing_it_the_channel() -> None:
    """The three kinds of messages with a channel."""
    kinds = {ua.request(Said(), service, 1, b"")[:4] for service in (ua.OPEN_REQUEST, 631, ua.CLOSE_REQUEST)}
    assert kinds == {b"OPNF", b"MSGF", b"CLOF"}
    assert b"SecurityPolicy#None" in ua.request(Said(), ua.OPEN_REQUEST, 1, b"")
