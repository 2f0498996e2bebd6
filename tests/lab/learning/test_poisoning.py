"""Members that lie, and what it costs under each rule."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.learning.federation import Update
from twin.detectors.learning.model import Origin
from twin.lab.learning.lesson import Lesson
from twin.lab.learning.poisoning import RULES, WAYS, poisoned, table, tamper
from twin.lab.learning.scoring import exam
from twin.lab.run import Run

ORIGIN = Origin("any", (), (), (), 4.0, 60.0, "")


@pytest.mark.parametrize(
    ("way", "number", "sent"),
    [
        ("scaled", 1, [4.0, 8.0]),
        ("flipped", 2, [-1.0, -2.0]),
        ("shifted", 3, [101.0, 102.0]),
        ("shifted", 1, [1.0, 2.0]),
    ],
)
def test_a_liar_sends_what_its_way_says_and_the_honest_what_they_found(
    way: str, number: int, sent: list[float]
) -> None:
    """Scaled by the number of members, flipped in sign, or shifted in the last round alone."""
    update = Update({"a": np.array([1.0, 2.0])}, {"a": 5})
    change = tamper(way, 1, 4)
    assert change(number, 0, update).numbers["a"].tolist() == sent
    assert change(number, 1, update) is update


def test_one_liar_of_four_blinds_a_mean_and_no_robust_rule(
    quiet_run: Run, attacked_run: Run, lessons: list[Lesson]
) -> None:
    """Shifted thresholds: the mean finds nothing of a gigabyte any more."""
    members = [lesson.member(quiet_run.site) for lesson in lessons]
    found = table(members, 4 / 24, [exam(quiet_run)], [exam(attacked_run)], (0.0, 0.25))
    recall = {(each.way, each.share, each.rule): each.grade.recall.mean for each in found}
    assert len(recall) == len(WAYS) * 2 * len(RULES)
    assert all(recall[way, 0.0, rule] == 1.0 for way in WAYS for rule in RULES)
    assert recall["shifted", 0.25, "mean"] == 0.0
    assert all(recall[way, 0.25, rule] == 1.0 for way in WAYS for rule in ("median", "trimmed_mean"))


def test_nobody_lies_at_a_share_of_nothing(quiet_run: Run, lessons: list[Lesson]) -> None:
    """The model is the honest one, whatever the way would have been."""
    members = [lesson.member(quiet_run.site) for lesson in lessons]
    first, second = (poisoned(members, ORIGIN, 4 / 24, "mean", way, 0.0) for way in ("scaled", "shifted"))
    assert first.to_json() == second.to_json()
