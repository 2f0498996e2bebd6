"""Staged records become rows: sorted by start, joined by identity, named by the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from twin.lab.importers.parts.ordering import ordering
from twin.lab.importers.parts.records import CONVERSATION, EXCHANGE, FlowRecord, ReadingRecord
from twin.lab.importers.parts.staging import FLOWS, READINGS, Staging


def _flow(time: int, flow: int, part: int = CONVERSATION, **others: Any) -> FlowRecord:
    ends = FlowRecord(
        part, 0, time, time, flow, "", "10.0.0.1", "10.0.0.2", 5, 53, "dns", "udp", state="SF", bytes_out=9
    )
    return ends._replace(**{"bytes_out": 0 if part else 9, **others})


def _rows(tmp_path: Path, *records: FlowRecord, starts_us: int = 0) -> list[dict[str, Any]]:
    with Staging(tmp_path) as staging:
        staging.add(records)
    with ordering(tmp_path, {"10.0.0.2": "dns-01"}) as ordered:
        return [row for batch in ordered.flows(staging.path(FLOWS), starts_us) for row in batch.to_pylist()]


def test_rows_are_in_order_of_their_start(tmp_path: Path) -> None:
    """Monitors write a conversation when it ends; times are counted from the start."""
    rows = _rows(tmp_path, _flow(30, 3), _flow(10, 1), _flow(20, 2), starts_us=10)
    assert [(row["time"], row["flow"]) for row in rows] == [(0, 1), (10, 2), (20, 3)]
    assert (rows[0]["src"], rows[0]["dst"]) == ("10.0.0.1", "dns-01")


def test_the_first_exchange_stands_in_its_conversation_and_others_apart(tmp_path: Path) -> None:
    """Bytes are counted once."""
    said = [_flow(11 + n, 1, EXCHANGE, verb=verb, value=1.0) for n, verb in enumerate(("A", "AAAA"))]
    rows = _rows(tmp_path, *said, _flow(10, 1))
    assert [(row["time"], row["verb"], row["bytes_out"]) for row in rows] == [(10, "A", 9), (12, "AAAA", 0)]


def test_exchanges_of_one_moment_keep_their_order(tmp_path: Path) -> None:
    """The log that says more comes first, then by log and line, then as they were staged."""
    said = [("b", 1, "third"), ("b", 1, "fourth"), ("a", 2, "second"), ("a", 1, "first")]
    records = [_flow(10, 7, EXCHANGE, log=log, line=line, verb=verb) for log, line, verb in said]
    assert [row["verb"] for row in _rows(tmp_path, *records)] == ["first", "second", "third", "fourth"]


def test_an_exchange_without_its_conversation_is_a_row(tmp_path: Path) -> None:
    """Somebody may have kept dns.log only."""
    assert [(row["verb"], row["bytes_out"]) for row in _rows(tmp_path, _flow(5, 7, EXCHANGE, verb="A"))] == [("A", 0)]


def test_a_log_that_says_less_gives_way_to_one_that_says_more(tmp_path: Path) -> None:
    """``modbus`` where there is ``modbus_detailed`` for the same conversation, and there only."""
    plain = [_flow(11, flow, EXCHANGE, rank=1, verb="read") for flow in (1, 2)]
    rows = _rows(tmp_path, _flow(10, 1), _flow(10, 2), *plain, _flow(11, 1, EXCHANGE, verb="read", object="40001"))
    assert [(row["flow"], row["verb"], row["object"]) for row in rows] == [(1, "read", "40001"), (2, "read", "")]


def test_addresses_and_the_span_are_known(tmp_path: Path) -> None:
    """Services are those that were answered."""
    with Staging(tmp_path) as staging:
        staging.add([_flow(10, 1), _flow(20, 2, state="S0", service="smb")])
    with ordering(tmp_path, {}) as ordered:
        assert list(ordered.assets(staging.path(FLOWS))) == [("10.0.0.1", ()), ("10.0.0.2", ("dns",))]
        assert ordered.span(staging.path(FLOWS)) == (10, 20)


def test_readings_are_in_order_and_sensors_known(tmp_path: Path) -> None:
    """By time, sensor, number."""
    with Staging(tmp_path) as staging:
        staging.add([ReadingRecord(9, "b", "r", "q", 1.0, 2), ReadingRecord(9, "a", "", "q", 2.0, 1)])
    with ordering(tmp_path, {}) as ordered:
        rows = [row for batch in ordered.readings(staging.path(READINGS), 4) for row in batch.to_pylist()]
        assert [(row["time"], row["sensor"]) for row in rows] == [(5, "a"), (5, "b")]
        assert ordered.sensors(staging.path(READINGS)) == {"a": ("q", ""), "b": ("q", "r")}
