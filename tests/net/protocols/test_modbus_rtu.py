"""Laws of the protocol: Modbus over a serial line."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.exporters.captures import needs_tshark, tshark, worst
from twin.net.protocols.modbus_rtu import ModbusRtu, crc, framed
from twin.net.wire.said import Said


@pytest.mark.parametrize(
    ("data", "expected"), [(b"123456789", 0x4B37), (b"\x02\x07", 0x1241), (b"", 0xFFFF)]
)  # fmt: skip
def test_the_checksum_is_that_of_the_specification(data: bytes, expected: int) -> None:
    """The check value of CRC-16/MODBUS, and the example of the guide's appendix."""
    assert crc(data) == expected


@given(st.binary(min_size=1, max_size=64))
def test_a_frame_with_its_checksum_checks_to_nothing(data: bytes) -> None:
    """How a receiver knows that nothing was garbled."""
    assert crc(framed(data)) == 0


def test_a_poll_asks_for_two_registers_and_gets_a_float() -> None:
    """Unit 3, function 4, register 30003: address 2, two registers, four bytes."""
    asked, told = ModbusRtu().exchange(Said(object="30003", user="3", value=-2.5))
    assert asked[:-2] == bytes.fromhex("030400020002")
    assert told[:-2] == b"\x03\x04\x04" + struct.pack(">f", -2.5)


@pytest.mark.parametrize(("user", "unit"), [("", 1), ("0", 1), ("247", 247), ("999", 247), ("pump", 1)])
def test_units_are_those_that_a_bus_can_have(user: str, unit: int) -> None:
    """1 to 247; 0 would be everybody."""
    assert ModbusRtu().exchange(Said(user=user))[0][0] == unit


RTAC_SERIAL = 250
"""Link type of captures of serial lines."""


@needs_tshark
def test_tshark_reads_both_frames_as_modbus_and_finds_their_checksums_right(tmp_path: Path) -> None:
    """In a capture of a serial line, with the checks of the dissector switched on."""
    path, records = tmp_path / "bus.pcap", b""
    for number, frame in enumerate(ModbusRtu().exchange(Said(object="30003", user="3", value=4.5))):
        packet = struct.pack(">IIBBH", 1, number, number + 1, 0, 0) + frame
        records += struct.pack("<IIII", 1, number, len(packet), len(packet)) + packet
    path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, RTAC_SERIAL) + records)
    fields = ("frame.protocols", "mbrtu.unit_id", "mbrtu.crc16.status", "_ws.malformed", "_ws.expert.severity")
    for read in tshark(path, fields, "-drtacser.data,mbrtu", "-ombrtu.crc_verification:TRUE"):
        assert read["frame.protocols"] == "rtacser:mbrtu:modbus"
        assert (read["mbrtu.unit_id"], read["mbrtu.crc16.status"]) == ("3", "1")
        assert not read["_ws.malformed"]
        assert worst(read) == 0
