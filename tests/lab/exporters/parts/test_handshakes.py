"""Handshakes: what can be read depends on the older of both ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.handshakes import fingerprint, handshake_of


def _over(service: str) -> Conversation:
    return next(each for each in conversations(recording()) if each.service == service)


def _old(c: Conversation, end: str) -> Conversation:
    return replace(c, **{end: replace(getattr(c, end), traits={"tls": "1.2"})})


def test_tls_1_3_hides_the_certificate() -> None:
    """Name and fingerprint remain."""
    seen = handshake_of(_over("https"))
    assert seen is not None
    assert (seen.version, seen.host, seen.certificate, seen.resumed) == ("1.3", "cloud.example", None, True)
    assert seen.ja4.startswith("t13d")


@pytest.mark.parametrize(("end", "head"), [("src", "t12d"), ("dst", "t13d")])
def test_one_old_end_is_enough_for_tls_1_2(end: str, head: str) -> None:
    """The certificate is the server's; whether the client is old shows in its own hello."""
    seen = handshake_of(_old(_over("https"), end))
    assert seen is not None
    assert seen.version == "1.2"
    assert seen.ja4.startswith(head)
    assert seen.certificate is not None
    assert seen.certificate.host == "cloud.example"


@pytest.mark.parametrize("service", ["ssh", "http"])
def test_what_is_no_tls_has_no_handshake(service: str) -> None:
    """In clear text, or encrypted in a way of its own."""
    assert handshake_of(_over(service)) is None


def test_nobody_s_answer_is_no_handshake() -> None:
    """A connection that came to nothing."""
    assert handshake_of(replace(_over("https"), state="S0")) is None


def test_makers_differ() -> None:
    """And one maker's fingerprint differs by what it speaks inside."""
    assert fingerprint("deskline", "mqtt", resumed=True, old=False) != fingerprint(
        "lenscape", "mqtt", resumed=True, old=False
    )
    assert fingerprint("deskline", "mqtt", resumed=True, old=False) != fingerprint(
        "deskline", "", resumed=True, old=False
    )
