"""Laws of the protocol: DNS: names into addresses."""

from __future__ import annotations

from twin.net.protocols.dns import Dns


def test_a_lookup_is_a_read_in_clear_text_over_udp() -> None:
    """Everybody on the way sees the name asked for, and asking changes nothing."""
    assert (Dns.port, Dns.transport) == (53, "udp")
    assert not Dns.encrypted
    assert Dns.writes == ()


def test_the_object_is_the_name_and_the_verb_its_type() -> None:
    """Zeek calls them query and qtype_name."""
    assert (Dns.fields["object"], Dns.fields["verb"]) == ("query", "qtype_name")
