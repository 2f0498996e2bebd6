"""What was said, as protocols see it."""

from __future__ import annotations

from twin.net.wire.said import Said


def test_success_is_ok_or_unknown() -> None:
    """A status that nobody read is no failure."""
    assert [Said(status=word).ok for word in ("ok", "", "401", "NXDOMAIN")] == [True, True, False, False]


def test_identifiers_come_from_the_flow() -> None:
    """Sixteen bits of it, and filler of its own."""
    assert Said(flow=0x12345).word == 0x2345
    assert Said(flow=1).noise("x", 8) != Said(flow=2).noise("x", 8)
