"""``twin export`` and ``twin flows`` read what a run left behind."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import written
from tests.lab.importers.sources import CONN, HEADER
from tests.lab.importers.sources import written as source
from twin import cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run's folder, as far as these commands read it."""
    return written(tmp_path / "run")


def test_an_export_names_its_files(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a table for people, in one document for programs."""
    out = tmp_path / "out"
    assert cli.main(["export", str(folder), "--format", "zeek", "--out", str(out), "--from", "2s"]) == 0
    assert "observed/conn.log" in capsys.readouterr().out
    assert cli.main(["export", str(folder), "--format", "eve", "--out", str(out), "--json"]) == 0
    assert [each["file"] for each in json.loads(capsys.readouterr().out)["files"]] == [
        "observed/eve.json",
        "truth/labels.csv",
    ]


def test_flows_are_counted_or_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a query, who spoke to whom; with one, its answer."""
    assert cli.main(["flows", str(folder)]) == 0
    assert "camera-01" in capsys.readouterr().out
    query = "select count(*) as n from flow where action = 'deny'"
    assert cli.main(["flows", str(folder), "--sql", query, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"columns": ["n"], "rows": [{"n": 1}]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["flows", "{folder}", "--sql", "select nothing"], "bad-query"),
        (["flows", "/nowhere"], "missing-folder"),
        (["export", "{folder}", "--format", "zeke", "--out", "x"], "did you mean zeek?"),
        (["export", "{folder}", "--format", "zeek", "--out", "{folder}"], "folder-in-use"),
        (["export", "{folder}", "--format", "zeek", "--out", "x", "--to", "noon"], "--to"),
    ],
)
def test_every_mistake_gets_an_answer(
    folder: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the place, the remedy; nothing is written."""
    before = sorted(folder.rglob("*"))
    assert cli.main([each.format(folder=folder) for each in arguments]) == 2
    assert words in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


def _conn(path: Path, tail: bytes = b"") -> Path:
    return source(path, (HEADER + CONN).encode() + tail)


def test_an_import_says_what_was_read_and_the_detectors_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was left out has its line, what breaks off is marked, and nothing in a file steers the terminal."""
    path = _conn(tmp_path / "conn.log", b"x\n#types\t\x1b[31m\n" + CONN[:50].encode())
    out = str(tmp_path / "out")
    assert cli.main(["import", str(path), "--out", out]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("conn 1", "conn.log:9", "PARTIAL", "conn.log:11"))
    assert "\x1b" not in printed
    assert cli.main(["detect", "run", "--logs", out]) == 0
    assert "did not run" in capsys.readouterr().out
    assert cli.main(["import", str(path), "--out", out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["partial"] is True


LINK = struct.pack("<IHHiIIIIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 147, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "raw", "options", "words"),
    [
        ("conn.log", b"", (), "empty-file"),
        ("conn.log", bytes(range(256)) * 9, (), "unknown-file"),
        ("conn.log", bytes(range(256)) * 9, ("--format", "zeek"), "missing-key"),
        ("x.pcap", bytes(range(256)) * 9, ("--format", "pcap"), "is no pcap capture"),
        ("x.pcap", LINK, (), "link type 147"),
        ("x.json", b'{"a":1}\n', ("--format", "eve"), "no event"),
        ("x.csv", b"a,b\n1,2\n", ("--format", "csv_process"), "looks like a time"),
        ("conn.log.gz", b"\x1f\x8b", (), "unknown-file"),
        ("\u00fc\u4e2d.log", b"\xff", (), "unknown-file"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_refused(
    name: str, raw: bytes, options: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the place and the remedy; no folder is left behind."""
    path = source(tmp_path / name, raw)
    assert cli.main(["import", str(path), "--out", str(tmp_path / "out"), *options]) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    assert sorted(tmp_path.iterdir()) == [path]


def test_folders_pipes_and_loops_are_refused_or_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a log, a pipe, a link to itself, a file as the folder; a loop is no trap."""
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.log")
    (tmp_path / "self.log").symlink_to("self.log")
    log = _conn(tmp_path / "logs" / "conn.log")
    (tmp_path / "logs" / "again").symlink_to(".")
    for name, words in (("empty", "holds no Zeek log"), ("pipe.log", "neither a file"), ("self.log", "no such file")):
        assert cli.main(["import", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 2
        assert words in capsys.readouterr().err
    assert cli.main(["import", str(log), "--out", str(log)]) == 2
    assert cli.main(["import", str(tmp_path / "logs"), "--out", str(tmp_path / "out")]) == 0
    assert "conn 1" in capsys.readouterr().out
