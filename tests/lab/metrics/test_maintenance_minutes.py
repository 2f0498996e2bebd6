"""Maintenance downtime: the minutes in which devices are off the network to be looked after."""

from __future__ import annotations

from typing import Any

from tests.lab.logs import measured, row


def _row(at_min: float, asset: str, phase: str) -> Any:
    return row("operation", at_min, operation="patch", asset=asset, phase=phase)


def test_each_device_counts_from_off_to_back() -> None:
    """Four minutes of one and six of another that went back to what it had."""
    rows = (
        _row(1, "amr-001", "off"), _row(2, "amr-002", "off"), _row(5, "amr-001", "done"),
        _row(6, "amr-002", "failed"), _row(8, "amr-002", "rolled_back"),
    )  # fmt: skip
    assert measured("maintenance_minutes", *rows) == 4.0 + 6.0


def test_what_does_not_come_back_counts_to_the_end() -> None:
    """A retired device is away for good, and a day without any operation costs nothing."""
    assert measured("maintenance_minutes") == 0.0
    gone = measured("maintenance_minutes", _row(10, "camera-01", "off"))
    later = measured("maintenance_minutes", _row(11, "camera-01", "off"))
    assert (gone, later) == (50.0, 49.0)


def test_what_is_done_without_an_off_costs_nothing() -> None:
    """An account is taken away while the device works on."""
    assert measured("maintenance_minutes", _row(1, "ws-01", "done")) == 0.0
