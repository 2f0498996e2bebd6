"""Laws of the protocol: BACnet/IP: objects and properties of building automation."""

from __future__ import annotations

from twin.net.protocols.bacnet import Bacnet


def test_it_listens_on_the_port_that_spells_itself() -> None:
    """The standard's port is 0xBAC0, over UDP."""
    assert (Bacnet.port, Bacnet.transport) == (0xBAC0, "udp")


def test_finding_and_reading_change_nothing() -> None:
    """Only writing a property or restarting a device changes one."""
    assert set(Bacnet.verbs) - set(Bacnet.writes) == {
        "who_is",
        "i_am",
        "read_property",
        "read_property_multiple",
        "subscribe_cov",
    }
