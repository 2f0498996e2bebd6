"""Laws of the protocol: HTTP: requests in clear text."""

from __future__ import annotations

from twin.net.protocols.http import Http


def test_requests_are_readable_on_the_way() -> None:
    """Port 80 is clear text."""
    assert Http.port == 80
    assert not Http.encrypted


def test_safe_methods_write_nothing() -> None:
    """RFC 9110 calls GET and HEAD safe."""
    assert set(Http.verbs) - set(Http.writes) == {"GET", "HEAD"}
