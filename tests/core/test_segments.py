"""Segments: a log that leaves memory as it is sealed is the log that stays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from twin.core.log import Log
from twin.core.segments import Segments


def _told(segments: Segments | None) -> Log:
    """Flows of two sources with numbers, and an alarm."""
    log = Log(segments=segments)
    sources = log.names.codes(("", "meter-1", "meter-2"))
    for window in range(4):
        time = np.arange(25) + 25 * window
        log.block("flow", time=time, flow=time * 3, src=sources[1 + time % 2], value=time / 4)
        log.one("alarm", time=25 * window, source="meter-1", value=1.5)
        log.seal(25 * (window + 1))
    return log


def test_digest_and_records_are_those_of_a_log_in_memory(tmp_path: Path) -> None:
    """Where rows lie is no part of what they say."""
    held, spilled = _told(None), _told(Segments(tmp_path, rows=40))
    assert spilled.digest() == held.digest()
    assert repr(spilled.records("flow")) == repr(held.records("flow"))
    assert spilled.table("flow").equals(held.table("flow"))


def test_the_written_folder_holds_the_same_rows(tmp_path: Path) -> None:
    """A table written segment by segment reads back as one, names as texts."""
    _told(None).write(tmp_path / "held")
    _told(Segments(tmp_path / "segments", rows=40)).write(tmp_path / "spilled")
    for name in ("flow", "alarm"):
        held, spilled = (pq.read_table(tmp_path / kind / f"observed/{name}.parquet") for kind in ("held", "spilled"))
        assert repr(held.to_pylist()) == repr(spilled.to_pylist())


def test_segments_and_names_together_say_everything(tmp_path: Path) -> None:
    """Another program reads codes from the segments, and texts from the names, a line a code."""
    segments = Segments(tmp_path, rows=40)
    _told(segments).close()
    names = pq.read_table(tmp_path / "observed/names.parquet").column("text").to_pylist()
    tables = [pq.ParquetFile(path).read() for path in segments.files("flow")]
    assert [table.num_rows for table in tables] == [40, 40, 20]
    said = [names[code] for table in tables for code in table.column("src").to_pylist()]
    assert said == ["meter-1", "meter-2"] * 50


def test_repeating_rows_cost_a_few_bytes(tmp_path: Path) -> None:
    """Regular times and one word: what can be foretold is not written again."""
    log = Log(segments=Segments(tmp_path, rows=10_000))
    time = np.arange(10_000) * 250
    log.block("reading", time=time, sensor=log.code("meter-1"), value=4.5, sequence=np.arange(10_000))
    log.seal(10_000 * 250)
    (path,) = log.segments.files("reading") if log.segments else [tmp_path]
    assert path.stat().st_size / 10_000 == pytest.approx(0.3, abs=0.3)
