"""What a capture lacks is counted: serial buses, and the middle of floods."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

from tests.builders import asset
from twin.core.log import Log
from twin.lab.exporters.parts.left_out import KEPT_PACKETS, MOST_PACKETS, ON_A_BUS, SHORTENED, left_out
from twin.lab.exporters.pcap import Pcap
from twin.lab.exporters.pcapng import Pcapng
from twin.lab.recording import Recording
from twin.net.segments import MTU_PAYLOAD

STARTS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_FILE_HEAD, _RECORD = 24, struct.Struct("<IIII")


def _recording(datagrams: int) -> Recording:
    """Two rows of a bus, and a second of a flood."""
    log = Log()
    bus = {"src": "gateway-1", "dst": "sensor-1", "service": "modbus", "transport": "tcp", "state": "SF"}
    for number in (1, 2):
        log.one("flow", time=number, flow=number, tap="bus", packets_out=9, packets_in=9, **bus)
    log.one(
        "flow", time=3, flow=3, tap="core", src="gateway-1", dst="dc-01", service="", transport="udp", state="S0",
        src_port=50_000, dst_port=9, packets_out=datagrams, bytes_out=datagrams * MTU_PAYLOAD, duration_us=1_000_000,
    )  # fmt: skip
    log.seal(10)
    found = (
        asset("dc-01", address="10.0.0.1", mac="02:00:00:00:00:01"),
        asset("gateway-1", address="10.0.0.2", mac="02:00:00:00:00:02"),
        asset("sensor-1", address="", mac=""),
    )
    return Recording(log, STARTS, found)


def _frames(path: Path) -> int:
    data, at, count = path.read_bytes(), _FILE_HEAD, 0
    while at < len(data):
        at += _RECORD.size + _RECORD.unpack_from(data, at)[2]
        count += 1
    return count


def test_rows_of_devices_without_an_address_are_counted() -> None:
    """Gateway to sensor; a flood that is short enough is whole."""
    assert left_out(_recording(MOST_PACKETS)) == {ON_A_BUS: 2}


def test_what_is_missing_of_a_flood_is_counted_and_what_is_left_is_in_the_file(tmp_path: Path) -> None:
    """12,000 datagrams: twenty are written, the others are said to be missing. The address questions come on top."""
    recording = _recording(12_000)
    path = Pcap().write(recording, tmp_path)[0]
    assert left_out(recording) == {ON_A_BUS: 2, SHORTENED: 12_000 - KEPT_PACKETS}
    assert Pcap().left_out(recording) == Pcapng().left_out(recording) == left_out(recording)
    assert KEPT_PACKETS <= _frames(path) <= KEPT_PACKETS + 4


def test_up_to_the_limit_a_capture_is_whole(tmp_path: Path) -> None:
    """As many packets as the row says."""
    assert _frames(Pcap().write(_recording(MOST_PACKETS), tmp_path)[0]) >= MOST_PACKETS
