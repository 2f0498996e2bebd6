"""Laws of the protocol: SSH: a shell, encrypted."""

from __future__ import annotations

from twin.net.protocols.ssh import Ssh


def test_a_shell_is_hidden_from_taps() -> None:
    """Port 22, encrypted; running a command or copying in changes the machine."""
    assert Ssh.port == 22
    assert Ssh.encrypted
    assert Ssh.writes == ("exec", "put")
