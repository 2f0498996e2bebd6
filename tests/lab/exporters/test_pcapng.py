"""The next-generation format as tshark reads it: the packets of the classic one, with interfaces and comments."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.lab.exporters.captures import OPENER, SERVICE, every_state, needs_tshark, tshark
from tests.lab.exporters.recordings import recording
from twin.core.log import Log
from twin.lab.exporters.pcap import Pcap
from twin.lab.exporters.pcapng import Pcapng
from twin.lab.recording import Recording

pytestmark = needs_tshark


def test_the_packets_are_those_of_the_classic_format(tmp_path: Path) -> None:
    """Times and bytes, one by one."""
    classic, _ = Pcap().write(every_state(), tmp_path / "a")
    modern, _ = Pcapng().write(every_state(), tmp_path / "b")
    fields = ("frame.time_epoch", "frame.len", "ip.id", "tcp.seq_raw", "tcp.checksum", "udp.checksum", "udp.payload")
    assert list(tshark(classic, fields)) == list(tshark(modern, fields)) != []


def test_each_tap_is_an_interface_with_its_name(tmp_path: Path) -> None:
    """Who saw the packet stands beside it."""
    path, _ = Pcapng().write(recording(), tmp_path)
    assert {packet["frame.interface_name"] for packet in tshark(path, ("frame.interface_name",))} == {"core"}


def test_what_an_inspection_point_read_is_a_comment_on_the_first_packet(tmp_path: Path) -> None:
    """Of an encrypted session only; what crosses in clear text needs none."""
    log = Log()
    for number, (service, port) in enumerate((("mqtt", 8_883), ("http", 80)), 1):
        log.one(
            "flow", time=number, flow=number, tap="inspection", src=OPENER.name, dst=SERVICE.name, service=service,
            transport="tcp", src_port=50_000, dst_port=port, state="SF", action="allow", rule="need", duration_us=8,
            bytes_out=600, bytes_in=300, packets_out=10, packets_in=8, verb="PUBLISH", object="site/temp", status="ok",
            value=3.25, user="camera-01",
        )  # fmt: skip
    log.seal(10)
    path, _ = Pcapng().write(Recording(log, datetime(2026, 3, 2, tzinfo=UTC), (OPENER, SERVICE)), tmp_path)
    told = [
        (packet["tcp.dstport"], packet["frame.comment"]) for packet in tshark(path, ("tcp.dstport", "frame.comment"))
    ]
    assert [pair for pair in told if pair[1]] == [
        ("8883", "inspected: mqtt PUBLISH site/temp ok value=3.25 user=camera-01")
    ]
