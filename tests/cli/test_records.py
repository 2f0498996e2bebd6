"""``twin export`` and ``twin flows`` read what a run left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import written
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
