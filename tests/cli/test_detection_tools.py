"""``twin detect explain``, ``diff``, ``coverage`` and ``convert`` answer with words, documents and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from tests.lab.detection.sights import CYCLE, SINGLE, UNABLE, write_rule
from tests.lab.detection.takes import EARLY
from tests.lab.detection.test_convert import OLD
from tests.lab.detection.test_diff_run import RULE
from twin import cli

TEXT = f"""
format: 1
title: x
story: coffee-machine
hours: 0.05
set: {list(EARLY)}
seeds: 1
detectors: [{{kind: sigma, rules: [./rules]}}]
expect: [{{rule: Failed contacts, entity: coffee-01, alerts: {{at_least: 1}}}}]
"""


def _document(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_explain_answers_in_words_and_in_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 fired, 5 without a row, 2 where any of the rules that are meant is unable."""
    asked = ["--story", "coffee-machine", "--hours", "0.02", "--cache", str(tmp_path / "cache")]
    path, _ = write_rule(tmp_path, SINGLE)
    assert cli.main(["detect", "explain", str(path), *asked]) == 5
    assert capsys.readouterr().out.startswith("Write from an office: silent: this run has no row of modbus")
    path, _ = write_rule(tmp_path, UNABLE)
    assert cli.main(["detect", "explain", str(path), *asked, "--json"]) == 2
    assert _document(capsys)["exit_code"] == 2
    path, _ = write_rule(tmp_path, SINGLE.replace("modbus", "dns").replace("write and office and not", "not"))
    assert cli.main(["detect", "explain", str(path), *asked]) == 0
    path, _ = write_rule(tmp_path, f"{path.read_text(encoding='utf-8')}---\n{UNABLE}")
    assert cli.main(["detect", "explain", str(path), *asked]) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "scan"],
        ["explain", "scan", "--story", "coffee-machine", "--logs", "x"],
        ["explain", "scan", "--logs", "no-such-folder"],
        ["explain", "scan", "--story", "coffee-machine", "--register", "register.json"],
        ["diff", "zones", "flat"],
        ["diff", "zones", "nothing-of-that-name", "--stories", "coffee-machine"],
        ["coverage", "no-such-file.detect.yml"],
        ["convert", "no-such-folder"],
    ],
)
def test_what_cannot_be_understood_is_three(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """In words on standard error, and as a document."""
    assert cli.main(["detect", *words, "--json"]) == 3
    told = capsys.readouterr()
    assert "nothing was run" in told.err
    assert json.loads(told.out)["exit_code"] == 3


def test_faults_of_rules_are_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With file and line."""
    path, _ = write_rule(tmp_path, RULE.replace("src:", "src|containz:"))
    asked = ["diff", str(path), str(path), "--stories", "coffee-machine", "--hours", "0.02"]
    assert cli.main(["detect", *asked]) == 2
    assert f"{path}:5" in capsys.readouterr().err


def test_rules_that_rest_on_each_other_are_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault with its place, and no rule of the ring counts as usable."""
    path, _ = write_rule(tmp_path, CYCLE)
    asked = ["explain", str(path), "--story", "coffee-machine", "--hours", "0.02", "--cache", str(tmp_path / "cache")]
    assert cli.main(["detect", *asked]) == 2
    assert f"{path}:3:22  rule-cycle" in capsys.readouterr().err
    assert cli.main(["detect", "convert", str(path), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["usable"] == 0


def test_a_difference_is_one_where_something_got_worse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And 0 where nothing changed; coverage of the same test says what it leaves open."""
    (tmp_path / "rules").mkdir()
    write_rule(tmp_path / "rules", RULE)
    test, other = write(tmp_path, TEXT), write_rule(tmp_path, RULE.replace("[S0, REJ]", "SHR"))[0]
    asked = ["--tests", str(test), "--cache", str(tmp_path / "cache"), "--workers", "1"]
    first = str(tmp_path / "rules")
    assert cli.main(["detect", "diff", first, first, *asked]) == 0
    assert capsys.readouterr().out.startswith("no difference")
    assert cli.main(["detect", "diff", first, str(other), *asked, "--json"]) == 1
    assert _document(capsys)["worse"] is True
    out = tmp_path / "out"
    words = ["detect", "coverage", str(test), "--cache", str(tmp_path / "cache"), "--out", str(out)]
    assert cli.main(words) == 0
    assert "2 leaves not exercised" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["coverage.json", "layer-enterprise.json", "layer-ics.json"]
    assert cli.main([*words, "--json"]) == 0
    assert _document(capsys)["runs"] == 1


def test_conversion_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds something else is left alone."""
    path, _ = write_rule(tmp_path, OLD)
    assert cli.main(["detect", "convert", str(path), "--out", str(tmp_path / "out")]) == 0
    assert "2 of 2 rules usable; 1 of 1 file converted" in capsys.readouterr().out
    assert (tmp_path / "out" / "rule.yml").is_file()
    assert cli.main(["detect", "convert", str(path), "--json"]) == 0
    assert _document(capsys)["exit_code"] == 0
    assert cli.main(["detect", "convert", str(path), "--out", str(tmp_path)]) == 3
