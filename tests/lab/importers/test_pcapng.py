"""Next-generation captures become flows: sections, interfaces, resolutions, and the tap that saw them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import recording
from tests.lab.importers.packets import CLIENT, SERVER, block, enhanced, interface, section, udp
from tests.lab.importers.sources import exported, fault_of, flows, read, written
from twin.lab.exporters.parts.conversation import conversations

PACKET = udp(CLIENT, SERVER)


def _read(tmp_path: Path, *blocks: bytes) -> tuple[list[tuple[str, int]], list[str]]:
    """Tap and time of each flow, and where the capture was cut."""
    records, account = read("pcapng", written(tmp_path / "x.pcapng", b"".join(blocks)))
    return [(flow.tap, flow.time) for flow in flows(records)], [fault.message for fault in account.partial]


def test_what_the_lab_wrote_comes_back_with_its_taps(tmp_path: Path) -> None:
    """An interface's name is the tap."""
    records, _ = read("pcapng", exported("pcapng", tmp_path))
    wanted = sorted((seen.epoch_us, seen.tap, seen.state) for seen in conversations(recording()))
    assert sorted((flow.time, flow.tap, flow.state) for flow in flows(records)) == wanted


@pytest.mark.parametrize("order", ["<", ">"])
def test_either_byte_order_is_read(order: str, tmp_path: Path) -> None:
    """As its section says."""
    blocks = section(order), interface(name="core", order=order), enhanced(1_500_000, PACKET, order=order)
    assert _read(tmp_path, *blocks) == ([("core", 1_500_000)], [])


@pytest.mark.parametrize(("resolution", "at"), [(9, 1_500_000_000), (3, 1_500), (0x80 | 10, 1_536)])
def test_time_is_counted_as_the_interface_says(resolution: int, at: int, tmp_path: Path) -> None:
    """Powers of ten or of two of a second."""
    assert _read(tmp_path, section(), interface(resolution=resolution), enhanced(at, PACKET))[0] == [("", 1_500_000)]


def test_a_new_section_forgets_the_interfaces(tmp_path: Path) -> None:
    """A packet of an interface that nothing described ends the reading."""
    found, cut = _read(tmp_path, section(), interface(), enhanced(1, PACKET), section(), enhanced(2, PACKET))
    assert len(found) == 1
    assert "interface 0" in cut[0]


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (enhanced(2, PACKET)[:-6], "ends in the middle"),
        (enhanced(2, PACKET)[:-4] + bytes(4), "two lengths differ"),
        (struct.pack("<II", 6, 1 << 30), "bytes long"),
        (block(6, struct.pack("<IIIII", 0, 0, 2, 900, 900)), "its block holds 0"),
        (block(6, b"\0\0\0\0"), "buffer"),
    ],
)
def test_a_broken_block_ends_the_reading(broken: bytes, cause: str, tmp_path: Path) -> None:
    """What is before it is kept."""
    found, cut = _read(tmp_path, section(), interface(), enhanced(1, PACKET), broken)
    assert len(found) == 1
    assert cause in cut[0]


def test_blocks_of_other_types_are_passed_over_and_noted(tmp_path: Path) -> None:
    """Statistics, names, comments; packets without a time are counted."""
    raw = [section(), block(5, bytes(12)), interface(), block(3, bytes(8) + PACKET), enhanced(1, PACKET)]
    records, account = read("pcapng", written(tmp_path / "x.pcapng", b"".join(raw)))
    assert len(flows(records)) == 1
    assert "0x5" in next(iter(account.notes))
    assert account.skipped[0].first.place.source.endswith("packet 1")


def test_the_other_format_is_named(tmp_path: Path) -> None:
    """Who reads pcap as pcapng is told so."""
    assert "read it as pcap" in fault_of("pcapng", exported("pcap", tmp_path))
