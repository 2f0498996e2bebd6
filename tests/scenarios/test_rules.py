"""Our Sigma rules: each can speak, each can be silent, and each says what a reader needs."""

from __future__ import annotations

import csv
import json
import math
import runpy
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml

from twin import run
from twin.detectors.sigma_rules.read import load_rules
from twin.detectors.sigma_rules.status import faults_of
from twin.lab.detection.cases import judge_cases
from twin.lab.detection.detect_file import TestFile as DetectFile
from twin.lab.detection.detect_file import read_test

FOLDERS = ("ot", "iot", "network", "physical")
LOGS = {"robot": "robot_state", "hvac-sensor": "reading", "hvac-setpoint": "control", "bus": "bus", "alarm": "alarm"}
"""The schema of each log source of the process, and its table."""
POSTURE = """\
format: 1
title: Every rule, on a flat network with a tap on the bus
policy: {kind: flat}
taps: [{at: core}, {at: edge}, {at: bus}]
ruleset:
  - {kind: sigma, rules: [ot, iot, network, physical], cadence_s: 10}
"""


@pytest.fixture(scope="module")
def posture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A posture that reads every rule."""
    path = tmp_path_factory.mktemp("posture") / "every-rule.yaml"
    path.write_text(POSTURE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def written(repo: Path) -> list[dict[str, Any]]:
    """Every document that raises alerts."""
    files = sorted(path for folder in FOLDERS for path in (repo / "scenarios" / "rules" / folder).glob("*.yml"))
    found = [document for path in files for document in yaml.safe_load_all(path.read_text("utf-8"))]
    return [document for document in found if "level" in document]


def test_every_rule_is_understood(repo: Path) -> None:
    """All folders together: no field or log that the lab lacks, no title or id twice."""
    ruleset = load_rules([repo / "scenarios" / "rules" / folder for folder in FOLDERS], {})
    assert faults_of(ruleset, report=False) == []
    assert len(ruleset.judgements) >= 36 + 20


def test_every_rule_says_what_a_reader_needs(repo: Path, written: list[dict[str, Any]]) -> None:
    """Identity, author, date, a description in sentences, techniques of the catalogue, and what it mistakes."""
    known = {
        row["id"]
        for name in ("attack-ics.csv", "attack-enterprise.csv")
        for row in csv.DictReader((repo / "scenarios" / "attack" / name).read_text("utf-8").splitlines())
    }
    for rule in written:
        assert UUID(rule["id"]).version == 5
        assert isinstance(rule["date"], date), rule["title"]
        assert all(rule[key] for key in ("author", "falsepositives")), rule["title"]
        assert rule["description"].strip().endswith("."), rule["title"]
        words = [tag.removeprefix("attack.").upper() for tag in rule["tags"]]
        techniques = [word for word in words if word[1:5].isdigit()]
        assert techniques, rule["title"]
        assert set(techniques) <= known, rule["title"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_rule_has_a_case_of_each_kind_and_keeps_them(
    repo: Path, written: list[dict[str, Any]], folder: str
) -> None:
    """A rule that cannot be silent, or cannot speak, is no rule."""
    file = read_test(repo / "scenarios" / "detections" / f"{folder}.detect.yml")
    assert isinstance(file, DetectFile)
    verdicts = {(case.rule, case.match) for case in file.test.cases}
    files = sorted((repo / "scenarios" / "rules" / folder).glob("*.yml"))
    titles = {
        document["title"]
        for path in files
        for document in yaml.safe_load_all(path.read_text("utf-8"))
        if "level" in document
    }
    assert {title for title in titles if (title, True) not in verdicts or (title, False) not in verdicts} == set()
    assert {document["title"] for document in written} >= titles
    broken = [(check.subject, check.message) for check in judge_cases(file) if check.verdict != "passed"]
    assert broken == []


def test_a_takeover_is_told_by_cyber_and_by_physical_rules_and_a_quiet_morning_by_none(posture: Path) -> None:
    """Someone guesses a password, silences an alarm and warms a room; without that, the same hub says nothing."""
    done = run("bms-takeover", posture, hours=0.3)
    said = {row["title"] for row in done.log.records("alert")}
    assert {
        "Password guessed", "Maker's account opened a thing", "Alarm limit of a controller written",
        "Setpoint that no goods want",
    } <= said  # fmt: skip
    quiet = run("bms-takeover", posture, hours=0.3, quiet=True)
    assert [(row["title"], row["entity"]) for row in quiet.log.records("alert")] == []


def test_rows_of_a_run_are_what_the_schemas_say(repo: Path, posture: Path) -> None:
    """Fields, types and bounds of every log of the process; a row with a wrong field is refused."""
    done = run("wifi-jamming", posture, hours=0.3)
    for name, table in LOGS.items():
        schema = json.loads((repo / "docs" / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        rows = [_as_json(row) for row in done.log.records(table)]
        assert rows, table
        for row in rows[:40] + rows[-40:]:
            judge.validate(row)
        assert not judge.is_valid({**rows[0], "strange": 1})
        assert not judge.is_valid({**rows[0], "time": "noon"})


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(value, float) and math.isnan(value) else value for key, value in row.items()}


def test_the_page_says_what_rules_and_kept_numbers_say(repo: Path) -> None:
    """Whoever changes a rule, or measures again, writes the page anew: ``python docs/rules.py``."""
    script = runpy.run_path(str(repo / "docs" / "rules.py"))
    page = (repo / "docs" / "rules.md").read_text("utf-8")
    told = json.loads((repo / "docs" / "data" / "rules.json").read_text("utf-8"))
    assert script["written"](page, told) == page
    count = sum(len(script["rules"](folder)) for folder in FOLDERS)
    assert f"{count} rules in Sigma" in page


def test_the_page_says_how_many_hours_and_runs_stand_behind_its_rates(repo: Path) -> None:
    """A rate without its hours, or a share without its runs, is no figure."""
    page = (repo / "docs" / "rules.md").read_text("utf-8")
    told = json.loads((repo / "docs" / "data" / "rules.json").read_text("utf-8"))
    assert f"in {24 * told['benign']['days']:g} hours without an attack" in page
    assert told["benign"]["runs"] == {"quiet-day": 6, "look-alikes": 3}
    runs = [story["runs"] for story in told["stories"].values()]
    assert f"were told {sum(runs)} times" in page
    assert [name for name, story in told["stories"].items() if story["runs"] > 1] == ["bms-takeover"]


def test_kept_numbers_speak_of_rules_that_exist(repo: Path, written: list[dict[str, Any]]) -> None:
    """A rule that was renamed or dropped leaves no figure behind; no rule was found in more runs than there were."""
    told = json.loads((repo / "docs" / "data" / "rules.json").read_text("utf-8"))
    titles = {rule["title"] for rule in written}
    assert set(told["benign"]["alerts"]) <= titles
    for story in told["stories"].values():
        assert set(story["rules"]) <= titles
        assert all(0 < hits <= story["runs"] for hits in story["rules"].values())
