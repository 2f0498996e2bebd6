"""Hellos in clear text, records that end where segments do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.segments import MTU_PAYLOAD
from twin.net.wire import hello, tls
from twin.net.wire.said import Said


def _records(octets: bytes) -> list[tuple[int, int]]:
    """Content type and size of each record."""
    found, at = [], 0
    while at < len(octets):
        size = 5 + int.from_bytes(octets[at + 3 : at + 5], "big")
        found.append((octets[at], size))
        at += size
    assert at == len(octets)
    return found


@pytest.mark.parametrize("name", ["a", "broker-ot", "x" * 63])
def test_the_hello_has_one_size_and_names_the_server(name: str) -> None:
    """Padding takes up what a shorter name leaves."""
    made = hello.client_hello(Said(dst=name), "mqtt")
    assert len(made) == hello.BYTES
    assert name.encode() in made
    assert b"\x04mqtt" in made


@given(st.integers(0, 9_000), st.integers(0, 9_000))
def test_a_session_has_the_size_asked_for_and_is_made_of_records(out: int, into: int) -> None:
    """Both flights, whatever the sizes."""
    request, answer = tls.session(Said(bytes_out=603 + out, bytes_in=247 + into, flow=9), "")
    assert (len(request), len(answer)) == (603 + out, 247 + into)
    assert [kind for kind, _ in _records(request)[:3]] == [22, 20, 23]
    assert [kind for kind, _ in _records(answer)[:3]] == [22, 20, 23]
    assert len(tls.server_flight(Said())) == tls.SERVER_HELLO_BYTES


def test_no_record_crosses_a_segment() -> None:
    """So that a reader of one packet sees whole records."""
    request, _ = tls.session(Said(bytes_out=20_000, bytes_in=247), "")
    ends = {0}
    for _, size in _records(request[hello.BYTES :]):
        ends.add(max(ends) + size)
    assert set(range(0, max(ends), MTU_PAYLOAD)) <= ends
    assert all(later - earlier <= MTU_PAYLOAD for earlier, later in pairwise(sorted(ends)))


def test_two_sessions_share_no_ciphertext() -> None:
    """Keyed by the flow's identity."""
    one, other = (tls.session(Said(bytes_out=900, bytes_in=900, flow=flow), "") for flow in (1, 2))
    assert one[0][-100:] != other[0][-100:]
