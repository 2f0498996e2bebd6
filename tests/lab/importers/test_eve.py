"""Suricata's events become flows: conversations, exchanges, and everything else kept whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.exporters.recordings import recording
from tests.lab.importers.sources import exchanges, exported, fault_of, flows, kept, read, written
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.importers.base import Options

COMMON: dict[str, Any] = {
    "timestamp": "2026-03-02T08:00:01.000002+0000", "flow_id": 7, "src_ip": "10.0.0.1", "src_port": 5,
    "dest_ip": "10.0.0.2", "dest_port": 502, "proto": "TCP",
}  # fmt: skip
FLOW: dict[str, Any] = {
    **COMMON, "event_type": "flow", "app_proto": "modbus",
    "flow": {"pkts_toserver": 4, "pkts_toclient": 3, "bytes_toserver": 300, "bytes_toclient": 200,
             "start": "2026-03-02T08:00:00.000001+0000", "end": "2026-03-02T08:00:01.000001+0000", "state": "closed"},
}  # fmt: skip


def _file(tmp_path: Path, *events: object) -> Path:
    return written(tmp_path / "eve.json", "".join(json.dumps(event) + "\n" for event in events))


def test_what_the_lab_wrote_comes_back(tmp_path: Path) -> None:
    """Ends, times, sizes and states of every conversation; identities as far as EVE keeps them."""
    records, _ = read("eve", exported("eve", tmp_path), Options(register=recording().assets))
    found = {record.flow: record for record in flows(records)}
    wanted = list(conversations(recording()))
    assert len(found) == len(wanted)
    for seen in wanted:
        mine = found[seen.flow % (1 << 51)]
        assert (mine.time, mine.src, mine.dst_port) == (seen.epoch_us, seen.src.address, seen.dst_port)
        assert (mine.state, mine.duration_us) == (seen.state, seen.duration_us)
        assert (mine.bytes_out, mine.packets_in) == (seen.bytes_out, seen.packets_in)


def test_an_event_becomes_a_flow(tmp_path: Path) -> None:
    """Times to the microsecond, and what has no column beside it."""
    [flow] = flows(read("eve", _file(tmp_path, {**FLOW, "vlan": [7], "host": None}))[0])
    assert (flow.duration_us, flow.service, flow.state, flow.flow) == (1_000_000, "modbus", "SF", 7)
    assert json.loads(flow.fields)["vlan"] == [7]
    assert json.loads(flow.fields)["host"] is None


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"flow": {**FLOW["flow"], "pkts_toclient": 0}}, "S0"),
        ({"tcp": {"tcp_flags_tc": "14"}}, "REJ"),
        ({"tcp": {"tcp_flags_tc": "1b"}}, "SF"),
        ({"tcp": {"tcp_flags_tc": "no"}}, "SF"),
    ],
)
def test_states_come_from_what_was_answered(changes: dict[str, Any], state: str, tmp_path: Path) -> None:
    """No answer, a reset without a SYN, a usual end."""
    assert flows(read("eve", _file(tmp_path, {**FLOW, **changes}))[0])[0].state == state


def test_alerts_of_others_are_kept_and_are_no_flows(tmp_path: Path) -> None:
    """Another tool's judgement stands beside the rows."""
    alert = {**COMMON, "event_type": "alert", "alert": {"signature": "odd"}}
    records, account = read("eve", _file(tmp_path, alert, FLOW))
    assert [record.log for record in kept(records)] == ["alert"]
    assert account.read == {"alert": 1, "flow": 1}


def test_what_was_said_is_joined_by_flow_id(tmp_path: Path) -> None:
    """A DNS answer of version 2 and of version 3."""
    old = {"type": "answer", "rrname": "a.example", "rrtype": "A", "rcode": "NXDOMAIN"}
    new = {"type": "response", "queries": [{"rrname": "b.example", "rrtype": "AAAA"}], "rcode": "NOERROR"}
    asked = {"type": "query", "rrname": "a.example", "rrtype": "A"}
    events = [
        {**COMMON, "dest_port": 53, "proto": "UDP", "event_type": "dns", "dns": body} for body in (asked, old, new)
    ]
    records, _ = read("eve", _file(tmp_path, *events))
    assert [(e.verb, e.object, e.status, e.flow) for e in exchanges(records)] == [
        ("A", "a.example", "NXDOMAIN", 7), ("AAAA", "b.example", "ok", 7),
    ]  # fmt: skip
    assert len(kept(records)) == 1


def test_json_that_is_no_eve_is_refused(tmp_path: Path) -> None:
    """It says at which line, and what is missing."""
    fault = fault_of("eve", _file(tmp_path, {"a": 1}))
    assert "holds no event of Suricata" in fault
    assert "event_type" in fault


def test_bad_lines_are_counted_by_reason(tmp_path: Path) -> None:
    """No JSON, no object, no type, no time: each with its first line."""
    lines = [json.dumps(FLOW), "{no", "[1]", "{}", json.dumps({**FLOW, "flow": {}, "timestamp": None})]
    records, account = read("eve", written(tmp_path / "eve.json", "\n".join(lines) + "\n"))
    assert len(flows(records)) == 1
    assert sorted(skipped.first.place.line for skipped in account.skipped) == [2, 3, 4, 5]


def test_a_file_cut_in_the_middle_of_an_event_is_partial(tmp_path: Path) -> None:
    """What is before the cut is whole."""
    whole = json.dumps(FLOW)
    records, account = read("eve", written(tmp_path / "eve.json", f"{whole}\n{whole[:50]}"))
    assert len(flows(records)) == 1
    assert account.partial[0].place.line == 2
