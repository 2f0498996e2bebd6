"""Laws of the protocol: RDP: somebody else's screen."""

from __future__ import annotations

from twin.net.protocols.rdp import Rdp


def test_a_session_is_encrypted_and_can_change_everything() -> None:
    """Port 3389; who has the screen has the machine."""
    assert Rdp.port == 3389
    assert Rdp.encrypted
    assert "session" in Rdp.writes
