"""Rules of restocking."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import MEAN_DAY, NOBODY, Hub
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.plant.demand import Pods
from twin.plant.floor import Floor
from twin.plant.restocking import Restocking
from twin.plant.spec import FloorSpec, OrdersSpec

FLOOR = Floor(FloorSpec())


def restocking(log: Log | None = None, seed: int = 1, **fields: int) -> Restocking:
    """Up to 1,000 tasks."""
    spec = OrdersSpec(restock_every_lines=10, **fields)
    return Restocking(spec, Pods(FLOOR, 1.0, seed), seed, 10_000, log or Log())


def test_a_pod_is_restocked_each_time_its_lines_are_picked() -> None:
    """Nine lines make no task, ten make one, twenty-five more make two; what is left over counts for the next."""
    tasks = restocking()
    assert [len(tasks.picked(lines, 5)) for lines in (9, 1, 25, 4, 1)] == [0, 1, 2, 0, 1]
    assert (tasks.asked, tasks.open, tasks.done) == (4, 4, 0)


def test_a_task_is_the_same_whenever_it_comes() -> None:
    """Pods and service time depend on the seed and the task's number."""
    early, late = restocking().picked(30, 1), restocking().picked(30, 999)
    assert [(v.number, v.bays, v.service_us) for v in early] == [(v.number, v.bays, v.service_us) for v in late]
    assert [visit.number for visit in early] == [-1, -2, -3]
    assert early[0].bays != restocking(seed=2).picked(10, 1)[0].bays


def test_bundles_take_two_to_ten_seconds_each() -> None:
    """Four of them: 8 to 40 s, 24 s on average."""
    service_s = np.array([visit.service_us for visit in restocking(bundles_a_visit=4).picked(10_000, 0)]) / 1e6
    assert service_s.min() >= 8
    assert service_s.max() <= 40
    assert service_s.mean() == pytest.approx(24, abs=4 * np.sqrt(4 * 64 / 12 / 1_000))


def test_tasks_are_asked_for_done_or_open_and_each_is_in_the_log() -> None:
    """A task that vanishes stops the run."""
    log = Log()
    tasks = restocking(log)
    visits = tasks.picked(30, 1_000)
    tasks.served(visits[1], 6_000)
    tasks.check(6_000)
    log.seal(1 << 62)
    assert [row["task"] for row in log.records("restock_in")] == [0, 1, 2]
    assert log.records("restock_out") == [{"time": 6_000, "task": 1, "cycle_us": 5_000}]
    tasks._asked_us.clear()
    with pytest.raises(InvariantBroken, match="restocking asked for = done \\+ open"):
        tasks.check(7_000)


def test_a_hub_restocks_what_it_picks_at_its_replenishment_stations() -> None:
    """One task for forty lines, served by the same fleet at the stations of the north, and never one at the south."""
    hub = Hub(1.0, people=NOBODY, orders=OrdersSpec(day_profile=MEAN_DAY)).open()
    at_stations = set()
    hub.fleet.on_state_change = lambda robot: at_stations.add(
        (visit.restocks, visit.station >= 3) if (visit := hub.fleet.visits.visit[robot]) else (False, False)
    )
    hub.run(3600).close()
    tasks = hub.book.restocking
    assert tasks.asked == tasks._lines // 40 >= 8
    assert tasks.done >= tasks.asked - 3
    assert at_stations == {(False, False), (True, True)}


def test_a_floor_without_replenishment_stations_restocks_nothing() -> None:
    """It is said in the site file."""
    hub = Hub(0.5, people=NOBODY, floor=FloorSpec(replenish_stations=0)).open().run(1800).close()
    assert hub.book.done > 50
    assert hub.book.restocking.asked == 0
