"""Thermometers in company: a fault leaves alone, an attack that leads the mean does not."""

from __future__ import annotations

import numpy as np

from tests.watching import hub, sensor, watch
from twin.detectors.parts.register import Register
from twin.detectors.physics.company import Company
from twin.detectors.physics.groups import Thermometers

COUNT = 10
USUAL = np.linspace(-0.3, 0.3, COUNT)


def _company() -> Company:
    others = tuple(each for each in hub() if each.kind != "sensor")
    assets = (*others, *(sensor(f"t-{n:02d}", "gateway-01") for n in range(COUNT)))
    seen = watch(assets=tuple(sorted(assets, key=lambda each: each.name)))
    company = Company(Thermometers(seen, Register(seen)), 1.0, 5, 0.25)
    for look in range(12):
        assert not len(company.take(4.0 + USUAL + np.sin(look)).sensors)
    return company


def _looks(company: Company, off: dict[int, float], looks: int = 6) -> list[tuple[int, int, bool]]:
    """Look, sensor and whether it leads, of all that is found while some are *off*."""
    values = 4.0 + USUAL
    for number, apart in off.items():
        values[number] += apart
    found = []
    for look in range(looks):
        left = company.take(values)
        found += [(look, *each) for each in zip(left.sensors.tolist(), left.leading.tolist(), strict=True)]
    return found


def test_one_that_leaves_is_found_once_after_some_looks_and_leads_nobody() -> None:
    """However far it is off: that is what broken sensors look like."""
    assert _looks(_company(), {3: 30.0}, 20) == [(4, 3, False)]


def test_a_few_that_leave_to_one_side_lead_the_mean() -> None:
    """Two by two kelvin are 0.4 K of ten."""
    assert _looks(_company(), {3: -2.0, 7: -2.0}) == [(4, 3, True), (4, 7, True)]


def test_to_opposite_sides_or_by_little_they_lead_nobody() -> None:
    """Faults of their own."""
    assert {lead for *_, lead in _looks(_company(), {3: -2.0, 7: 2.0})} == {False}
    assert {lead for *_, lead in _looks(_company(), {3: -1.1, 7: -1.1})} == {False}


def test_one_that_left_and_is_then_followed_is_found_again() -> None:
    """Now it leads."""
    company = _company()
    assert _looks(company, {3: -2.0}) == [(4, 3, False)]
    assert _looks(company, {3: -2.0, 7: -2.0}) == [(4, 3, True), (4, 7, True)]


def test_one_that_comes_back_may_leave_again() -> None:
    """It is told twice."""
    company = _company()
    assert _looks(company, {3: -2.0})
    assert _looks(company, {}) == []
    assert _looks(company, {3: -2.0})


def test_two_are_no_company() -> None:
    """With two nobody knows which is wrong."""
    company = _company()
    values = np.full(COUNT, np.nan)
    values[:2] = 4.0, 14.0
    assert not any(len(company.take(values).sensors) for _ in range(20))
