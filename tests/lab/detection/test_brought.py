"""Recordings that somebody brings are heard; a run's folder knows its truth, an import does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.lab.detection.takes import TAKE
from twin.lab.detection.brought import hear_recording
from twin.lab.detection.listen import Work, do
from twin.lab.detection.results import RunSeen
from twin.lab.recording import IMPORT_FILE, RUN_FILE
from twin.lab.run import run

RULESET = tuple(choice for choice in TAKE.inputs.posture.ruleset if choice.kind == "scan")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves behind, as far as it is read here."""
    done = run(TAKE.story, TAKE.posture, seed=TAKE.seed, hours=TAKE.hours, settings=TAKE.settings)
    found = tmp_path_factory.mktemp("run")
    done.log.write(found)
    done.recording.write_register(found)
    document = {**done.to_json(), "inputs": done.recipe.to_json()}
    (found / RUN_FILE).write_text(json.dumps(document), encoding="utf-8")
    return found


def test_a_folder_of_a_run_is_the_run(folder: Path, tmp_path: Path) -> None:
    """The same alerts, steps and impacts as from a tape of it."""
    brought = hear_recording(folder, TAKE.inputs.posture, RULESET, None)
    (taped,) = do(Work(TAKE, (RULESET,)), tmp_path).runs
    assert brought.alerts != ()
    assert replace(brought, recording="") == replace(taped, recording="", impacts=brought.impacts)
    assert {impact.kind for impact in taped.impacts} == {impact.kind for impact in brought.impacts}


def test_an_import_has_no_truth(folder: Path, tmp_path: Path) -> None:
    """Its alerts are neither right nor wrong."""
    seen: RunSeen = hear_recording(_imported(folder, tmp_path), TAKE.inputs.posture, RULESET, None)
    assert (seen.story, seen.steps, seen.impacts) == ("", (), ())
    assert {alert.entity for alert in seen.alerts} == {"coffee-01"}
    assert not any(alert.right for alert in seen.alerts)


def test_labels_are_the_truth_of_an_import(folder: Path, tmp_path: Path) -> None:
    """A run knows itself, an import knows nothing, and labels say which of its alerts is right."""
    brought = _imported(folder, tmp_path)
    labels = tmp_path / "labels.csv"
    labels.write_text(f"from,to,entity\n{_at(5)},{_at(30)},amr-001\n", encoding="utf-8")
    seen = hear_recording(brought, TAKE.inputs.posture, RULESET, None, labels)
    assert (seen.known, [step.target for step in seen.steps]) == ("labels", ["amr-001"])
    assert {alert.right for alert in seen.alerts} == {False}
    assert hear_recording(folder, TAKE.inputs.posture, RULESET, None).known == "story"
    assert hear_recording(brought, TAKE.inputs.posture, RULESET, None).known == "nothing"


def _at(second: int) -> str:
    return f"{TAKE.inputs.story.starts + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def _imported(folder: Path, into: Path) -> Path:
    """What an import of the run in *folder* would be."""
    for path in folder.rglob("observed/*.parquet"):
        (into / "observed").mkdir(exist_ok=True)
        (into / "observed" / path.name).write_bytes(path.read_bytes())
    (into / "register.json").write_bytes((folder / "register.json").read_bytes())
    (into / IMPORT_FILE).write_text(json.dumps({"kind": "zeek", "rows": {}}), encoding="utf-8")
    return into
