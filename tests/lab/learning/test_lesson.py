"""Lessons of runs."""

from __future__ import annotations

import pickle

import pytest

from twin.lab.learning.lesson import Lesson, batches
from twin.lab.run import Run


def test_a_lesson_is_the_run_minute_by_minute(quiet_run: Run, lessons: list[Lesson]) -> None:
    """Sixty slices, every flow in one of them, and every pattern's flows counted."""
    cut = list(batches(quiet_run.log, quiet_run.span_us, 60.0))
    assert len(cut) == 60
    flows = sum(len(batch.tables["flow"]["time"]) for batch in cut)
    assert flows == int(lessons[0].lessons.seen.counts.sum())
    assert lessons[0].days == pytest.approx(1 / 24)


def test_a_lesson_can_be_sent_and_learned_from_elsewhere(quiet_run: Run, lessons: list[Lesson]) -> None:
    """Its patterns mean the same in another process: they go with their words."""
    lesson = lessons[0]
    sent: Lesson = pickle.loads(pickle.dumps(lesson))  # noqa: S301 - what this test has pickled itself
    here, there = lesson.member(quiet_run.site), sent.member(quiet_run.site)
    words = here.features.spelt(lesson.lessons.patterns)
    assert words == there.features.spelt(sent.lessons.patterns)
    assert ("amr/robots", "broker/fleet", "mqtt", "") in words
