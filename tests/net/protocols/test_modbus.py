"""Laws of the protocol: Modbus/TCP: registers and coils, no identity, no encryption."""

from __future__ import annotations

import struct

import pytest

from twin.net.protocols.modbus import Modbus
from twin.net.wire.said import Said


def test_whoever_reaches_the_port_sees_everything() -> None:
    """Port 502, no encryption, no user to present."""
    assert Modbus.port == 502
    assert not Modbus.encrypted
    assert "user" not in Modbus.fields


def test_the_functions_that_say_write_are_the_writes() -> None:
    """A name of the standard tells which functions change the server."""
    assert Modbus.writes == tuple(verb for verb in Modbus.verbs if verb.startswith("write_"))


@pytest.mark.parametrize(
    ("verb", "status", "request_hex", "answer_hex"),
    [
        ("read_holding_registers", "ok", "0300020002", "0304" + struct.pack(">f", -2.5).hex()),
        ("write_single_register", "ok", "060002ffe7", "060002ffe7"),
        ("write_single_coil", "ok", "050002ff00", "050002ff00"),
        ("write_multiple_registers", "ok", "100002000204" + struct.pack(">f", -2.5).hex(), "1000020002"),
        ("read_coils", "ok", "0100020001", "010101"),
        ("read_holding_registers", "illegal_data_address", "0300020002", "8302"),
    ],
)
def test_a_transaction_is_what_the_specification_writes(
    verb: str, status: str, request_hex: str, answer_hex: str
) -> None:
    """Function, address (40003 counts from 40001), number; -2.5 is a float in two registers or -25 tenths in one."""
    request, answer = Modbus().exchange(Said(verb=verb, object="40003", status=status, value=-2.5, flow=7))
    assert request[:7] == struct.pack(">HHHB", 7, 0, len(request) - 6, 1)
    assert (request[7:].hex(), answer[7:].hex()) == (request_hex, answer_hex)
