"""Physical residual: what the three kinds of reports say comes out as one detector's alerts."""

from __future__ import annotations

from tests.watching import observed, reading, said, started, state, watch
from twin.detectors.physical_residual import PhysicalResidual


def test_robots_and_rooms_are_judged_together() -> None:
    """A jump and a frozen gateway in one batch."""
    seen = watch()
    detector = started(PhysicalResidual(cadence_s=200), seen)
    frozen = [reading(2 * n, f"t-0{s}", 4.0 + max(0, 50 - n)) for n in range(80) for s in (1, 2, 3)]
    jump = [state(150, 10, 10), state(152, 13, 8.5)]
    assert said(observed(detector, seen, 160, reading=frozen, robot_state=jump)) == [
        ("amr-001", "T0836", "high"),
        ("gateway-01", "T0832", "high"),
    ]


def test_the_same_finding_is_said_once_an_hour() -> None:
    """A gateway that stays frozen is one alert an hour."""
    seen = watch()
    detector = started(PhysicalResidual(), seen)
    alerts = []
    for step in range(800):
        rows = [reading(10 * step + 1, f"t-0{s}", 4.0 + max(0, 40 - step)) for s in (1, 2, 3)]
        alerts += [
            alert for alert in observed(detector, seen, 10 * step + 10, reading=rows) if alert.entity == "gateway-01"
        ]
    assert len(alerts) == 3
    assert {alert.title for alert in alerts} == {"all its sensors' values repeat beyond chance"}


def test_nothing_reported_is_nothing_said() -> None:
    """An empty batch raises nothing and breaks nothing."""
    seen = watch()
    assert observed(started(PhysicalResidual(), seen), seen, 10) == []
