"""What every protocol on the shelf must be."""

from __future__ import annotations

import importlib
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.protocols import PROTOCOLS
from twin.net.protocols.base import Protocol
from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.said import Said

RECORD_FIELDS = {"verb", "object", "status", "value", "user"}


@pytest.fixture(params=sorted(PROTOCOLS))
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind in turn."""
    return str(request.param)


def test_it_says_where_it_listens(kind: str) -> None:
    """A port of 16 bits over TCP or UDP; 0 only where there is no port of its own."""
    protocol = PROTOCOLS[kind]
    assert issubclass(protocol, Protocol)
    assert protocol.transport in ("tcp", "udp", "arp", "serial")
    assert (0 < protocol.port < 65_536) != (kind == "other" or protocol.transport in ("arp", "serial"))


def test_its_record_uses_columns_of_the_flow_table(kind: str) -> None:
    """Whatever it calls them, its words go into verb, object, status, value and user."""
    fields = PROTOCOLS[kind].fields
    assert set(fields) <= RECORD_FIELDS
    assert all(fields.values())


def test_its_writes_are_among_its_verbs(kind: str) -> None:
    """What changes something at the receiver is something that can be said."""
    protocol = PROTOCOLS[kind]
    assert set(protocol.writes) <= set(protocol.verbs)
    assert len(set(protocol.verbs)) == len(protocol.verbs)


def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it is, what its fields mean and where that is written."""
    words = importlib.import_module(f"twin.net.protocols.{kind}").__doc__ or ""
    assert re.search(r"^Sources: \S", words, re.MULTILINE)
    assert kind == "other" or "The four fields and the user: verb is" in words or "as in HTTP" in words


def test_no_two_protocols_share_a_port() -> None:
    """A tap recognises a protocol by its port and transport."""
    places = [(PROTOCOLS[kind].transport, PROTOCOLS[kind].port) for kind in PROTOCOLS]
    assert len(set(places)) == len(places)


def _said(verb: str, status: str, user: str, value: float | None) -> Said:
    return Said("camera-01", "dc-01", verb, "hub.example", status, user, value, "optivue", 77, 1_772_438_400_000_000)


def test_its_bytes_have_the_size_asked_for_from_the_least_on(kind: str) -> None:
    """Whatever is said, by whom, and how it ends; the same again for the same flow."""
    protocol = PROTOCOLS[kind]()
    for verb, status, user, value in product(protocol.verbs or ("",), ("ok", "401"), ("", "admin"), (None, 7.5)):
        sizes, said = protocol.sizes(verb, "hub.example", status, user), _said(verb, status, user, value)
        for more in (0, 1, 2, 16, 100, 1_001, 4_003):
            out, into = min(sizes.least_out + more, sizes.most_out), min(sizes.least_in + more, sizes.most_in)
            asked = said._replace(bytes_out=out, bytes_in=into)
            request, answer = protocol.exchange(asked)
            assert (len(request), len(answer)) == (out, into), (verb, status, user, value, more)
            assert protocol.exchange(asked) == (request, answer)


def test_its_opening_fits_into_segments_and_into_the_least_size(kind: str) -> None:
    """Each turn is one segment there and one back, and something is said afterwards."""
    protocol = PROTOCOLS[kind]()
    sizes = protocol.sizes(protocol.verbs[0] if protocol.verbs else "")
    assert all(0 < size <= MTU_PAYLOAD for turn in protocol.opening for size in turn)
    if protocol.opening:
        assert protocol.transport == "tcp"
        assert sum(out for out, _ in protocol.opening) < sizes.least_out
        assert sum(into for _, into in protocol.opening) < sizes.least_in


@given(verb=st.text(max_size=12), about=st.text(max_size=90), status=st.text(max_size=12), user=st.text(max_size=40))
def test_no_words_are_too_strange_to_be_written(verb: str, about: str, status: str, user: str) -> None:
    """Records of other tools may say anything."""
    for kind in PROTOCOLS:
        protocol = PROTOCOLS[kind]()
        sizes = protocol.sizes(verb, about, status, user)
        said = _said(verb, status, user, -7.5)._replace(
            object=about, bytes_out=sizes.least_out, bytes_in=sizes.least_in
        )
        request, answer = protocol.exchange(said)
        assert (len(request), len(answer)) == (sizes.least_out, sizes.least_in)
