"""V9 and V10."""

from __future__ import annotations

import pytest

from tests.lab.verify.held import findings, verdict
from twin.lab.verify.finite import Source
from twin.lab.verify.lines import Analysts


def test_a_repair_crew_keeps_machines_up_as_birth_and_death_say() -> None:
    """V9 at the printed inputs: 0.77407, 0.96759 an hour, 0.64506."""
    expected = [found.expected for found in findings("V9")]
    assert expected[:3] == pytest.approx([0.77407, 0.96759, 0.64506], abs=5e-6)


@pytest.mark.nightly
def test_a_crew_with_one_more_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every figure is wrong then."""
    make = Analysts.__init__
    monkeypatch.setattr(Analysts, "__init__", lambda line, servers: make(line, servers + 1))
    assert not any(found.passed for found in verdict("V9").findings)


def test_a_small_source_is_watched_for_longer() -> None:
    """All members together make about as many rounds."""
    assert Source(10, 8.0, 2.0, 3).cycles > 10 * Source(200, 8.0, 1.0, 30).cycles


@pytest.mark.nightly
def test_the_chargers_of_a_fleet_wait_as_birth_and_death_say() -> None:
    """V10 at other inputs."""
    findings("V10", robots=60, chargers_1=9, chargers_2=8)


def test_machines_that_are_hardly_ever_up_are_met_too() -> None:
    """Who still waits at the end of the window has waited, and a crew that is never idle has a use of 1."""
    found = verdict("V9", up_h=0.2)
    assert found.passed
    assert [each.measured for each in found.findings][:3] == pytest.approx([0.03, 1.5, 1.0], rel=0.02)
