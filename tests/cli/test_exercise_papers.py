"""exercise report, exercise msel, exercise pack."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("openpyxl")
pytest.importorskip("fpdf")
pytest.importorskip("itsdangerous")

from twin.cli import BAD_INPUT, GOOD, main
from twin.exercise.file import load_exercise
from twin.exercise.papers.to_disk import INDEX

TEXT = """
format: 1
title: Six minutes
twin: {story: quiet-day, posture: flat, hours: 0.1}
roles: [{id: soc, title: Analyst}]
modules: [{id: one, title: One, minutes: 10}]
objectives: [{id: a, text: Answer, rate: {P: happened(inject.call)}}]
injects: [{id: call, module: one, when: {at: 1 min}, to: soc, text: Somebody calls}]
"""
NAME = "coffee-machine"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that a play left."""
    folder = tmp_path_factory.mktemp("room")
    text, moves = folder / "six-minutes.yaml", folder / "moves.yaml"
    text.write_text(TEXT, "utf-8")
    moves.write_text(
        "format: 1\ntitle: Nobody acts\nmoves:\n  - {seat: soc, acknowledge: call, after: call}\n", "utf-8"
    )
    assert main(["exercise", "play", str(text), "--script", str(moves), "--out", str(folder / "done")]) == GOOD
    return folder / "done"


def test_a_report_is_written_in_both_editions_each_in_its_folder(
    played: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file and the log go with the facilitators' alone."""
    out = tmp_path / "report"
    assert main(["exercise", "report", str(played), "--as", "html", "--as", "md", "--out", str(out)]) == GOOD
    files = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert {"facilitator/after-action.html", "facilitator/after-action.md", "facilitator/events.jsonl"} <= files
    assert {"participant/after-action.html", INDEX} <= files
    assert "participant/exercise.yaml" not in files
    assert "Nothing attacked" in capsys.readouterr().out


def test_as_json_it_is_one_document(played: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else."""
    assert main(["exercise", "report", str(played), "--edition", "facilitator", "--json"]) == GOOD
    told = json.loads(capsys.readouterr().out)
    assert told["sections"][0]["title"] == "Overview"
    assert told["figures"]["ratings"]["a"]["proposed"] == "P"


@pytest.mark.parametrize(
    "words",
    [["--as", "doc"], ["--cover", "x=1"], ["--edition", "all"], ["--earlier", "nowhere"]],
)
def test_wrong_words_are_refused_before_anything_is_written(played: Path, tmp_path: Path, words: list[str]) -> None:
    """With exit code 2."""
    out = tmp_path / "report"
    assert main(["exercise", "report", str(played), *words, "--out", str(out)]) == BAD_INPUT
    assert not out.exists()


def test_the_list_of_injects_goes_out_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a workbook and from it; without a file it is printed."""
    table, text = tmp_path / "list.xlsx", tmp_path / f"{NAME}.yaml"
    assert main(["exercise", "msel", NAME, "--to", str(table)]) == GOOD
    assert main(["exercise", "msel", NAME, "--read", str(table), "--to", str(text)]) == GOOD
    assert load_exercise(text).exercise == load_exercise(NAME).exercise
    capsys.readouterr()
    assert main(["exercise", "msel", NAME]) == GOOD
    assert capsys.readouterr().out.startswith("id,module,when,to,")


def test_a_table_that_is_wrong_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its faults name row and column."""
    table, text = tmp_path / "list.csv", tmp_path / "new.yaml"
    table.write_text("id,module,text\na,nowhere,Hello\n", "utf-8")
    assert main(["exercise", "msel", NAME, "--read", str(table), "--to", str(text)]) == BAD_INPUT
    assert f"{table}:2:2  missing-reference" in capsys.readouterr().err
    assert not text.exists()


def test_the_pack_is_an_archive_or_a_folder(tmp_path: Path) -> None:
    """With every paper."""
    assert main(["exercise", "pack", NAME, "--as", "md", "--out", str(tmp_path / "pack.zip")]) == GOOD
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        names = set(archive.namelist())
    assert {"players/situation-manual.md", "facilitators/inject-cards.md", "facilitators/msel.xlsx"} <= names
    assert main(["exercise", "pack", NAME, "--as", "md", "--out", str(tmp_path / "pack")]) == GOOD
    assert (tmp_path / "pack" / "facilitators" / "forms.md").is_file()
