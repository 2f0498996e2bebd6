"""An import is a folder that reads like a run's, says what became of every record, and is whole or not there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.lab.exporters.recordings import recording
from tests.lab.exporters.recordings import written as a_run
from tests.lab.importers.packets import CLIENT, handshake, pcap, tcp
from tests.lab.importers.sources import CONN, EXPORTS, HEADER, PROCESS, exported, written
from twin.core.errors import BadInput
from twin.lab.export import export
from twin.lab.import_data import BESIDE_FILE, import_data, importer_of, read_data
from twin.lab.importers.base import Options
from twin.lab.questions import ask
from twin.lab.recording import IMPORT_FILE, REGISTER_FILE, Recording
from twin.net.protocols import PROTOCOLS
from twin.net.wire.said import Said

STARTS = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def _conn(tmp_path: Path, text: str = CONN) -> Path:
    return written(tmp_path / "in" / "conn.log", HEADER + text)


def test_time_0_is_the_second_of_the_first_record(tmp_path: Path) -> None:
    """Or the date that was given; rows from before it are counted."""
    done = import_data(_conn(tmp_path), tmp_path / "out")
    assert done.recording.starts == STARTS
    assert [row["time"] for row in done.recording.rows("flow")] == [1]
    later = import_data(_conn(tmp_path), tmp_path / "later", options=Options(starts=datetime(2024, 1, 1, tzinfo=UTC)))
    assert later.rows == {"flow": 0}
    assert later.account.notes == {"rows before the given start left out": 1}


def test_the_folder_says_what_became_of_every_record(tmp_path: Path) -> None:
    """Read, skipped with the first place, unknown fields, what the kind cannot carry."""
    done = import_data(_conn(tmp_path, CONN + CONN.replace("443", "x")), tmp_path / "out")
    document = json.loads((tmp_path / "out" / IMPORT_FILE).read_text())
    assert (document["kind"], document["rows"], document["read"]) == ("zeek", {"flow": 1}, {"conn": 1})
    assert document["skipped"][0]["first"].endswith("conn.log:9")
    assert document["unknown_fields"] == {"conn": {"history": 1}}
    assert document["columns_that_this_kind_lacks"] == ["action", "rule", "tap"]
    assert document["partial"] is done.partial is False


def test_what_has_no_column_stands_beside(tmp_path: Path) -> None:
    """By flow, file and line."""
    done = import_data(_conn(tmp_path), tmp_path / "out")
    assert done.beside == tmp_path / "out" / BESIDE_FILE
    [row] = pq.read_table(done.beside).to_pylist()
    assert (row["file"], row["line"], json.loads(row["fields"])["history"]) == ("conn.log", 8, "ShADadFf")
    assert row["flow"] == next(done.recording.rows("flow"))["flow"]


def test_a_register_gives_names_to_addresses(tmp_path: Path) -> None:
    """Its assets stay what they are; others are named by their address."""
    folder = a_run(tmp_path / "run")
    path = exported("zeek", tmp_path / "logs")
    done = import_data(path, tmp_path / "out", register=folder / REGISTER_FILE)
    assert {row["src"] for row in done.recording.rows("flow")} == {"camera-01", "gateway-01"}
    assert all(asset in done.recording.assets for asset in recording().assets)
    unnamed = import_data(path, tmp_path / "unnamed")
    assert {row["src"] for row in unnamed.recording.rows("flow")} == {"10.50.0.10", "10.30.0.10"}


@pytest.mark.parametrize("exporter", EXPORTS)
def test_an_import_can_be_exported_and_asked(exporter: str, tmp_path: Path) -> None:
    """As any run: in other tools' formats, and in SQL."""
    import_data(exported(exporter, tmp_path / "in"), tmp_path / "out")
    for kind in ("zeek", "eve", "csv", "parquet", "syslog"):
        assert export(tmp_path / "out", kind, tmp_path / kind).files
    answer = ask(Recording.read(tmp_path / "out"), "select count(*) as n from flow where state = 'SF'")
    assert answer.to_pylist()[0]["n"] >= 10


def test_memory_gives_what_the_folder_gives(tmp_path: Path) -> None:
    """Both for flows and for readings."""
    for path, table in ((_conn(tmp_path), "flow"), (written(tmp_path / "p.csv", PROCESS), "reading")):
        done, here = import_data(path, tmp_path / table), read_data(path)
        assert (here.rows, here.recording.starts) == (done.rows, done.recording.starts)
        assert here.recording.assets == done.recording.assets
        assert repr(list(here.recording.rows(table))) == repr(list(done.recording.rows(table)))


def test_sensors_are_in_the_register(tmp_path: Path) -> None:
    """So that detectors of physics know them."""
    done = import_data(written(tmp_path / "p.csv", PROCESS), tmp_path / "out")
    assert {asset.name: asset.traits["measures"] for asset in done.recording.assets}["L_T1"] == "level"


def test_only_an_earlier_import_is_replaced(tmp_path: Path) -> None:
    """A run, somebody's pictures and the source itself stay."""
    path = _conn(tmp_path)
    import_data(path, tmp_path / "out")
    import_data(path, tmp_path / "out")
    written(tmp_path / "pictures" / "x.png", b"x")
    for folder in (tmp_path / "pictures", a_run(tmp_path / "run"), path.parent):
        with pytest.raises(BadInput, match="folder-in-use"):
            import_data(path, folder)


def test_nothing_is_left_where_nothing_could_be_read(tmp_path: Path) -> None:
    """Whole or not there."""
    with pytest.raises(BadInput):
        import_data(_conn(tmp_path, "no row\n"), tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_every_fault_of_a_request_is_named_at_once(tmp_path: Path) -> None:
    """The file, the folder, the register."""
    with pytest.raises(BadInput) as refused:
        import_data(tmp_path / "none", tmp_path / "a" / "b", register=tmp_path / "no.json")
    assert {fault.code for fault in refused.value.faults} == {"missing-file", "missing-folder"}
    assert len(refused.value.faults) == 3


def test_what_a_path_is_must_be_clear(tmp_path: Path) -> None:
    """An unknown kind, nothing recognised, nothing there."""
    path = written(tmp_path / "x", "some words")
    with pytest.raises(BadInput, match="did you mean pcapng"):
        importer_of(path, "pcapgn")
    with pytest.raises(BadInput, match="--format"):
        importer_of(path)
    with pytest.raises(BadInput, match="empty-file"):
        importer_of(written(tmp_path / "y", ""))


def test_mqtt_in_the_clear_is_read_from_a_capture(tmp_path: Path) -> None:
    """To port 1883: what was published, with its number."""
    broker = ("10.0.0.2", 1883)
    said = Said(verb="PUBLISH", object="site/chill-1/temperature", status="ok", value=4.25, user="gateway-01")
    request, _ = PROTOCOLS["mqtt_plain"]().exchange(said)
    frames = [*handshake(CLIENT, broker), tcp(CLIENT, broker, 0x18, 100, request)]
    path = written(tmp_path / "x.pcap", pcap(*[(1 + n / 1000, raw) for n, raw in enumerate(frames)]))
    rows = list(import_data(path, tmp_path / "out").recording.rows("flow"))
    assert [(row["service"], row["verb"], row["object"], row["user"]) for row in rows] == [
        ("mqtt_plain", "CONNECT", "", "gateway-01"), ("mqtt_plain", "PUBLISH", "site/chill-1/temperature", ""),
    ]  # fmt: skip
    assert rows[1]["value"] == 4.25


@pytest.mark.parametrize("kind", ["pcap", "pcapng"])
def test_a_folder_with_one_capture_is_read_as_it(kind: str, tmp_path: Path) -> None:
    """As an export lies there; two are refused by name, and Zeek logs beside it come first."""
    path = exported(kind, tmp_path / "in")
    assert importer_of(tmp_path / "in")[0] == kind
    assert import_data(tmp_path / "in", tmp_path / "out").rows == import_data(path, tmp_path / "one").rows
    written(path.with_name(f"again.{kind}"), path.read_bytes())
    with pytest.raises(BadInput, match=f"2 captures: again.{kind}, capture.{kind}"):
        import_data(path.parent, tmp_path / "two")
    written(path.with_name("conn.log"), HEADER + CONN)
    assert importer_of(path.parent)[0] == "zeek"
