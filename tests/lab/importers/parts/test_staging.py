"""Records go to disk in batches, each where it belongs."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from twin.lab.importers.parts.columns import Block
from twin.lab.importers.parts.records import FlowRecord, KeptRecord, ReadingRecord
from twin.lab.importers.parts.staging import BATCH, BESIDE, FLOWS, READINGS, Staging

FLOW = FlowRecord(0, 0, 1, 5, (1 << 64) - 1, "", "10.0.0.1", "10.0.0.2", 1, 2, "", "tcp", fields='{"a":1}', file="x")


def test_each_record_has_its_file(tmp_path: Path) -> None:
    """What a flow says besides stands beside it, with its identity."""
    with Staging(tmp_path) as staging:
        staging.add([FLOW, FLOW._replace(fields=""), ReadingRecord(1, "t", "", "x", 2.5, 1)])
        staging.add([KeptRecord(None, 0, "weird", 3, "", "{}")])
    assert staging.written == {FLOWS: 2, READINGS: 1, BESIDE: 2}
    beside = pq.read_table(staging.path(BESIDE)).to_pylist()
    assert [row["flow"] for row in beside] == [FLOW.flow, 0]
    assert (beside[0]["fields"], beside[0]["file"], beside[1]["time"]) == ('{"a":1}', "x", None)


def test_memory_holds_a_batch(tmp_path: Path) -> None:
    """The file grows while records come."""
    with Staging(tmp_path) as staging:
        staging.add(FLOW for _ in range(BATCH - 1))
        assert not staging.path(FLOWS).exists()
        staging.add([FLOW])
        assert staging.written[FLOWS] == BATCH
    assert pq.read_metadata(staging.path(FLOWS)).num_row_groups == 1


def test_nothing_gives_no_file(tmp_path: Path) -> None:
    """Whoever reads on asks how many there were."""
    with Staging(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_half_of_a_pair_of_surrogates_is_replaced(tmp_path: Path) -> None:
    """JSON can write it, UTF-8 cannot."""
    with Staging(tmp_path) as staging:
        staging.add([FLOW._replace(verb="a\ud800")])
    assert pq.read_table(staging.path(FLOWS)).to_pylist()[0]["verb"] == "a?"


def test_a_block_is_staged_as_its_records_would_be(tmp_path: Path) -> None:
    """Columns that it lacks have their usual value."""
    columns = {name: [getattr(FLOW, name)] for name in FLOW._fields[:12] if name != "flow"}
    flows = pa.table({**columns, "flow": pa.array([FLOW.flow], pa.uint64())})
    with Staging(tmp_path) as staging:
        staging.add([Block(flows, None), FLOW._replace(fields="")])
    first, second = pq.read_table(staging.path(FLOWS)).to_pylist()
    assert first == second
    assert staging.written == {FLOWS: 2, READINGS: 0, BESIDE: 0}
