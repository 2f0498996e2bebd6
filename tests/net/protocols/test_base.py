"""Laws of what a protocol's file says."""

from __future__ import annotations

from twin.net.protocols.base import Protocol


def test_a_protocol_writes_nothing_and_hides_nothing_unless_it_says_so() -> None:
    """The two defaults are the harmless ones."""
    assert Protocol.writes == ()
    assert Protocol.encrypted is False
