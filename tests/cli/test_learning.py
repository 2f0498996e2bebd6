"""``twin detect train``: from a line to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.cli import GOOD, main
from twin.detectors.learning.model import read
from twin.lab.detection.results import CONFIGURATION_ERROR

LITTLE = ["--postures", "flat", "--parts", "1", "--hours", "0.05", "--workers", "1"]


def test_a_model_is_trained_written_and_described(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document with the file, its digest and where it comes from."""
    monkeypatch.setattr("twin.lab.learning.syllabus.ODD", "quiet-day")
    monkeypatch.setattr("twin.lab.learning.syllabus.USUAL", "quiet-day")
    out = tmp_path / "model.json"
    assert main(["detect", "train", "--out", str(out), *LITTLE, "--json"]) == GOOD
    said = json.loads(capsys.readouterr().out)
    assert said["digest"] == read(out).to_json()["digest"]
    assert said["bytes"] == out.stat().st_size
    assert said["origin"]["site"] == "small"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "model.txt"], "not a .json file"),
        (["--out", "nowhere/model.json"], "no folder"),
        (["--out", "model.json", "--members", "median2"], "no rule to agree by"),
        (["--out", "model.json", "--parts", "0"], "at least one part"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong, and the code of a configuration that cannot be."""
    assert main(["detect", "train", *words]) == CONFIGURATION_ERROR
    assert said in capsys.readouterr().err


def test_everything_wrong_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """File, postures, numbers and rule, in one document."""
    wrong = ["--out", "model.txt", "--postures", "zoness,flta", "--parts", "0", "--hours", "-1", "--members", "median2"]
    assert main(["detect", "train", *wrong, "--json"]) == CONFIGURATION_ERROR
    told = json.loads(capsys.readouterr().out)
    assert (told.keys(), len(told["faults"])) == ({"exit_code", "faults"}, 6)
