"""Laws of the protocol: NTP: what time it is."""

from __future__ import annotations

from twin.net.protocols.ntp import Ntp


def test_asking_the_time_is_a_read_over_udp() -> None:
    """Port 123, nothing written."""
    assert (Ntp.port, Ntp.transport, Ntp.writes) == (123, "udp", ())
