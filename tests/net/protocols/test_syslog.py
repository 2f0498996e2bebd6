"""Laws of the protocol: Syslog: lines for the log server."""

from __future__ import annotations

from twin.net.protocols.syslog import Syslog


def test_it_is_told_and_not_answered() -> None:
    """A datagram on port 514 with the severity as its verb."""
    assert (Syslog.port, Syslog.transport) == (514, "udp")
    assert "status" not in Syslog.fields
