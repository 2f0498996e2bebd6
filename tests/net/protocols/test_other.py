"""Laws of the protocol: Other: whatever runs on a port that no protocol of the shelf listens on."""

from __future__ import annotations

from twin.net.protocols.other import Other


def test_it_listens_nowhere_and_says_nothing() -> None:
    """Port 0 is reserved, so no flow is taken for it by its port."""
    assert Other.port == 0
    assert (dict(Other.fields), Other.verbs) == ({}, ())
