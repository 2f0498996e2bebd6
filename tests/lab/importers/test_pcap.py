"""Classic captures become flows: as counted, in every byte order, and up to where they break off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.exporters.captures import every_conversation, every_state
from tests.lab.exporters.recordings import recording
from tests.lab.importers.packets import CLIENT, SERVER, SYN, ethernet, handshake, pcap, tcp, udp
from tests.lab.importers.sources import exported, fault_of, flows, read, written
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.exporters.pcap import Pcap
from twin.lab.importers.base import Options
from twin.lab.recording import Recording

NOT_FLOWS = ("arp", "dhcp")
"""ARP is not IP; DHCP has the same ports each time, so that what comes within a minute is one conversation."""


@pytest.mark.parametrize("make", [recording, every_conversation, every_state])
def test_what_the_lab_wrote_comes_back(make: Callable[[], Recording], tmp_path: Path) -> None:
    """Ends, times, sizes, packets and states of every conversation of every protocol, counted from its packets."""
    source = make()
    Pcap().write(source, tmp_path)
    records, account = read("pcap", tmp_path / "observed" / "capture.pcap", Options(register=source.assets))
    found = {(r.time, r.src_port): r for r in flows(records)}
    wanted = [seen for seen in conversations(source) if seen.service not in NOT_FLOWS]
    assert len([record for record in found.values() if record.service not in NOT_FLOWS]) == len(wanted)
    exact = make is not recording  # its sizes are made up, and some cannot be
    for seen in wanted:
        mine = found[seen.epoch_us, seen.src_port]
        assert (mine.src, mine.dst, mine.dst_port) == (seen.src.address, seen.dst.address, seen.dst_port)
        assert mine.transport == seen.transport
        if seen.packets_in:  # whether silence was meant, and how long it was, packets do not say
            assert mine.state == seen.state
            assert not exact or mine.duration_us == seen.duration_us
        if exact:
            assert (mine.bytes_out, mine.bytes_in) == (seen.bytes_out, seen.bytes_in)
            assert (mine.packets_out, mine.packets_in) == (seen.packets_out, seen.packets_in)
    assert not account.partial
    assert {skipped.reason for skipped in account.skipped} <= {"a frame holds no IP packet"}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("nano", [False, True])
def test_either_byte_order_and_either_resolution_is_read(order: str, nano: bool, tmp_path: Path) -> None:
    """Times come out in microseconds."""
    raw = pcap((1.000002, udp(CLIENT, SERVER)), order=order, nano=nano)
    assert flows(read("pcap", written(tmp_path / "x.pcap", raw))[0])[0].time == 1_000_002


@pytest.mark.parametrize("link", [1, 12, 101, 228])
def test_known_links_are_taken_off(link: int, tmp_path: Path) -> None:
    """The packet below is the same."""
    packet = tcp(CLIENT, SERVER, SYN)
    raw = pcap((1, ethernet(packet) if link == 1 else packet), link=link)
    assert flows(read("pcap", written(tmp_path / "x.pcap", raw))[0])[0].src == CLIENT[0]


def test_another_link_type_is_refused_by_number(tmp_path: Path) -> None:
    """802.11 with radiotap is 127; the remedy names what is understood."""
    fault = fault_of("pcap", written(tmp_path / "x.pcap", pcap((1, b"\0" * 40), link=127)))
    assert "packet 1" in fault
    assert "127" in fault
    assert "Ethernet" in fault


@pytest.mark.parametrize("lost", [1, 20, 41, 55])
def test_a_capture_that_breaks_off_gives_what_is_before(lost: int, tmp_path: Path) -> None:
    """The first two packets are whole, wherever the third is cut: in its header or its bytes."""
    frames = list(enumerate(handshake()))
    raw = pcap(*[(1 + at / 1000, frame) for at, frame in frames])
    records, account = read("pcap", written(tmp_path / "x.pcap", raw[:-lost]))
    [flow] = flows(records)
    assert (flow.packets_out, flow.packets_in) == (1, 1)
    [cut] = account.partial
    assert "packet" in cut.place.source
    assert "ends in the middle" in cut.message


def test_a_packet_that_cannot_be_so_long_ends_the_reading(tmp_path: Path) -> None:
    """A length of gigabytes is damage, and no memory is asked for."""
    raw = pcap((1, udp(CLIENT, SERVER))) + b"\0" * 8 + b"\xff" * 8
    records, account = read("pcap", written(tmp_path / "x.pcap", raw))
    assert len(flows(records)) == 1
    assert "none is longer" in account.partial[0].message


def test_what_is_no_tcp_or_udp_is_counted(tmp_path: Path) -> None:
    """ARP, ICMP, and half a header."""
    packet = udp(CLIENT, SERVER)
    icmp = packet[:9] + b"\x01" + packet[10:]
    frames = [ethernet(packet), ethernet(bytes(28), 0x0806), ethernet(icmp), ethernet(packet[:22])]
    raw = pcap(*[(1.0, frame) for frame in frames], link=1)
    records, account = read("pcap", written(tmp_path / "x.pcap", raw))
    assert len(flows(records)) == 1
    assert sum(skipped.count for skipped in account.skipped) == 3
    assert {skipped.first.place.source.rpartition(" ")[2] for skipped in account.skipped} == {"2", "3", "4"}


def test_a_capture_of_nothing_is_refused(tmp_path: Path) -> None:
    """A header and no packet."""
    assert "holds 0 packets" in fault_of("pcap", written(tmp_path / "x.pcap", pcap()))


def test_the_other_format_is_named(tmp_path: Path) -> None:
    """Who reads pcapng as pcap is told so."""
    assert "read it as pcapng" in fault_of("pcap", exported("pcapng", tmp_path))
