"""Laws of the protocol: Telnet: a shell in clear text."""

from __future__ import annotations

from twin.net.protocols.telnet import Telnet


def test_a_password_is_readable_on_the_way() -> None:
    """Port 23 is clear text."""
    assert Telnet.port == 23
    assert not Telnet.encrypted
