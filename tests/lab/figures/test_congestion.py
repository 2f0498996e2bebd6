"""The congestion picture: waiting as heat, its worst places by name."""

from __future__ import annotations

import numpy as np

from tests.lab.synthetic import made_up_run
from twin.core.log import Log
from twin.lab.figures import congestion
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec

FLOOR = Floor(FloorSpec())


def _queue() -> Log:
    """Two robots for ten minutes: one waits before station 1, one drives on."""
    log = Log()
    door = int(FLOOR.door[FLOOR.slots[0, 0]])
    for second in range(0, 605, 5):
        log.one("pose", time=second * 1_000_000, robot="amr-001", x_m=FLOOR.x_m[door], y_m=FLOOR.y_m[door],
                state="moving", battery=0.5)  # fmt: skip
        log.one("pose", time=second * 1_000_000, robot="amr-002", x_m=3.0, y_m=8.0 + second % 10, state="moving",
                battery=0.5)  # fmt: skip
    log.seal(10**12)
    return log


def test_the_title_names_the_worst_place_and_its_share() -> None:
    """Ten robot-minutes of some twenty, all of them at station 1."""
    run = made_up_run()
    run.log = _queue()
    words = "Robots waited 10 robot-minutes on lanes, 49.6 % of the fleet's time; worst is at station 1 (100 % of it)"
    assert congestion.finding(run) == words  # type: ignore[arg-type]
    title = congestion.draw(run).texts[0].get_text()  # type: ignore[arg-type]
    assert title.replace("\n", " ") == words


def test_where_nobody_waited_there_is_no_picture() -> None:
    """The reason is said."""
    run = made_up_run()
    run.log = Log()
    assert congestion.lacking(run) == "no robot waited on a lane long enough to be seen"  # type: ignore[arg-type]
    assert congestion.finding(run) == "No robot waited on a lane long enough to be seen"  # type: ignore[arg-type]


def test_worst_places_are_sums_of_two_metres_and_lie_apart() -> None:
    """Three cells in a row are one place; a far one is another; a short stop is none."""
    minutes = np.zeros((FLOOR.height, FLOOR.width))
    minutes[8, 10:13], minutes[24, 3], minutes[16, 20] = 2.0, 5.0, 0.1
    spots = congestion.worst_spots(minutes, FLOOR)
    assert [(spot.x, spot.y, spot.minutes) for spot in spots] == [(10, 8, 6.0), (3, 24, 5.0)]


def test_places_are_named_by_what_is_near() -> None:
    """A station, a charger, or no more than a lane."""
    slot, charger = int(FLOOR.door[FLOOR.slots[1, 0]]), int(FLOOR.door[FLOOR.chargers[2]])
    assert congestion.place_name(FLOOR, float(FLOOR.x_m[slot]), 0.0) == "at station 2"
    assert congestion.place_name(FLOOR, float(FLOOR.x_m[charger]), float(FLOOR.y_m[charger])) == "at charger 3"
    assert congestion.place_name(FLOOR, 15.0, 16.0) == "on a lane"
