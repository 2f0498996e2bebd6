"""Learning among the parts of a hub."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders import asset
from tests.lessons import usual
from tests.watching import Row, batch, flow, hub, observed, reading, refused, sensor, watch
from twin.detectors.base import Alert
from twin.detectors.federated import Federated
from twin.detectors.learning.features import COLUMNS
from twin.detectors.learning.federation import Rule


def _taught(rule: Rule, drift_k: float) -> tuple[Federated, list[Alert]]:
    """Five gateways with three thermometers each; the first drifts by *drift_k* while everybody learns."""
    more = [asset(f"gateway-0{g}", "cold_chain", kind="gateway") for g in (2, 3, 4, 5)]
    more += [sensor(f"t-{g}{n}", f"gateway-0{g}") for g in (2, 3, 4, 5) for n in range(3)]
    seen = watch(assets=hub(*more))
    behind = {g: [f"t-{g}{n}" for n in range(3)] for g in (2, 3, 4, 5)} | {1: ["t-01", "t-02", "t-03"]}
    detector = Federated(learn_min=60.0, rule=rule)
    detector.start(seen)
    for n in range(60):
        rows = [
            reading(60 * n + 5, name, 4.0 + 0.1 * ((n + place) % 4) + (drift_k * n / 60 if g == 1 else 0.0))
            for g, names in sorted(behind.items())
            for place, name in enumerate(names)
        ]
        detector.observe(batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n), reading=rows))
    return detector, observed(detector, seen, 3660, reading=[reading(3601, "t-20", 12.0)])


def _spread(rule: Rule, drift_k: float) -> float:
    learned = _taught(rule, drift_k)[0].model().groups["sensor/cold_chain"].profile
    return float(learned.spread[COLUMNS.index("reading")])


def test_a_gateway_that_drifts_while_it_teaches_moves_the_mean_and_not_the_median() -> None:
    """One of five lies by up to 20 K in its readings: the usual distance from the setpoint grows for a mean."""
    assert _spread("mean", 20.0) > 1.2 * _spread("mean", 0.0)
    assert _spread("median", 20.0) == pytest.approx(_spread("median", 0.0), rel=0.05)
    assert _spread("trimmed_mean", 20.0) < 1.1 * _spread("trimmed_mean", 0.0)


def test_members_agree_by_a_trimmed_mean_unless_told_otherwise() -> None:
    """The one rule that finds what one learner finds and leaves out a quarter of liars; it finds it here too."""
    assert Federated().rule == "trimmed_mean"
    assert [alert.entity for alert in _taught(Federated().rule, 20.0)[1]] == ["t-20"]


def test_what_the_others_would_have_found_is_found_by_a_median_though_one_member_is_poisoned() -> None:
    """Eight kelvin at an honest gateway."""
    assert [alert.entity for alert in _taught("median", 20.0)[1]] == ["t-20"]


def test_members_are_gateways_with_their_sensors_and_switches() -> None:
    """Every asset is somewhere, and the parts together are the whole."""
    detector = Federated(learn_min=600.0)
    seen = watch()
    detector.start(seen)
    rows: list[Row] = [reading(1, "t-01", 4.2), reading(1, "t-02", 4.1)]
    detector.learn(batch(seen, 60, flow=[*usual(0), flow(3, "gateway-01", "dc-01")], reading=rows))
    assert detector._notes is not None
    lessons = detector._notes.lessons()
    members = detector.members(lessons)
    assert sum(member.lessons.rows for member in members) == lessons.rows
    names = [asset.name for asset in detector._features.register.assets]
    homes = [{names[n] for n in np.unique(member.lessons.seen.members).tolist()} for member in members]
    assert {"gateway-01", "t-01", "t-02"} in homes


def test_it_finds_a_scan_as_one_learner_would() -> None:
    """After an hour that its parts learned together."""
    detector, _ = _taught("mean", 0.0)
    seen = detector._watch
    scan = [refused(3665 + n / 10, "ws-03", "dc-01", 1000 + n) for n in range(40)]
    assert [alert.entity for alert in observed(detector, seen, 3720, flow=scan)] == ["ws-03"]
