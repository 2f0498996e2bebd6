"""Laws of the protocol: HTTPS: HTTP inside TLS."""

from __future__ import annotations

from twin.net.protocols.http import Http
from twin.net.protocols.https import Https


def test_it_is_http_with_the_content_hidden() -> None:
    """Same words, same writes, another port, and a tap sees none of it."""
    assert Https.encrypted
    assert Https.port == 443
    assert (Https.fields, Https.verbs, Https.writes) == (Http.fields, Http.verbs, Http.writes)
