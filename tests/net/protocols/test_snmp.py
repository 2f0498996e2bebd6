"""Laws of the protocol: SNMP: counters of network devices, with a community for a password."""

from __future__ import annotations

from twin.net.protocols.snmp import Snmp


def test_only_set_writes_and_the_community_is_readable() -> None:
    """Version 2c sends its password in clear text."""
    assert (Snmp.port, Snmp.transport) == (161, "udp")
    assert Snmp.writes == ("set",)
    assert not Snmp.encrypted
