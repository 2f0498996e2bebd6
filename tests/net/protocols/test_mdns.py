"""Laws of the protocol: multicast DNS, asked directly."""

from __future__ import annotations

import struct

from twin.net.protocols.mdns import Mdns
from twin.net.wire.said import Said, WireEnds

SAID = Said("ws-01", "printer-01", "PTR", "_ipp._tcp.local", flow=77, ends=WireEnds(("10.70.0.10", "10.70.0.30")))


def test_question_and_answer_share_their_number_and_the_question() -> None:
    """RFC 6762, section 6.7: a one-shot query is answered like any resolver would."""
    question, answer = Mdns().exchange(SAID)
    assert question[:2] == answer[:2] == struct.pack(">H", 77)
    assert question[12:31] in answer
    assert struct.unpack(">H", answer[2:4]) == (0x8400,)


def test_a_service_is_answered_with_instance_place_and_address() -> None:
    """PTR, SRV and A: who asked knows where to connect; none lives longer than ten seconds."""
    _, answer = Mdns().exchange(SAID)
    assert struct.unpack(">4H", answer[4:12]) == (1, 1, 0, 3)
    assert bytes((10, 70, 0, 30)) in answer
    assert b"\x0aprinter-01\xc0\x0c" in answer
    assert answer.count(struct.pack(">I", 10)) == 3


def test_a_refusal_carries_no_record() -> None:
    """Nothing is made up where the row says that nothing was found."""
    _, answer = Mdns().exchange(SAID._replace(status="NXDOMAIN"))
    assert struct.unpack(">4H", answer[4:12]) == (1, 0, 0, 1)


def test_it_stays_in_the_segment() -> None:
    """What is said under .local is meant for those who are near."""
    assert Mdns.link_local
    assert Mdns.port == 5353
