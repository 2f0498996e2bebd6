"""TLS 1.2: a certificate in clear text, and one turn more."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from twin.net.wire import tls12
from twin.net.wire.said import Said, WireEnds

SAID = Said(dst="nvr-01", vendor="deskline", flow=9, ends=WireEnds(maker="lenscape", tls=("", "1.2")))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9_000), st.integers(0, 9_000))
def test_a_session_has_the_size_asked_for_and_is_made_of_records(out: int, into: int) -> None:
    """Both flights, whatever the sizes."""
    sizes = (tls12.LEAST_OUT + out, tls12.LEAST_IN + into)
    for made, size in zip(tls12.session(SAID._replace(bytes_out=sizes[0], bytes_in=sizes[1]), ""), sizes, strict=True):
        assert len(made) == size
        at = 0
        while at < len(made):
            at += 5 + int.from_bytes(made[at + 3 : at + 5], "big")
        assert at == len(made)


def test_the_certificate_is_there_to_be_read() -> None:
    """In the first flight of the server, within the first turn of the opening."""
    _, answer = tls12.session(SAID, "")
    assert tls12.shown_by(SAID).der in answer[: tls12.OPENING[0][1]]
    assert tls12.shown_by(SAID).subject == ("lenscape", "nvr-01")


def test_the_turns_are_those_that_the_least_session_is_made_of() -> None:
    """Two turns, then one record each way."""
    assert sum(out for out, _ in tls12.OPENING) + tls12.LEAST_RECORD == tls12.LEAST_OUT
    assert sum(into for _, into in tls12.OPENING) + tls12.LEAST_RECORD == tls12.LEAST_IN


def test_the_server_opens_a_session_of_its_own() -> None:
    """RFC 5246, section 7.4.1.3: who echoes the client's session id resumes, and shows no certificate."""
    asked, answer = tls12.session(SAID, "")
    ids = [flight[44:76] for flight in (asked, answer)]
    assert [flight[43] for flight in (asked, answer)] == [32, 32]
    assert ids == [SAID.noise("session", 32), SAID.noise("server session", 32)]
    assert ids[0] != ids[1]
