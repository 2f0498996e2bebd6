"""Judging rows: thresholds by group, and who is to blame."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lessons import taught, usual
from tests.watching import Row, batch, flow, refused, watch
from twin.detectors.base import Watch
from twin.detectors.learning.features import COLUMNS
from twin.detectors.learning.judge import LEAST, Judge, thresholds


def _accused(seen: Watch, more: list[Row]) -> list[str]:
    features, model = taught(seen)
    judge = Judge(model, features, 1.0)
    found, scores = judge.scores(features.of(batch(seen, 60, flow=usual(0) + more)))
    rows, times = judge.accused(found, scores)
    assert (times > 1.0).all()
    return [features.register.assets[found.members[row]].name for row in rows.tolist()]


def test_a_minute_like_those_that_were_learned_accuses_nobody() -> None:
    """None of them is over a threshold."""
    assert _accused(watch(), []) == []


def test_who_scans_is_accused_and_those_who_were_scanned_are_not() -> None:
    """They did nothing but answer."""
    scan = [refused(5 + n / 10, "ws-03", "gateway-01", 1000 + n) for n in range(40)]
    assert _accused(watch(), scan) == ["ws-03"]


def test_more_of_the_usual_is_accused_where_it_is_far_more() -> None:
    """Half as many messages again are within what is usual; fifty times as many are not."""
    more = [flow(40, "amr-001", "broker-robots", "mqtt")]
    assert _accused(watch(), more * 5) == []
    assert _accused(watch(), more * 1000) == ["amr-001"]


def test_what_is_strange_is_told_flow_by_flow() -> None:
    """A shell that nobody learned, beside a flow that everybody knows."""
    seen = watch()
    features, model = taught(seen)
    judge = Judge(model, features, 1.0)
    flows = batch(seen, 60, flow=[flow(1, "ws-01", "dc-01", "smb", verb="read"), flow(2, "ws-01", "amr-001", "ssh")])
    assert judge.strange(flows.tables["flow"], np.arange(2)).tolist() == [False, True]


def test_fewer_alarms_a_day_mean_higher_thresholds_and_none_is_below_the_least() -> None:
    """Group by group."""
    _, model = taught(watch())
    groups = tuple(model.groups)
    often, seldom = (thresholds(model, groups, rate) for rate in (100.0, 0.01))
    assert (often <= seldom).all()
    assert (often >= np.array(LEAST)).all()


def test_a_group_that_nobody_has_seen_has_the_highest_threshold() -> None:
    """Neither of its scores is easier to pass than anybody else's."""
    _, model = taught(watch())
    known = thresholds(model, tuple(model.groups), 1.0)
    assert thresholds(model, ("nobody/nowhere",), 1.0)[0] == pytest.approx(known.max(axis=0))


def test_the_scores_are_one_for_each_column() -> None:
    """And the furthest of them is what sticks out."""
    seen = watch()
    features, model = taught(seen)
    _, scores = Judge(model, features, 1.0).scores(features.of(batch(seen, 60, flow=usual(3))))
    assert scores.spreads.shape[1] == len(COLUMNS)
    assert np.array_equal(scores.sticks, scores.spreads.max(axis=1))
