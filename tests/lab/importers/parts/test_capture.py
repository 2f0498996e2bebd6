"""Frames become conversations, and a capture that gives none says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.importers.packets import CLIENT, SERVER, pcap, udp
from tests.lab.importers.sources import written
from twin.core.errors import BadInput
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.capture import captures, conversations, one_capture
from twin.lab.importers.parts.frames import Frame
from twin.lab.importers.parts.records import FlowRecord


def _taken(*frames: Frame) -> tuple[list[FlowRecord], Account]:
    account = Account()
    return list(conversations(frames, Path("x.pcap"), (), account)), account


def test_frames_of_one_link_are_read_and_of_another_counted() -> None:
    """A next-generation capture may have interfaces of both sorts."""
    packet = udp(CLIENT, SERVER)
    found, account = _taken(Frame(1, 5, 101, "a", packet), Frame(2, 6, 127, "b", packet))
    assert [record.tap for record in found] == ["a"]
    assert account.skipped[0].first.place.source == "x.pcap: packet 2"


def test_a_time_that_is_none_is_counted() -> None:
    """An interface may say that it counts in picoseconds, and lie."""
    with pytest.raises(BadInput, match="1970"):
        _taken(Frame(1, -5, 101, "", udp(CLIENT, SERVER)))


def test_no_frame_at_all_is_refused() -> None:
    """The file is named."""
    with pytest.raises(BadInput, match=r"x\.pcap"):
        _taken()


def test_the_only_capture_of_a_folder_is_found(tmp_path: Path) -> None:
    """However deep it lies, by its ending; a file is itself."""
    file = written(tmp_path / "observed" / "x.pcap.gz", pcap((1, udp(CLIENT, SERVER))))
    written(tmp_path / "notes.txt", "nothing")
    assert captures(tmp_path) == captures(file) == [file]
    assert one_capture(tmp_path) == one_capture(file) == file


def test_of_several_captures_none_is_chosen(tmp_path: Path) -> None:
    """They are named, with a way to join them; of very many the first."""
    for n in range(9):
        written(tmp_path / f"{n}.pcap", pcap())
    with pytest.raises(BadInput, match=r"9 captures: 0\.pcap, 1\.pcap.*7\.pcap and 1 more.*\n?.*mergecap"):
        one_capture(tmp_path)
    with pytest.raises(BadInput, match="ends in"):
        one_capture(written(tmp_path / "none" / "x.txt", "x").parent)
