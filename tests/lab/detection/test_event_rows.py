"""Events become rows: names, units and second spellings are the rule's, and what is wrong is told by its number."""

from __future__ import annotations

from typing import Any

import pytest

from twin.detectors.sigma_rules.fields import Source
from twin.lab.build import register
from twin.lab.detection.event_rows import Row, WrongEvent, rows_of
from twin.lab.loader import load_site

ASSETS = register(load_site("small")).assets
FLOWS, DNS, MODBUS = Source("flow"), Source("flow", "dns"), Source("flow", "modbus")


def _made(*events: dict[str, Any], sources: tuple[Source, ...] = (FLOWS,)) -> list[Row | WrongEvent]:
    return list(rows_of(events, sources, ASSETS))


def _row(event: dict[str, Any], *sources: Source) -> Row:
    (row,) = _made(event, sources=sources or (FLOWS,))
    assert isinstance(row, Row), row
    return row


def _wrong(event: dict[str, Any], *sources: Source) -> WrongEvent:
    (wrong,) = _made(event, sources=sources or (FLOWS,))
    assert isinstance(wrong, WrongEvent), wrong
    return wrong


def test_names_units_and_spellings_are_those_of_the_rule() -> None:
    """Zeek's words and seconds, the other world's word for an answer, an address for its asset."""
    row = _row({"duration": 1.5, "conn_state": "S0", "id.orig_h": ASSETS[0].address})
    assert row.columns == {"duration_us": 1_500_000, "state": "S0", "src": ASSETS[0].name}
    assert _row({"rcode_name": "NOERROR"}, DNS).columns == {"status": "ok", "service": "dns"}


def test_events_are_a_second_apart_unless_all_have_a_time() -> None:
    """Some with and some without would be a guess."""
    plain = {"src": "ws-01"}
    assert [row.time_us for row in _made(plain, plain) if isinstance(row, Row)] == [0, 1_000_000]
    _, wrong = _made({**plain, "time_s": 4}, plain)
    assert isinstance(wrong, WrongEvent)
    assert (wrong.index, wrong.code, "in none" in wrong.remedy) == (1, "missing-key", True)
    assert _wrong({**plain, "time_s": "noon"}).code == "wrong-type"


def test_a_time_that_cannot_be_is_a_fault_of_its_event() -> None:
    """Beyond the longest run, or before the event above it."""
    plain = {"src": "ws-01"}
    wrong = _wrong({**plain, "time_s": 1e300})
    assert (wrong.key, wrong.code) == ("time_s", "out-of-range")
    _, wrong, last = _made({**plain, "time_s": 4}, {**plain, "time_s": 3}, {**plain, "time_s": 4})
    assert isinstance(wrong, WrongEvent)
    assert (wrong.index, wrong.key, wrong.code, isinstance(last, Row)) == (1, "time_s", "out-of-range", True)


def test_a_kind_is_an_asset_that_is_so() -> None:
    """Of the site; a named asset of another kind contradicts it, and an unknown kind has a remedy."""
    found = _row({"src_kind": "camera", "dst": "dc-01"}).columns["src"]
    assert next(asset.kind for asset in ASSETS if asset.name == found) == "camera"
    assert _wrong({"src_kind": "camera", "src": "dc-01"}).code == "does-not-fit"
    assert "did you mean camera?" in _wrong({"src_kind": "camra"}).remedy


def test_an_event_that_may_be_of_two_logs_must_say_of_which() -> None:
    """The name that only one of them has says so as well."""
    assert _wrong({"src": "ws-01"}, DNS, MODBUS).code == "missing-key"
    assert _row({"src": "ws-01", "query": "a.example"}, DNS, MODBUS).columns["service"] == "dns"
    assert _row({"src": "ws-01", "service": "modbus"}, DNS, MODBUS).is_read_by(MODBUS)


@pytest.mark.parametrize(("event", "code", "key"), [
    ({}, "missing-key", ""), ({"sorce": "x"}, "unknown-key", "sorce"), ({"table": "label", "src": "x"}, "not-a-choice",
    "table"), ({"service": "modbuss"}, "not-a-choice", "service"), ({"dst_port": "many"}, "wrong-type", "dst_port"),
    ({"src": ["a"]}, "wrong-type", "src"),
])  # fmt: skip
def test_what_is_no_row_says_what_and_where(event: dict[str, Any], code: str, key: str) -> None:
    """At the key, with a remedy."""
    wrong = _wrong(event)
    assert (wrong.code, wrong.key, bool(wrong.remedy)) == (code, key, True)
