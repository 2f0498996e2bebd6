"""The anomaly detector: what it finds, and what it lets pass."""

from __future__ import annotations

import pytest

from tests.lessons import usual
from tests.watching import Row, batch, flow, reading, refused, state, watch
from twin.detectors.anomaly import Anomaly
from twin.detectors.base import Alert


def _after_two_hours(rows: list[Row], **tables: list[Row]) -> list[Alert]:
    """Alerts of one minute after two benign hours with robots' reports and readings."""
    seen = watch()
    detector = Anomaly(learn_min=120.0)
    detector.start(seen)
    for n in range(120):
        calm = [reading(60 * n + 5, "t-01", 4.0 + 0.1 * (n % 3))]
        moves = [state(60 * n + 2 * m, 1.0 * m, 0.0, order=0) for m in range(5)]
        assert detector.observe(
            batch(seen, 60 * n + 60, from_s=60 * n, flow=usual(n), reading=calm, robot_state=moves)
        ) == []  # fmt: skip
    return detector.observe(batch(seen, 7260, from_s=7200, flow=usual(120) + rows, **tables))


@pytest.mark.parametrize(
    ("rows", "entity", "technique"),
    [
        ([refused(7201, "amr-001", "dc-01", n) for n in range(50)], "amr-001", "T0846"),
        ([flow(7201, "ws-04", "dc-01", "smb", verb="read", bytes_out=10**9)], "ws-04", "T1041"),
        (
            [flow(7201, "amr-002", "broker-robots", "mqtt", bytes_out=0, bytes_in=0) for _ in range(2000)],
            "amr-002",
            "T1692.001",
        ),
    ],
    ids=["a scan", "a gigabyte over a permitted pair", "a flood over a permitted pair"],
)
def test_loud_attacks_are_found_and_only_who_did_it_is_accused(rows: list[Row], entity: str, technique: str) -> None:
    """One alert, about the right one."""
    assert [(alert.entity, alert.technique) for alert in _after_two_hours(rows)] == [(entity, technique)]


def test_a_thermometer_and_a_robot_are_judged_by_what_they_report() -> None:
    """Twenty kelvin off; fifty metres in two seconds."""
    moves = [state(7201, 0.0, 0.0, order=0), state(7203, 50.0, 0.0, order=0)]
    alerts = _after_two_hours([], reading=[reading(7201, "t-01", 24.0)], robot_state=moves)
    assert [(alert.entity, alert.technique) for alert in alerts] == [("amr-001", "T0832"), ("t-01", "T0832")]


def test_a_busier_minute_than_usual_is_no_attack() -> None:
    """Everybody does a sixth more."""
    assert _after_two_hours(usual(120)[::6]) == []


def test_who_is_asked_like_clockwork_and_then_a_third_more_is_news() -> None:
    """Forty times a minute for two hours, then 53 times; the desks, which differ from minute to minute, are none."""
    assert {alert.entity for alert in _after_two_hours(usual(120)[::3])} == {"broker-robots"}


def test_what_is_usual_in_kind_and_amount_is_not_found() -> None:
    """An attack that does what is done anyway is beyond it: stated, not hidden."""
    assert _after_two_hours([flow(7201, "ws-01", "dc-01", "smb", verb="read")]) == []
