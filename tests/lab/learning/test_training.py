"""Models from lessons, in files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.detectors.learning.model import Origin, read
from twin.lab.learning import training
from twin.lab.learning.lesson import Lesson
from twin.lab.learning.syllabus import Syllabus
from twin.lab.learning.training import check_out, learned, rule_of, train, write
from twin.lab.run import Run

ORIGIN = Origin("small", (), ("quiet-day under flat",), (1001,), 4.0, 60.0, "p")


def test_one_learner_and_a_federation_know_the_same_groups_and_patterns(quiet_run: Run, lessons: list[Lesson]) -> None:
    """From the same lessons."""
    one, many = (learned(lessons, quiet_run.site, ORIGIN, rule) for rule in (None, "mean"))
    assert sorted(one.groups) == sorted(many.groups)
    assert sorted(one.patterns) == sorted(many.patterns)
    assert one.days == many.days == pytest.approx(4 / 24)


def test_the_file_is_read_as_it_was_written_and_written_again_alike(
    quiet_run: Run, lessons: list[Lesson], tmp_path: Path
) -> None:
    """Byte for byte, and no larger than three hundred kilobytes."""
    model = learned(lessons, quiet_run.site, ORIGIN)
    sizes = [write(model, tmp_path / name) for name in ("a.json", "b.json")]
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert sizes[0] == (tmp_path / "a.json").stat().st_size < 300_000
    assert read(tmp_path / "a.json").to_json() == json.loads((tmp_path / "b.json").read_text("utf-8"))


def test_training_gives_every_lesson_of_the_syllabus_and_says_how_far_it_is(
    lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file names site, stories under postures, seeds and hours."""
    monkeypatch.setattr(training, "give", lambda _: lessons[0])
    told: list[tuple[int, int]] = []
    syllabus = Syllabus("small", ("flat", "zones"), parts=1, hours=0.1, odd=1)
    model = train(syllabus, None, 1, lambda done, jobs: told.append((done, jobs)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert model.origin.seeds == (1001, 1002, 1003, 1004)
    assert model.origin.lessons == tuple(
        f"{s} under {p}" for s in ("quiet-day", "look-alikes") for p in ("flat", "zones")
    )
    assert model.origin.hours == pytest.approx(4.0)
    assert "amr-001" in model.origin.assets
    assert train(syllabus, "median", 1).origin.assets == ()


def test_a_rule_or_a_file_that_cannot_be_is_refused_before_anything_is_learned(tmp_path: Path) -> None:
    """By the flag."""
    assert rule_of(None) is None
    assert rule_of("median") == "median"
    with pytest.raises(BadInput, match="did you mean median"):
        rule_of("medan")
    with pytest.raises(BadInput, match=r"is not a \.json file"):
        check_out(tmp_path / "model")
    with pytest.raises(BadInput, match="is no folder"):
        check_out(tmp_path / "nowhere" / "model.json")
