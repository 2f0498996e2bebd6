"""Whatever is named with --logs is found, imported once, or refused with all that is in it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.detection.logs import account_of, find_logs

CONN = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tconn_state\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tstring\n"
    "1700000000.0\tCa1\t10.0.0.1\t50000\t10.0.0.2\t502\ttcp\tmodbus\tSF\n"
    "1700000002.0\tCa3\t10.0.0.9\tmany\t10.0.0.2\t502\ttcp\t-\tS0\n"
)
TABLE = "DATETIME,P1,ATT_FLAG\n2026-02-01 10:00:00,1.5,0\n2026-02-01 10:01:00,1.6,1\n"
EVE = '{"timestamp":"2026-03-02T08:30:00.000000+0000","flow_id":1,"event_type":"flow","src_ip":"10.0.0.1"}\n'


def test_zeek_logs_are_imported_once_plain_or_packed(tmp_path: Path) -> None:
    """The second time nothing is read; what could not be read is told both times; a changed file is another import."""
    folder, cache = tmp_path / "zeek", tmp_path / "cache"
    folder.mkdir()
    (folder / "conn.log.gz").write_bytes(gzip.compress(CONN.encode()))
    first = find_logs(folder, cache)
    written = (first.folder / "import.json").stat().st_mtime_ns
    again = find_logs(folder, cache)
    assert again.folder == first.folder
    assert (again.folder / "import.json").stat().st_mtime_ns == written
    assert first.recording.table("flow").num_rows == 1
    assert len(account_of(again)) == 1
    assert "conn.log.gz" in account_of(again)[0]
    (folder / "conn.log").write_text(CONN, encoding="utf-8")
    assert find_logs(folder, cache).folder != first.folder


def test_a_folder_of_an_import_is_read_where_it_is(tmp_path: Path) -> None:
    """Nothing is imported twice."""
    (tmp_path / "conn.log").write_text(CONN, encoding="utf-8")
    first = find_logs(tmp_path / "conn.log", tmp_path / "cache")
    second = find_logs(first.folder, tmp_path / "other")
    assert second.folder == first.folder
    assert not (tmp_path / "other").exists()


def test_a_folder_with_one_file_of_another_kind_is_that_file(tmp_path: Path) -> None:
    """A process's table in a folder, beside a text and a hidden file."""
    folder = tmp_path / "plant"
    folder.mkdir()
    (folder / "plant.csv").write_text(TABLE, encoding="utf-8")
    (folder / "README.txt").write_text("about", encoding="utf-8")
    (folder / ".conn.log").write_text(CONN, encoding="utf-8")
    found = find_logs(folder, tmp_path / "cache")
    assert (found.imported or {})["kind"] == "csv_process"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"conn.log": CONN, "plant.csv": TABLE, "eve.json": EVE}, r"1 of zeek \(conn.log\)"),
        ({"a.csv": TABLE, "b.csv": TABLE}, r"2 of csv_process \(a.csv, b.csv\)"),
        ({"a.txt": "hello"}, "no log that the lab can read"),
        ({}, "no log that the lab can read"),
    ],
)
def test_what_nobody_can_tell_is_refused_with_all_that_is_there(
    files: dict[str, str], said: str, tmp_path: Path
) -> None:  # fmt: skip
    """Several kinds, several files of one, none."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        find_logs(folder, tmp_path / "cache")


def test_a_file_of_no_kind_may_be_imported_by_hand(tmp_path: Path) -> None:
    """The remedy says how; one that is not there is another fault."""
    (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(BadInput, match="twin import PATH"):
        find_logs(tmp_path / "a.txt", tmp_path / "cache")
    with pytest.raises(BadInput, match="missing-file"):
        find_logs(tmp_path / "b.txt", tmp_path / "cache")
