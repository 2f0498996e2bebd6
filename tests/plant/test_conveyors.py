"""Rules of conveyors."""

from __future__ import annotations

import pytest

from twin.plant.conveyors import Conveyors


def test_a_conveyor_serves_at_its_own_pace() -> None:
    """Twice as long at one station, as ever at the other; never faster than people."""
    conveyors = Conveyors(2, lambda: 0)
    conveyors.pace(1, 2.0)
    assert (conveyors.service_us(0, 10), conveyors.service_us(1, 10)) == (10, 20)
    with pytest.raises(ValueError, match="faster"):
        conveyors.pace(1, 0.5)


def test_a_conveyor_that_stands_serves_nobody_and_says_how_long_it_has_stood() -> None:
    """The first stop counts; a conveyor that runs cannot be resumed."""
    now, told = [100], []
    conveyors = Conveyors(2, lambda: now[0])
    conveyors.on_resume = lambda station, since: told.append((station, since))
    conveyors.stop(0)
    now[0] = 200
    conveyors.stop(0)
    assert conveyors.service_us(0, 10) is None
    assert conveyors.service_us(1, 10) == 10
    conveyors.resume(0)
    conveyors.resume(0)
    assert told == [(0, 100)]
    assert conveyors.service_us(0, 10) == 10
