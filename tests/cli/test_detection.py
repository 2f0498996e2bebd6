"""``twin detect run`` and ``twin detect lint`` answer with words, documents and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.detection.seen import write
from tests.lab.detection.takes import TEXT
from tests.lab.exporters.recordings import written
from twin import cli

MUTE = """
format: 1
title: x
story: coffee-machine
detectors: [{kind: sigma, rules: [./bad.yml]}]
expect: [{detector: sigma, alerts: {at_least: 1}}]
"""


def test_a_regression_is_judged_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words for people, in one document for programs, in a folder for later."""
    file, cache, out = str(write(tmp_path, TEXT)), str(tmp_path / "cache"), tmp_path / "out"
    asked = ["detect", "run", file, "--cache", cache, "--workers", "1"]
    assert cli.main([*asked, "--out", str(out)]) == 0
    assert "3 promises: 3 kept" in capsys.readouterr().out
    assert cli.main([*asked, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["counts"]["passed"] == 3
    assert document["runs"] == {"made": 0, "reused": 2}
    assert json.loads((out / "detect.json").read_text(encoding="utf-8"))["exit_code"] == 0
    assert cli.main([*asked, "--seeds", "1"]) == 1
    assert "all that so few runs can prove" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT.replace("detector: scan", "detector: scam"), 3),
        (TEXT.replace("seeds: 2", "detectors: [{kind: sigma, rules: [./bad.yml]}]\nseeds: 2"), 3),
        (MUTE, 2),
    ],
)  # fmt: skip
def test_faults_have_their_own_codes(tmp_path: Path, text: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """2 for rules, 3 for tests, in words and in the document."""
    (tmp_path / "bad.yml").write_text("title: x\nlogsource: {service: dns}\ndetection: {s: {a: 1}}\n", encoding="utf-8")
    file = str(write(tmp_path, text))
    assert cli.main(["detect", "run", file, "--cache", str(tmp_path / "cache")]) == code
    assert "nothing was run" in capsys.readouterr().out
    assert cli.main(["detect", "run", file, "--json"]) == code
    document = json.loads(capsys.readouterr().out)
    assert document["exit_code"] == code
    assert document["faults"]


def test_an_empty_folder_is_five(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Never green on nothing."""
    assert cli.main(["detect", "run", str(tmp_path)]) == 5
    assert "no test was found" in capsys.readouterr().out
    assert cli.main(["detect", "lint", str(tmp_path)]) == 5
    assert capsys.readouterr().out.startswith("nothing was read")


def test_lint_reads_and_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A test without quiet days is a warning, and no fault."""
    write(tmp_path, TEXT)
    assert cli.main(["detect", "lint", str(tmp_path)]) == 0
    assert "no-quiet-days" in capsys.readouterr().out
    assert cli.main(["detect", "lint", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in document["warnings"]] == ["no-quiet-days"]
    assert document["exit_code"] == 0


def test_options_about_logs_are_refused_without(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who watches what stands in the test file; a posture or site beside it would be heard by nobody."""
    file = str(write(tmp_path, TEXT))
    assert cli.main(["detect", "run", file, "--posture", "flat", "--site", "small", "--json"]) == 3
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [(fault["source"], fault["code"]) for fault in faults] == [
        ("--posture", "missing-key"), ("--site", "missing-key"),
    ]  # fmt: skip


def test_paths_that_are_no_tests_are_faults_of_the_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is no test, and a mistyped name no broken rule: 3, though both names end like a rule's."""
    rule = tmp_path / "rule.yml"
    rule.write_text("title: x\n", encoding="utf-8")
    for asked in (["run", str(rule)], ["coverage", str(rule)], ["run", "nope.yml"], ["convert", "nope.yml"],
                  ["lint", "nope.yml"]):  # fmt: skip
        assert cli.main(["detect", *asked]) == 3
        assert "rule.yml" in (told := "".join(capsys.readouterr())) or "nope.yml" in told


def test_every_spelling_of_yaml_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rules and tests alike: a broken promise in ``X.DETECT.YAML`` is not passed over."""
    rule = "title: x\nlogsource: {service: dns}\ndetection: {s: {query: a}, condition: s}\n"
    for name, title in (("a.yaml", "x"), ("b.YML", "y")):
        (tmp_path / name).write_text(rule.replace("title: x", f"title: {title}"), encoding="utf-8")
    case = "format: 1\ntitle: c\ndetectors: [{kind: sigma, rules: [./]}]\n"
    case += "cases: [{rule: y, event: {query: b}, match: true}]\n"
    for name in ("X.DETECT.YML", "y.detect.yaml"):
        (tmp_path / name).write_text(case, encoding="utf-8")
    assert cli.main(["detect", "run", str(tmp_path)]) == 1
    assert "2 promises: 2 broken" in capsys.readouterr().out
    assert cli.main(["detect", "lint", str(tmp_path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == 4
    assert [w["message"] for w in document["warnings"] if w["code"] == "untested-rule"] == [
        "no test names the rule 'x'"
    ]


def test_a_recording_alone_is_listened_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without tests there is nothing to judge, only to hear; what is no recording is refused."""
    folder = str(written(tmp_path / "run"))
    assert cli.main(["detect", "run", "--logs", folder]) == 0
    assert "alert" in capsys.readouterr().out
    assert cli.main(["detect", "run", "--logs", folder, "--json"]) == 0
    assert {"alerts", "detectors"} <= json.loads(capsys.readouterr().out).keys()
    assert cli.main(["detect", "run", "--logs", str(tmp_path / "nowhere"), "--posture", "zoness"]) == 3
    assert "nowhere" in capsys.readouterr().err


def test_everything_that_is_wrong_with_the_options_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the faults of the tests, as code 3, in one document."""
    file = str(write(tmp_path, TEXT.replace("detector: scan", "detector: scam")))
    (tmp_path / "note").write_text("mine", encoding="utf-8")
    asked = ["detect", "run", file, "--format", "jsn", "--out", str(tmp_path), "--seeds", "0", "--logs", "nowhere"]
    assert cli.main([*asked, "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document.keys() == {"exit_code", "faults"}
    assert document["exit_code"] == 3
    assert [fault["source"] for fault in document["faults"]] == ["--format", "--out", "--seeds", "nowhere", file]
    assert cli.main(["detect", "run", file, "--seeds", "few", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "wrong-type"
