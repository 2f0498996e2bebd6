"""The floor picture: heat where robots stood on lanes, and nowhere else."""

from __future__ import annotations

from tests.lab.synthetic import made_up_run
from twin.core.log import Log
from twin.lab.figures import floor
from twin.plant.floor import Floor
from twin.plant.spec import FloorSpec


def _stood(x_m: float, y_m: float, state: str) -> float:
    log = Log()
    for second in range(0, 65, 5):
        log.one("pose", time=second * 1_000_000, robot="amr-001", x_m=x_m, y_m=y_m, state=state, battery=0.5)
    log.seal(100_000_000)
    return float(floor.standing(log, Floor(FloorSpec())).seconds.sum())


def test_standing_on_a_lane_is_heat() -> None:
    """Sixty seconds on one lane cell."""
    assert _stood(3, 4, "moving") == 60.0


def test_standing_where_one_should_is_not() -> None:
    """Neither under a pod, nor at work, nor off the floor."""
    assert _stood(4, 4, "moving") == _stood(3, 4, "working") == _stood(-6, 4, "stopped") == 0.0


def test_no_robots_give_no_heat() -> None:
    """An empty log is drawn, not refused."""
    assert floor.standing(Log(), Floor(FloorSpec())).seconds.sum() == 0


def test_the_title_is_the_finding() -> None:
    """Robots taken over and robot-minutes stood."""
    run = made_up_run()
    assert floor.finding(run).startswith("1 of 12 robots were taken over; ")  # type: ignore[arg-type]
    assert floor.finding(run) == floor.draw(run).texts[0].get_text()  # type: ignore[arg-type]


def test_a_quiet_floor_is_drawn_as_well() -> None:
    """Nobody was taken over."""
    assert floor.draw(made_up_run(quiet=True)).texts[0].get_text().startswith("No robot was taken over")  # type: ignore[arg-type]
