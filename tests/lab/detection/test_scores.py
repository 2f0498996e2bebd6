"""Scores: right and wrong alerts of each voice, at a base rate, beside those that know nothing."""

from __future__ import annotations

import pytest

from tests.lab.detection.seen import alert, seen, step
from twin.core.units import MINUTE_US
from twin.lab.detection.results import Listened
from twin.lab.detection.scores import FIELD_DAYS, NULLS, attacked_us, scores_of

HEARD = (Listened(0, "scan", ran=True, reason=""), Listened(1, "dns", ran=True, reason=""),
         Listened(2, "beacon", ran=False, reason="x"))  # fmt: skip


def test_each_voice_is_counted_apart_and_who_was_deaf_has_no_score() -> None:
    """A rule speaks under its title; a detector that said nothing is there too."""
    rule = alert(detector="sigma", rule="id-1", title="A rule")
    runs = (seen(1, alert(), alert(right=False), rule, listened=HEARD), seen(2, listened=HEARD))
    found = {score.voice: score for score in scores_of(runs, ())}
    assert list(found) == ["scan", "dns", "A rule"]
    assert (found["scan"].right, found["scan"].wrong, found["scan"].precision) == (1, 1, 0.5)
    assert (found["scan"].recall.mean, found["scan"].recall.n) == (0.5, 2)
    assert found["dns"].precision is None
    assert found["dns"].field_precision.mean is None
    assert found["scan"].wrong_per_day.mean == pytest.approx(1 / (72 / 1440))


def test_precision_in_the_field_falls_with_the_rarity_of_attacks() -> None:
    """One right alert an attack against twenty wrong ones a day, one attack in thirty days: 1 in 601."""
    runs = (seen(1, alert(), alert(right=False), listened=HEARD), seen(2, alert(), listened=HEARD))
    field = scores_of(runs, ())[0].field_precision
    assert field.mean == pytest.approx(1 / (1 + FIELD_DAYS * 20))
    assert field.lo is not None
    assert field.hi is not None
    assert field.lo < field.mean < field.hi


def test_the_base_rate_is_time_under_attack() -> None:
    """Steps that overlap count once, benign ones not at all, open ones to the end."""
    late = step(start_us=11 * MINUTE_US, end_us=None)
    assert attacked_us(seen(1)) == 2 * MINUTE_US
    assert attacked_us(seen(1, steps=(step(), late))) == 26 * MINUTE_US
    assert attacked_us(seen(1, steps=(step(benign=True),))) == 0


def test_null_detectors_stand_last_and_variants_and_recordings_are_left_out() -> None:
    """What is harder on purpose, or without a truth, is no measure."""
    nulls = [seen(1, alert(detector="always"), listened=(Listened(0, "always", ran=True, reason=""),))]
    found = scores_of([seen(1, listened=HEARD), seen(2, alert(), variant=("a=1",)), seen(3, alert(), story="")], nulls)
    assert [(score.voice, score.null) for score in found] == [("scan", False), ("dns", False), ("always", True)]
    assert found[0].right == 0
    assert [choice.kind for choice in NULLS] == ["never", "random", "always"]
