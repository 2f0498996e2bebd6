"""Frames: what the two formats have in common."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.lab.importers.packets import CLIENT, SERVER, enhanced, interface, pcap, section, udp
from tests.lab.importers.sources import written
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.frames import Frame, in_time, pcap_frames, pcapng_frames
from twin.lab.importers.parts.values import LAST_US

PACKET = udp(CLIENT, SERVER, b"x" * 400)


def test_both_formats_give_the_same_frames(tmp_path: Path) -> None:
    """Number, time, link, bytes."""
    classic = written(tmp_path / "a", pcap((1.5, PACKET), (2.5, PACKET)))
    blocks = section() + interface() + enhanced(1_500_000, PACKET) + enhanced(2_500_000, PACKET)
    wanted = [Frame(1, 1_500_000, 101, "", PACKET), Frame(2, 2_500_000, 101, "", PACKET)]
    assert list(pcap_frames(classic, Account())) == wanted
    assert list(pcapng_frames(written(tmp_path / "b", blocks), Account())) == wanted


def test_a_compressed_capture_that_breaks_off_says_so(tmp_path: Path) -> None:
    """What could be decompressed is kept."""
    raw = gzip.compress(pcap(*[(n, udp(CLIENT, SERVER, bytes([n % 251]) * n)) for n in range(1, 400)]))
    account = Account()
    frames = list(pcap_frames(written(tmp_path / "x.pcap.gz", raw[: len(raw) // 2]), account))
    assert 0 < len(frames) < 399
    assert "breaks off" in account.partial[0].message


def test_times_have_bounds() -> None:
    """From 1970 to the year 9999."""
    assert in_time(Frame(1, 0, 1, "", b""))
    assert not in_time(Frame(1, LAST_US + 1, 1, "", b""))
