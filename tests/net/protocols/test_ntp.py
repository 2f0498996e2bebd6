"""Laws of the protocol: NTP: what time it is."""

from __future__ import annotations

from twin.net.protocols.ntp import Ntp
from twin.net.wire.said import Said


def test_asking_the_time_is_a_read_over_udp() -> None:
    """Port 123, nothing written."""
    assert (Ntp.port, Ntp.transport, Ntp.writes) == (123, "udp", ())


def test_a_client_s_time_comes_back_as_the_origin_and_the_server_s_is_off_by_the_value() -> None:
    """48 bytes, whatever size is asked for; 1970 is 2 208 988 800 seconds after 1900."""
    request, answer = Ntp().exchange(Said(epoch_us=1_000_000, value=0.5, bytes_out=70, bytes_in=10))
    assert (len(request), len(answer)) == (48, 48)
    assert (request[0], answer[0], answer[1]) == (0x23, 0x24, 2)
    assert request[40:44] == answer[24:28] == (2_208_988_801).to_bytes(4, "big")
    assert answer[32:40] == (2_208_988_801).to_bytes(4, "big") + b"\x80\x00\x00\x00"
