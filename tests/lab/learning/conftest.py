"""Short runs that several tests learn from or are asked about."""

from __future__ import annotations

import pytest

import twin
from twin.lab.learning.lesson import Lesson, taken_down
from twin.lab.run import Run


@pytest.fixture(scope="session")
def quiet_run() -> Run:
    """A quiet hour of the small hub."""
    return twin.run("quiet-day", "flat", hours=1.0, seed=1001, settings=("ruleset=[]",))


@pytest.fixture(scope="session")
def attacked_run() -> Run:
    """Twelve minutes, a gigabyte going out of a thermostat from the sixth on."""
    settings = ("ruleset=[]", "steps.foothold.at=00:01", "steps.send.at=00:06")
    return twin.run("sensor-exfiltration", "flat", hours=0.2, seed=3, settings=settings)


@pytest.fixture(scope="session")
def lessons(quiet_run: Run) -> list[Lesson]:
    """Four lessons, all of the same minutes: what members of a federation have in common."""
    return [taken_down(quiet_run)] * 4
