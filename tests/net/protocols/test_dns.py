"""Laws of the protocol: DNS: names into addresses."""

from __future__ import annotations

from twin.net.protocols.dns import Dns
from twin.net.wire.said import Said


def test_a_lookup_is_a_read_in_clear_text_over_udp() -> None:
    """Everybody on the way sees the name asked for, and asking changes nothing."""
    assert (Dns.port, Dns.transport) == (53, "udp")
    assert not Dns.encrypted
    assert Dns.writes == ()


def test_the_object_is_the_name_and_the_verb_its_type() -> None:
    """Zeek calls them query and qtype_name."""
    assert (Dns.fields["object"], Dns.fields["verb"]) == ("query", "qtype_name")


def test_question_and_answer_are_on_the_wire_with_padding_between_them_and_the_size() -> None:
    """Twelve bytes of header, the name in labels, its type; an OPT record fills up."""
    said = Said(verb="AAAA", object="hub.example", flow=0xABCD, value=60.0, bytes_out=100, bytes_in=150)
    request, answer = Dns().exchange(said)
    assert (len(request), len(answer)) == (100, 150)
    assert request[:2] == answer[:2] == b"\xab\xcd"
    assert request[12:29] == b"\x03hub\x07example\x00" + b"\x00\x1c\x00\x01"
    assert answer[29:41] == b"\xc0\x0c\x00\x1c\x00\x01" + (60).to_bytes(4, "big") + b"\x00\x10"


def test_a_name_that_does_not_exist_is_answered_by_a_code_alone() -> None:
    """NXDOMAIN is 3, and there is no record."""
    _, answer = Dns().exchange(Said(verb="A", object="no.example", status="NXDOMAIN"))
    assert (answer[3] & 0x0F, answer[6:8]) == (3, b"\x00\x00")
