"""Taps that are off by nobody's intention: a hole in the rows, a label in the truth book, the same for every window."""

from __future__ import annotations

import pytest

from tests.lab.test_plant_faults import POSTURE, fault, told
from tests.tiny_hub import site
from twin.core.units import MINUTE_US
from twin.lab.scenario import Choice, PlantFault, TapPlace
from twin.lab.simulate import Simulated, simulate


def run(*faults: PlantFault, window_s: float = 10, **others: object) -> Simulated:
    """Half an hour of the tiny hub."""
    return simulate(site(), told(*faults), POSTURE.model_copy(update=others), 1, window_s=window_s)


def test_a_tap_that_is_off_reports_silence_and_its_rows_are_missing() -> None:
    """From its onset to its end, no longer; the truth book has the reason, as a fault and no attack."""
    done = run(fault("tap_off", "core", at_min=5, end_min=15))
    reports = [row for row in done.log.records("tap_health") if row["tap"] == "core"]
    silent = [row["time"] // MINUTE_US for row in reports if not row["offered"]]
    minutes = {row["time"] // MINUTE_US for row in done.log.records("flow") if row["tap"] == "core"}
    assert silent == list(range(6, 16))
    assert minutes == {*range(5), *range(15, 30)}
    rows = [(row["time"], row["sensor"], row["fault"], row["end"]) for row in done.log.records("sensor_fault")]
    assert rows == [(5 * MINUTE_US, "core", "tap_off", 15 * MINUTE_US)]
    assert done.log.rows("attack") == 0


@pytest.mark.parametrize("window_s", [1, pytest.param(60, marks=pytest.mark.nightly)])
def test_windows_change_nothing(window_s: float) -> None:
    """The digest is that of ten seconds."""
    off = fault("tap_off", "core", at_min=5.05, end_min=None)
    assert run(off, window_s=window_s).log.digest() == run(off).log.digest()


def test_where_there_is_no_tap_there_is_nothing_to_turn_off() -> None:
    """A posture that listens at the edge only; the label is the same."""
    done = run(fault("tap_off", "core"), taps=(TapPlace(at="edge"),))
    assert done.log.rows("sensor_fault") == 1


def test_its_silence_raises_an_alert() -> None:
    """The detector reads nothing but the tap's own report."""
    done = run(fault("tap_off", "core"), ruleset=(Choice(kind="tap_health"),))
    alerts = [(row["entity"], row["technique"], row["time"] // MINUTE_US) for row in done.log.records("alert")]
    assert alerts == [("core", "T1685", 8)]
