"""Neighbours: one question before the first packet, and again when the answer is old."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.neighbours import CACHE_US, Neighbours
from twin.net.address import router_of


def _first() -> Conversation:
    return next(conversations(recording()))


def test_a_host_asks_for_its_router_before_it_speaks_to_another_subnet() -> None:
    """Aloud, and the router answers to it alone; both before the first packet."""
    c = _first()
    (asked_us, question), (told_us, answer) = Neighbours().before(c)
    assert asked_us < told_us < 0
    address, mac = router_of(c.src.address)
    assert question[:6] == b"\xff" * 6
    assert question[38:42] == bytes(int(part) for part in address.split("."))
    assert answer[:12].hex(":") == f"{c.src.mac}:{mac}"
    assert len(question) == len(answer) == 60


def test_an_answer_is_good_for_a_minute() -> None:
    """Then it is asked again; another host asks for itself."""
    c, known = _first(), Neighbours()
    assert known.before(c)
    assert not known.before(replace(c, epoch_us=c.epoch_us + CACHE_US - 1))
    assert known.before(replace(c, epoch_us=c.epoch_us + CACHE_US))
    assert known.before(replace(c, src=c.dst, dst=c.src))


def test_nobody_asks_at_the_edge_or_before_asking() -> None:
    """There no host is near; and ARP needs no ARP."""
    assert not Neighbours().before(replace(_first(), tap="edge"))
    assert not Neighbours().before(replace(_first(), transport="arp", service="arp"))
