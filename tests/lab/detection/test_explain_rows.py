"""Explanations look at the rows that detectors read, all of them at once."""

from __future__ import annotations

import json
from pathlib import Path

from tests.lab.detection.takes import TAKE
from twin.lab.detection.explain_rows import sight_of_recording, sight_of_take
from twin.lab.detection.tapes import make_tape
from twin.lab.recording import RUN_FILE
from twin.lab.run import run


def test_a_story_and_its_recording_are_the_same_rows(tmp_path: Path) -> None:
    """Table by table; what made which flow is known of the story alone."""
    done = run(TAKE.story, TAKE.posture, seed=TAKE.seed, hours=TAKE.hours, settings=TAKE.settings)
    done.log.write(tmp_path)
    done.recording.write_register(tmp_path)
    (tmp_path / RUN_FILE).write_text(json.dumps({**done.to_json(), "inputs": done.recipe.to_json()}), encoding="utf-8")
    told, brought = sight_of_take(TAKE, tmp_path / "cache"), sight_of_recording(tmp_path, TAKE.posture, None)
    for table, columns in told.tables.items():
        assert len(columns["time"]) == len(brought.tables[table]["time"]), table
        assert columns["time"].tolist() == brought.tables[table]["time"].tolist()
    assert set(told.steps.values()) >= {"scan"}
    assert brought.steps == {}
    assert told.label == "coffee-machine under zones, seed 1"


def test_a_kept_run_is_not_made_again(tmp_path: Path) -> None:
    """The tape of a test is that of an explanation."""
    tape = make_tape(TAKE, tmp_path)
    before = sorted(path.stat().st_mtime_ns for path in tape.folder.iterdir())
    assert sight_of_take(TAKE, tmp_path).span_us == tape.truth.span_us
    assert sorted(path.stat().st_mtime_ns for path in tape.folder.iterdir()) == before
    assert [path.name for path in tmp_path.iterdir()] == [TAKE.key]


def test_the_whole_run_is_one_batch(tmp_path: Path) -> None:
    """Every row lies in it."""
    sight = sight_of_take(TAKE, tmp_path)
    assert sight.whole.from_us == 0
    assert int(sight.tables["flow"]["time"][-1]) < sight.whole.to_us
    assert sight.watch.inventory.assets != ()
