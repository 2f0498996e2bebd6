"""From lessons to a model."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons import taught
from tests.watching import watch
from twin.detectors.learning.features import COLUMNS, UNFAMILIAR


def test_every_group_that_was_seen_has_a_profile_and_two_tails() -> None:
    """Desks, robots, their broker, their server."""
    _, model = taught(watch())
    assert sorted(model.groups) == [
        "amr/robots", "broker/fleet", "domain_controller/identity", "workstation/office",
    ]  # fmt: skip
    desks = model.groups["workstation/office"]
    assert desks.sticks.rows == desks.surprise.rows == 8 * 120
    assert len(desks.profile.centre) == len(COLUMNS)


def test_the_centre_is_what_is_usual() -> None:
    """Twenty messages a minute, in logarithms, give or take two; nothing was unfamiliar."""
    _, model = taught(watch())
    robots = model.groups["amr/robots"].profile
    assert robots.centre[COLUMNS.index("flows")] == pytest.approx(np.log(21.0))
    assert robots.centre[UNFAMILIAR] == 0.0
    assert robots.spread[COLUMNS.index("flows")] == pytest.approx(2 / 21)


def test_every_row_is_in_the_forest_and_every_pattern_is_kept() -> None:
    """Masses of each tree add up to all rows; two patterns in words."""
    _, model = taught(watch())
    rows = sum(group.sticks.rows for group in model.groups.values())
    assert set(model.masses.sum(axis=1).tolist()) == {float(rows)}
    assert {(pattern[2], pattern[3]) for pattern in model.patterns} == {("smb", "read"), ("mqtt", "")}
