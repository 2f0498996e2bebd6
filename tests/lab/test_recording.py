"""A recording gives the same rows from memory and from its folder, cut where asked, and refuses what is no run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.errors import BadInput
from twin.core.log import Log
from twin.lab.recording import REGISTER_FILE, Recording
from twin.net.inventory import Asset

STARTS = datetime(2026, 3, 2, 8, tzinfo=UTC)
ASSET = Asset("dc-01", "domain_controller", "identity", 4, "10.0.0.1", "02:00:00:00:00:01", "sw", services=("smb",))


def _recording(times: list[int]) -> Recording:
    log = Log()
    for number, time in enumerate(times):
        log.one("alarm", time=time, source=f"room-{number % 3}", value=float(number))
    log.seal(1 << 62)
    return Recording(log, STARTS, (ASSET,))


def _written(recording: Recording, folder: Path) -> Path:
    assert isinstance(recording.source, Log)
    recording.source.write(folder)
    recording.write_register(folder)
    (folder / "run.json").write_text('{"inputs": {}, "digest": ""}')
    return folder


def test_a_folder_gives_what_memory_gives(tmp_path: Path) -> None:
    """Rows, assets and the date survive writing and reading."""
    recording = _recording([1, 5, 9])
    read = Recording.read(_written(recording, tmp_path))
    assert list(read.rows("alarm")) == list(recording.rows("alarm"))
    assert (read.assets, read.starts) == (recording.assets, STARTS)
    assert read.table("flow").num_rows == 0


@given(
    times=st.lists(st.integers(0, 30), max_size=20).map(sorted), from_us=st.integers(0, 31), length=st.integers(0, 31)
)
def test_a_cut_keeps_exactly_the_rows_of_its_stretch(times: list[int], from_us: int, length: int) -> None:
    """``from_us <= time < to_us``."""
    cut = _recording(times).between(from_us, from_us + length)
    assert [row["time"] for row in cut.rows("alarm")] == [t for t in times if from_us <= t < from_us + length]


def test_time_0_is_the_date_on_which_the_story_starts() -> None:
    """A date and whole microseconds since 1970 say the same."""
    recording = _recording([])
    assert recording.when(1_500_000) == datetime(2026, 3, 2, 8, 0, 1, 500_000, tzinfo=UTC)
    assert recording.epoch_us(1) == 1_772_438_400_000_001


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / REGISTER_FILE).unlink(), "not-a-run"),
        (lambda folder: (folder / REGISTER_FILE).write_text("{"), "unreadable-file"),
        (lambda folder: (folder / REGISTER_FILE).write_text('{"starts": "x", "assets": [1]}'), "unreadable-file"),
        (lambda folder: (folder / "run.json").write_text("[]"), "unreadable-file"),
        (lambda folder: (folder / "observed" / "alarm.parquet").write_bytes(b"PAR1"), "unreadable-file"),
    ],
)
def test_a_spoilt_folder_is_refused_with_its_place(tmp_path: Path, spoil: object, code: str) -> None:
    """Nothing is guessed: the file is named, and what to do."""
    folder = _written(_recording([1]), tmp_path)
    assert callable(spoil)
    spoil(folder)
    with pytest.raises(BadInput) as refused:
        list(Recording.read(folder).rows("alarm"))
    assert [fault.code for fault in refused.value.faults] == [code]
    assert str(tmp_path) in str(refused.value)
