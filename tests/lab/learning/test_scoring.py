"""What a model is worth on runs that it was not learned from."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.learning.model import Origin
from twin.lab.learning.lesson import Lesson
from twin.lab.learning.scoring import attack_rows, exam, grade, times_over
from twin.lab.learning.training import learned
from twin.lab.run import Run

ORIGIN = Origin("small", (), (), (), 4.0, 60.0, "")


def test_rows_of_an_attack_are_those_of_whoever_opened_its_flows(attacked_run: Run, quiet_run: Run) -> None:
    """A thermostat's minutes; none on a quiet day."""
    asked = exam(attacked_run)
    names = [asset.name for asset in attacked_run.inventory.register.assets]
    openers = {
        names[number]
        for seen, flags in zip(asked.slices, asked.attacks, strict=True)
        for number in seen.members[flags].tolist()
    }
    assert openers == {"thermostat-01"}
    assert attack_rows([asked]) > 3
    assert attack_rows([exam(quiet_run)]) == 0
    assert asked.rows == sum(len(seen.members) for seen in asked.slices)


def test_a_gigabyte_from_a_thermostat_is_found_at_no_false_row(
    quiet_run: Run, attacked_run: Run, lessons: list[Lesson]
) -> None:
    """Every minute of it, with the interval of so few minutes and the base rate beside it."""
    model = learned(lessons, quiet_run.site, ORIGIN)
    found = grade(model, [exam(quiet_run)], [exam(attacked_run)], rows_per_day=0.0)
    assert found.recall.mean == 1.0
    assert found.recall.lo is not None
    assert found.recall.lo < 0.9
    assert found.false_rows_per_day.mean == 0.0
    assert 0.0 < found.base_rate < 0.05


def test_more_rows_that_may_pass_mean_a_lower_factor(quiet_run: Run, attacked_run: Run, lessons: list[Lesson]) -> None:
    """And as they were learned it is one."""
    model = learned(lessons, quiet_run.site, ORIGIN)
    benign, attacked = [exam(quiet_run)], [exam(attacked_run)]
    strict, loose = (grade(model, benign, attacked, rate).factor for rate in (0.0, 20_000.0))
    assert strict == pytest.approx(float(np.max(times_over(model, benign[0]))))
    assert loose < strict
    assert grade(model, benign, attacked).factor == 1.0
