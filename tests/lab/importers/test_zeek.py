"""Zeek logs become flows: every row, joined by uid, and every fault with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import recording
from tests.lab.importers.sources import CONN, HEADER, exchanges, exported, fault_of, flows, kept, read, written
from twin.lab.exporters.parts.conversation import conversations
from twin.lab.importers.base import Options
from twin.lab.importers.parts.zeek_logs import flow_of
from twin.lab.importers.zeek import Zeek

ENDS = {
    "uid": "Cabc",
    "id.orig_h": "10.0.0.1",
    "id.orig_p": 5,
    "id.resp_h": "10.0.0.2",
    "id.resp_p": 80,
    "proto": "tcp",
}


def _one(tmp_path: Path, row: str = CONN, header: str = HEADER) -> Path:
    return written(tmp_path / "conn.log", header + row)


@pytest.mark.parametrize("exporter", ["zeek", "zeek_json"])
def test_what_the_lab_wrote_comes_back(exporter: str, tmp_path: Path) -> None:
    """Ends, times, sizes, states and identities of every conversation; and what was said, but for its length."""
    records, account = read("zeek", exported(exporter, tmp_path), Options(register=recording().assets))
    wanted = list(conversations(recording()))
    found = {record.flow: record for record in flows(records)}
    assert len(found) == len(wanted)
    for seen in wanted:
        mine = found[seen.flow]
        assert (mine.time, mine.src, mine.dst) == (seen.epoch_us, seen.src.address, seen.dst.address)
        assert (mine.src_port, mine.dst_port, mine.transport) == (seen.src_port, seen.dst_port, seen.transport)
        assert (mine.state, mine.bytes_out, mine.bytes_in) == (seen.state, seen.bytes_out, seen.bytes_in)
        assert (mine.packets_out, mine.packets_in) == (seen.packets_out, seen.packets_in)
        assert not seen.packets_in or mine.duration_us == seen.duration_us
    said = {(record.flow, record.verb) for record in exchanges(records)}
    spoken = {(seen.flow, seen.verb) for seen in wanted if seen.spoken and seen.answered}
    assert said == spoken
    assert account.read["conn"] == len(wanted)


def test_a_row_becomes_a_flow(tmp_path: Path) -> None:
    """Each column where it belongs; exact to the microsecond."""
    [flow] = flows(read("zeek", _one(tmp_path))[0])
    assert (flow.time, flow.duration_us) == (1_700_000_000_000_001, 500_000)
    assert (flow.src, flow.src_port, flow.dst, flow.dst_port) == ("10.0.0.1", 50_000, "10.0.0.2", 443)
    assert (flow.service, flow.state, flow.bytes_out, flow.packets_in) == ("https", "SF", 10, 4)
    assert json.loads(flow.fields) == {"history": "ShADadFf", "service": "ssl"}
    assert flow.missing == ""


def test_unset_empty_and_absent_are_three_things(tmp_path: Path) -> None:
    """An unset size is missing, an empty history is empty, and a field that is not there is not made up."""
    row = CONN.replace("\t10\t20\t", "\t-\t20\t").replace("ShADadFf", "(empty)").replace("\tssl\t", "\t-\t")
    [flow] = flows(read("zeek", _one(tmp_path, row))[0])
    assert flow.missing == "bytes_out,service"
    assert (flow.bytes_out, flow.service) == (0, "https")
    assert json.loads(flow.fields) == {"history": ""}
    unset = CONN.replace("ShADadFf", "-")
    assert json.loads(flows(read("zeek", _one(tmp_path, unset))[0])[0].fields) == {"history": None, "service": "ssl"}


def test_each_further_exchange_of_a_conversation_is_kept_apart(tmp_path: Path) -> None:
    """Two requests in one conversation are two exchanges with its identity."""
    said = [{"ts": 1.0 + n, **ENDS, "method": "GET", "uri": f"/{n}", "status_code": 200} for n in range(2)]
    path = written(tmp_path / "http.log", "".join(json.dumps(row) + "\n" for row in said))
    found = exchanges(read("zeek", path)[0])
    assert [(e.verb, e.object, e.status) for e in found] == [("GET", "/0", "ok"), ("GET", "/1", "ok")]
    assert {e.flow for e in found} == {flow_of("Cabc")}


def test_logs_without_a_place_are_kept_whole(tmp_path: Path) -> None:
    """Nothing is silently dropped: an unknown log, and traffic that is neither TCP nor UDP."""
    written(tmp_path / "weird.log", '{"ts": 1.5, "name": "odd", "nothing": null}\n')
    written(tmp_path / "conn.log", HEADER + CONN + CONN.replace("tcp", "icmp"))
    records, account = read("zeek", tmp_path)
    weird = next(record for record in kept(records) if record.log == "weird")
    assert json.loads(weird.fields) == {"ts": 1.5, "name": "odd", "nothing": None}
    assert (weird.time, weird.file) == (1_500_000, "weird.log")
    assert account.read == {"conn": 2, "weird": 1}
    assert len(flows(records)) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (CONN.replace("\tSF\t", "\t"), "another number of values"),
        (CONN.replace("50000", "fifty"), "id.orig_p is no whole number"),
        (CONN.replace("443", "70000"), "id.resp_p is out of range"),
        (CONN.replace("10.0.0.2", "10.0.0"), "an address is none"),
        (CONN.replace("1700000000.000001", "soon"), "ts is no time"),
        (CONN.replace("1700000000.000001", "-"), "ts is unset"),
        (CONN.replace("ShADadFf", "\udcff"), "no text in UTF-8"),
    ],
)
def test_a_bad_row_is_counted_with_its_line_and_the_rest_is_read(row: str, reason: str, tmp_path: Path) -> None:
    """Line 9 is wrong, lines 8 and 10 are not."""
    path = written(tmp_path / "conn.log", (HEADER + CONN + row + CONN).encode("utf-8", "surrogateescape"))
    records, account = read("zeek", path)
    assert len(flows(records)) == 2
    [skipped] = account.skipped
    assert reason in skipped.reason
    assert (skipped.count, skipped.first.place.line) == (1, 9)


def test_rows_without_a_header_are_refused_at_their_line(tmp_path: Path) -> None:
    """Without names nobody can tell what the values are."""
    assert "conn.log:1  missing-key" in fault_of("zeek", _one(tmp_path, header=""))


def test_a_log_cut_in_the_middle_of_a_row_is_partial(tmp_path: Path) -> None:
    """What is before the cut is whole; the place of the cut is named."""
    records, account = read("zeek", _one(tmp_path, CONN + CONN[:60]))
    assert len(flows(records)) == 1
    [cut] = account.partial
    assert (cut.place.line, account.skipped) == (9, ())


def test_an_unknown_type_is_noted_and_its_values_are_text(tmp_path: Path) -> None:
    """Packages add types of their own."""
    records, account = read("zeek", _one(tmp_path, header=HEADER.replace("\tcount\tstring\n", "\tcount\tcolour\n")))
    assert json.loads(flows(records)[0].fields)["history"] == "ShADadFf"
    assert any("colour" in note for note in account.notes)


def test_a_folder_with_no_log_is_refused(tmp_path: Path) -> None:
    """It says what it looked for."""
    written(tmp_path / "notes.txt", "conn")
    assert ".log" in fault_of("zeek", tmp_path)


def test_one_bad_file_in_a_folder_is_counted(tmp_path: Path) -> None:
    """The others are read."""
    _one(tmp_path)
    written(tmp_path / "dns.log", "")
    records, account = read("zeek", tmp_path)
    assert len(flows(records)) == 1
    assert account.skipped[0].first.place.source.endswith("dns.log")


def test_other_peoples_uids_are_identities_too() -> None:
    """Alike for alike, and within 64 bits; the lab's own come back as the number they were made of."""
    assert flow_of("CHhAvVGS1DHFjwGM9") == flow_of("CHhAvVGS1DHFjwGM9") != flow_of("CHhAvVGS1DHFjwGM8")
    seen = next(iter(conversations(recording())))
    assert flow_of(seen.uid) == seen.flow
    assert flow_of("Czzzzzzzzzzz") < 1 << 64


def test_a_log_is_recognised_by_its_first_line(tmp_path: Path) -> None:
    """Not by its name."""
    assert Zeek.recognises(_one(tmp_path))
    assert not Zeek.recognises(written(tmp_path / "x" / "conn.log", "a,b\n1,2\n"))
