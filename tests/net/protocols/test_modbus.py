"""Laws of the protocol: Modbus/TCP: registers and coils, no identity, no encryption."""

from __future__ import annotations

from twin.net.protocols.modbus import Modbus


def test_whoever_reaches_the_port_sees_everything() -> None:
    """Port 502, no encryption, no user to present."""
    assert Modbus.port == 502
    assert not Modbus.encrypted
    assert "user" not in Modbus.fields


def test_the_functions_that_say_write_are_the_writes() -> None:
    """A name of the standard tells which functions change the server."""
    assert Modbus.writes == tuple(verb for verb in Modbus.verbs if verb.startswith("write_"))
