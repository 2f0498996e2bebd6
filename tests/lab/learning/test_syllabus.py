"""Which benign hours are learned."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.lab.learning.syllabus import FIRST_SEED, POSTURES, Syllabus, jobs, seeds_of


def test_every_posture_is_learned_all_around_the_clock_and_every_lesson_has_its_own_seed() -> None:
    """Four parts of five postures, at twenty hours of the day, and one odd morning each."""
    chosen = jobs(Syllabus("small"))
    assert len(chosen) == Syllabus("small").lessons == 25
    assert seeds_of(chosen) == tuple(range(FIRST_SEED, FIRST_SEED + 25))
    usual = [job for job in chosen if job.story == "quiet-day"]
    assert {job.label for job in usual} == set(POSTURES)
    starts = {setting for job in usual for setting in job.settings if setting.startswith("starts=")}
    assert len(starts) == 20
    hours = sorted(int(start.partition("T")[2][:2]) for start in starts)
    assert hours[0] == 0
    assert hours[-1] >= 22
    assert {job.story for job in chosen} == {"quiet-day", "look-alikes"}


def test_nobody_is_accused_while_lessons_are_given() -> None:
    """No detector, so no answer that would change what is usual; no attack either."""
    assert all("ruleset=[]" in job.settings for job in jobs(Syllabus("small")))


@pytest.mark.parametrize("wrong", [{"parts": 0}, {"postures": ()}, {"odd": -1}])
def test_a_syllabus_without_lessons_is_refused(wrong: dict[str, object]) -> None:
    """By the flag that said so."""
    with pytest.raises(BadInput):
        jobs(Syllabus(**{"site": "small", **wrong}))  # type: ignore[arg-type]
