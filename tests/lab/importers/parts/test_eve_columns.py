"""EVE read by column is EVE read event by event, whatever is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.exporters.recordings import recording
from tests.lab.importers.parts.both_ways import both_ways
from tests.lab.importers.sources import exported, written
from twin.lab.importers.base import Options
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.eve_columns import blocks_of, reader
from twin.lab.importers.parts.lines import Chunk
from twin.lab.importers.parts.services import Services

FLOW = {
    "timestamp": "2023-11-14T22:13:20.500000+0000",
    "flow_id": 77,
    "event_type": "flow",
    "src_ip": "10.0.0.1",
    "src_port": 5,
    "dest_ip": "10.0.0.2",
    "dest_port": 443,
    "proto": "TCP",
    "app_proto": "tls",
    "in_iface": "eth0",
    "flow": {
        "pkts_toserver": 3,
        "pkts_toclient": 2,
        "bytes_toserver": 300,
        "bytes_toclient": 200,
        "state": "closed",
        "start": "2023-11-14T22:13:19.000000+0000",
        "end": "2023-11-14T22:13:20.000000+0000",
        "age": 1,
    },
    "tcp": {"tcp_flags_tc": "1b"},
}
CHANGES = [
    {},
    {"event_type": "alert", "alert": {"signature": "x"}},
    {"event_type": "stats", "timestamp": None},
    {"proto": "ICMP"},
    {"event_type": "dns", "dns": {"type": "answer", "rrname": "a"}},
    {"event_type": 5},
    {"event_type": True},
    {"flow": 3},
    {"flow": {}},
    {"flow": {"start": "soon"}},
    {"flow": {**FLOW["flow"], "pkts_toclient": 0}},
    {"tcp": 4},
    {"tcp": {"tcp_flags_tc": "14"}},
    {"tcp": {"tcp_flags_tc": "zz"}},
    {"flow_id": 0},
    {"flow_id": None},
    {"src_port": None},
    {"flow": {**FLOW["flow"], "state": "new"}},
    {"flow": {**FLOW["flow"], "end": None, "odd": [1, None]}},
    {"proto": "UDP"},
    {"app_proto": "failed"},
    {"app_proto": None},
    {"src_ip": ""},
    {"src_ip": "x"},
    {"timestamp": "2023-02-30T00:00:00Z"},
    {"flow_id": 1 << 63},
    {"dest_port": 70_000},
    {"proto": "UDP", "app_proto": "syslog", "dest_port": 514},
]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8), end=st.sampled_from(["", "{", "[1]\n", "\xff"])
)
def test_events_are_the_same_both_ways(
    changes: list[dict[str, object]], end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Rows, what stands beside them, and every word and count of the account."""
    folder = tmp_path_factory.mktemp("both")
    lines = "".join(json.dumps({**FLOW, **change}) + "\n" for change in changes)
    one, many = both_ways("eve", written(folder / "eve.json", (lines + end).encode("latin-1")), folder)
    assert one == many


def test_what_the_lab_wrote_is_the_same_both_ways(tmp_path: Path) -> None:
    """With a register that names services."""
    source = exported("eve", tmp_path / "in")
    one, many = both_ways("eve", source, tmp_path / "out", Options(register=recording().assets))
    assert one == many
    assert one["flows"]


def test_plain_events_are_read_by_column() -> None:
    """Flows and alerts are; what was said is left to be read alone."""
    events = [FLOW, {**FLOW, "event_type": "alert"}, {**FLOW, "event_type": "dns", "dns": {}}]
    raw = "".join(json.dumps(event) + "\n" for event in events).encode()
    found = blocks_of(reader(), Chunk(5, raw), Services(()), account := Account())
    assert found is not None
    assert sorted(found.taken.tolist()) == [5, 6]
    assert account.read == {"flow": 1, "alert": 1}
