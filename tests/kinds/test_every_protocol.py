"""What every protocol on the shelf must be."""

from __future__ import annotations

import importlib
import re

import pytest

from twin.net.protocols import PROTOCOLS
from twin.net.protocols.base import Protocol

RECORD_FIELDS = {"verb", "object", "status", "value", "user"}


@pytest.fixture(params=sorted(PROTOCOLS))
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind in turn."""
    return str(request.param)


def test_it_says_where_it_listens(kind: str) -> None:
    """A port of 16 bits over TCP or UDP; 0 only where there is no port of its own."""
    protocol = PROTOCOLS[kind]
    assert issubclass(protocol, Protocol)
    assert protocol.transport in ("tcp", "udp")
    assert (0 < protocol.port < 65_536) != (kind == "other")


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
