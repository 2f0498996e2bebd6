"""Kept trials: found again by what decides them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.stories.stories import LOST, trial
from twin.lab.compare import Job
from twin.lab.comparison import Trial
from twin.lab.resources import scenario_root
from twin.lab.scenario import Decision
from twin.lab.stories import kept as module
from twin.lab.stories import matrix
from twin.lab.stories.kept import TrialStore
from twin.lab.stories.matrix import story_matrix

JOB = Job("coffee-machine", "zones", "zones", 1, quiet=False)
MADE = trial(5.0, LOST, 60.0)


def test_what_was_kept_is_found_whole(tmp_path: Path) -> None:
    """Tuples, numbers, and what is undefined; the label of a posture decides nothing."""
    TrialStore(tmp_path / "new").keep(JOB, MADE)
    assert TrialStore(tmp_path / "new").find(JOB) == MADE
    assert TrialStore(tmp_path / "new").find(replace(JOB, label="other")) == MADE


@pytest.mark.parametrize(
    "other",
    [
        replace(JOB, seed=2),
        replace(JOB, quiet=True),
        replace(JOB, posture="flat"),
        replace(JOB, hours=0.5),
        replace(JOB, story="quiet-day"),
        replace(JOB, settings=("plant.orders.per_hour=80",)),
        replace(JOB, decisions=(Decision(at_us=1, undo=1),)),
    ],
)
def test_another_run_is_another_trial(other: Job, tmp_path: Path) -> None:
    """Seed, story, posture, hours, settings and decisions all decide."""
    TrialStore(tmp_path).keep(JOB, MADE)
    assert TrialStore(tmp_path).find(other) is None


def test_a_changed_file_is_another_story_under_the_same_name(tmp_path: Path) -> None:
    """And a changed program makes every trial another."""
    path = tmp_path / "scenario.yaml"
    text = (scenario_root() / "stories" / "coffee-machine" / "scenario.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    job = replace(JOB, story=str(path))
    TrialStore(tmp_path / "kept").keep(job, MADE)
    assert TrialStore(tmp_path / "kept").find(job) == MADE
    path.write_text(text.replace('at: "00:30"', 'at: "00:29"'), encoding="utf-8")
    assert TrialStore(tmp_path / "kept").find(job) is None


def test_another_program_keeps_nothing_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runs may differ."""
    TrialStore(tmp_path).keep(JOB, MADE)
    monkeypatch.setattr(module, "program", lambda: "another")
    assert TrialStore(tmp_path).find(JOB) is None


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    """Cut short, no object, or of other fields."""
    TrialStore(tmp_path).keep(JOB, MADE)
    (file,) = tmp_path.iterdir()
    for text in ("", "[]", '{"metrics": {}}', file.read_text()[:50]):
        file.write_text(text)
        assert TrialStore(tmp_path).find(JOB) is None


def test_a_second_matrix_runs_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One posture more: its run alone is made."""
    made: list[str] = []

    def fake(job: Job) -> Trial:
        made.append(job.label)
        return trial(7.0, {})

    monkeypatch.setattr(matrix, "trial", fake)
    first = story_matrix(["quiet-day"], ["flat"], 1, workers=1, keep=tmp_path)
    both = story_matrix(["quiet-day"], ["flat", "zones"], 1, workers=1, keep=tmp_path)
    assert made == ["flat", "zones"]
    assert both.trials["quiet-day", "flat", 1] == first.trials["quiet-day", "flat", 1]
