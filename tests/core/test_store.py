"""A store: sealed rows are in order for good, in memory or on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from twin.core.names import Names
from twin.core.records import RECORDS
from twin.core.segments import Segments
from twin.core.store import Store


def _store(segments: Segments | None = None, windows: int = 5) -> Store:
    """A hundred flows, a row each microsecond, sealed in *windows* parts."""
    store = Store(RECORDS["flow"], Names(), segments)
    time = np.arange(100)
    for part in np.array_split(time, windows):
        store.block({"time": part[::-1].copy(), "flow": part[::-1] * 7})
        store.seal(int(part[-1]) + 1)
    return store


@pytest.mark.parametrize("start", [0, 1, 29, 30, 31, 99, 100])
@pytest.mark.parametrize("windows", [1, 7])
def test_rows_that_left_memory_are_read_back_as_if_they_had_stayed(tmp_path: Path, start: int, windows: int) -> None:
    """From any row on, whether it lies on disk, in memory, or on the seam."""
    held, spilled = _store(windows=windows), _store(Segments(tmp_path, rows=30), windows)
    assert spilled.rows == held.rows == 100
    assert spilled.hash == held.hash
    for name, values in held.since(start).items():
        assert np.array_equal(values, spilled.since(start)[name], equal_nan=values.dtype.kind == "f"), name


def test_a_store_with_segments_holds_less_than_one(tmp_path: Path) -> None:
    """Whatever the horizon: what is left in memory is the segment that fills."""
    segments = Segments(tmp_path, rows=30)
    store = _store(segments)
    assert len(segments.files("flow")) == 3
    assert sum(len(rows) for rows in store.parts(90)) == 10
    store.close()
    assert len(segments.files("flow")) == 4


def test_segments_do_not_depend_on_windows(tmp_path: Path) -> None:
    """The same files, byte for byte."""
    for windows in (1, 9):
        _store(Segments(tmp_path / str(windows), rows=30), windows).close()
    one, nine = (sorted((tmp_path / name).rglob("*.parquet")) for name in ("1", "9"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in nine]
    assert len(one) == 4
