"""Laws of the protocol: Kerberos: tickets instead of passwords."""

from __future__ import annotations

from twin.net.protocols.kerberos import Kerberos


def test_the_exchanges_are_those_of_the_standard() -> None:
    """RFC 4120 names AS, TGS and AP, on port 88."""
    assert Kerberos.port == 88
    assert Kerberos.verbs == ("AS", "TGS", "AP")


def test_a_ticket_changes_nothing_at_the_receiver() -> None:
    """Tickets are handed out, not written."""
    assert Kerberos.writes == ()
