"""Rules of orders."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.plant.driving import MEAN_DAY, NOBODY, Hub
from twin.core.clock import Clock
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import HOUR_US
from twin.plant.delays import COLUMNS
from twin.plant.floor import Floor
from twin.plant.orders import Arrival, OrderBook
from twin.plant.robots import Cause, Hold
from twin.plant.spec import FloorSpec, OrdersSpec

FLOOR = Floor(FloorSpec())


def book(hours: float = 50.0, seed: int = 1, start: float = 0.0, **fields: object) -> OrderBook:
    """Orders of many hours."""
    spec = OrdersSpec.model_validate({"day_profile": MEAN_DAY, **fields})
    return OrderBook(spec, FLOOR, seed, start, int(hours * HOUR_US), Log())


def test_an_order_arrives_with_its_lines_shared_among_its_visits() -> None:
    """Visits have unique numbers, and their lines add up."""
    orders = book(1.0)
    arrivals = [orders.arrival(order) for order in range(len(orders.demand.arrival_us))]
    assert all(sum(visit.lines for visit in arrival.visits) == arrival.lines for arrival in arrivals)
    numbers = [visit.number for arrival in arrivals for visit in arrival.visits]
    assert numbers == list(range(len(numbers)))


def test_an_order_is_complete_with_its_last_visit_and_never_blames_more_than_the_whole() -> None:
    """Lateness is completion less due; attack and containment fit into the time since arrival."""
    log, clock = Log(), Clock()
    orders = OrderBook(OrdersSpec(per_hour=30, lines_mean=8), FLOOR, 1, 8.0, HOUR_US, log)
    came: list[Arrival] = []
    orders.start(clock, came.append)
    clock.run_until(HOUR_US)
    assert orders.open == len(came) == len(orders.demand.arrival_us)
    arrival = next(arrival for arrival in came if len(arrival.visits) > 1)
    arrival.visits[-1].blame(Cause.ATTACK, 10 * HOUR_US)
    arrival.visits[-1].blame(Cause.CONTAINMENT, 10 * HOUR_US)
    answers = [orders.served(visit, HOUR_US) for visit in arrival.visits]
    assert answers == [False] * (len(answers) - 1) + [True]
    log.seal(1 << 62)
    (row,) = log.records("order_out")
    assert row["attack_us"] + row["containment_us"] == HOUR_US - arrival.time_us
    assert row["lateness_us"] == HOUR_US - arrival.due_us


def _came(hours: float, **fields: object) -> tuple[OrderBook, list[Arrival], Log]:
    """A book whose orders have all come and none is served."""
    log, clock = Log(), Clock()
    came: list[Arrival] = []
    orders = OrderBook(OrdersSpec.model_validate(fields), FLOOR, 1, 8.0, int(hours * HOUR_US), log)
    orders.start(clock, came.append)
    clock.run_until(int(hours * HOUR_US))
    return orders, came, log


def test_an_order_that_is_held_up_asks_for_robots_that_much_later() -> None:
    """All its visits are charged, and none counts the same time as waiting for a robot."""
    _, came, _ = _came(1, per_hour=30, lines_mean=8)
    arrival = next(each for each in came if len(each.visits) > 1)
    arrival.hold_up(Cause.CONTAINMENT, 30_000_000)
    arrival.hold_up(Cause.NONE, 30_000_000)
    assert {visit.delays.containment_us for visit in arrival.visits} == {30_000_000}
    assert {visit.asked_us for visit in arrival.visits} == {arrival.time_us + 60_000_000}


def test_open_orders_are_written_with_the_delay_of_the_visit_that_was_delayed_the_most() -> None:
    """Served visits no longer count; what a visit waits for now is charged first; the parts fit into the whole."""
    orders, came, log = _came(1, per_hour=30, lines_mean=8)
    first, *others = (each for each in came if len(each.visits) > 1)
    first.visits[0].blame(Cause.ATTACK, 5 * HOUR_US)
    orders.served(first.visits[0], HOUR_US)
    others[0].visits[0].blame(Cause.ATTACK, 60_000_000)
    others[1].visits[-1].blame(Cause.CONTAINMENT, 5 * HOUR_US)
    orders.finish(HOUR_US, lambda visit: visit.blame(Cause.CONTAINMENT, 1_000_000))
    log.seal(1 << 62)
    found = {row["order"]: (row["attack_us"], row["containment_us"]) for row in log.records("order_open")}
    assert len(found) == orders.open == len(came)
    assert found[first.order] == (0, 1_000_000)
    assert found[others[0].order] == (60_000_000, 1_000_000)
    assert found[others[1].order] == (0, HOUR_US - others[1].time_us)


def test_orders_in_are_orders_done_and_orders_open() -> None:
    """V34, and the small hub serves the mean hour in time."""
    hub = Hub(1.0).open().run(3600).close()
    came, went = (hub.log.since(table) for table in ("order_in", "order_out"))
    assert len(came["time"]) == hub.book.done + hub.book.open
    assert hub.book.open < 15
    assert (went["lateness_us"] > 0).mean() < 0.02


def test_the_parts_of_every_delay_add_up_on_a_busy_hub() -> None:
    """Done or open, tow and containment included: exactly the time since arrival, and no part is negative."""
    hub = Hub(1.0, orders=OrdersSpec(day_profile=MEAN_DAY, per_hour=300)).open().run(900)
    for robot in range(6):
        hub.fleet.hold(robot, Hold.COMMANDED, Cause.CONTAINMENT)
    hub.run(1500)
    hub.fleet.recover_by_hand(7)
    hub.run(3600).close()
    came = {row["order"]: row["time"] for row in hub.log.records("order_in")}
    rows = hub.log.records("order_out") + hub.log.records("order_open")
    assert len(rows) == len(came)
    totals = dict.fromkeys(COLUMNS, 0)
    for row in rows:
        parts = {column: row[column] for column in COLUMNS}
        assert sum(parts.values()) == row["time"] - came[row["order"]]
        assert min(parts.values()) >= 0
        totals = {column: totals[column] + part for column, part in parts.items()}
    assert all(totals[column] > 0 for column in COLUMNS if column not in ("charging_us", "attack_us"))
    assert totals["attack_us"] == 0


def test_waiting_for_a_fleet_that_charges_is_put_down_to_charging() -> None:
    """All robots are low at once and chargers are few: orders wait because of that, in the share of the fleet."""
    hub = Hub(1.0, people=NOBODY).open()
    batteries = hub.fleet.batteries
    batteries.stored_j[:] = 0.2 * batteries.capacity_j
    batteries.book(0.0)
    hub.run(1800).close()
    rows = hub.log.records("order_open")
    waited = sum(row["assignment_us"] for row in rows)
    charged = sum(row["charging_us"] for row in rows)
    assert charged > 0.95 * (charged + waited) > 0


@pytest.mark.parametrize(
    ("law", "lose"),
    [
        ("orders in = done", lambda book: book._open.popitem()),
        ("visits in = served", lambda book: next(iter(book._open.values())).clear()),
        ("Little's law: orders", lambda book: book.in_system.leave(next(iter(book._open)), 400_000_000)),
    ],
)
def test_what_vanishes_from_the_books_stops_the_run(law: str, lose: Callable[[OrderBook], object]) -> None:
    """At the next look, five seconds later at most, and with the time."""
    hub = Hub(0.5, people=NOBODY).open().run(400)
    lose(hub.book)
    with pytest.raises(InvariantBroken, match=law) as broken:
        hub.run(410)
    assert broken.value.time_us == 400_000_000


def test_a_visit_that_vanishes_from_a_robot_stops_the_run() -> None:
    """Visits begun are served, handed back or in hand."""
    hub = Hub(0.5, people=NOBODY).open().run(400)
    robot = next(n for n, visit in enumerate(hub.fleet.visits.visit) if visit is not None and not visit.served)
    hub.fleet.visits.visit[robot] = None
    with pytest.raises(InvariantBroken, match="visits begun = served"):
        hub.run(410)


def test_the_queues_of_a_run_are_in_the_log_with_littles_law() -> None:
    """Stays in the system divided by orders are the mean cycle, worked out from the orders themselves."""
    hub = Hub(1.0).open().run(3600).close()
    rows = {(row["queue"], row["line"]): row for row in hub.log.records("queue_time")}
    assert {queue for queue, _ in rows} == {
        "orders", "chargers", "pick-01", "pick-02", "pick-03", "replenish-01", "replenish-02",
    }  # fmt: skip
    came = {row["order"]: row["time"] for row in hub.log.records("order_in")}
    ends = hub.log.records("order_out") + hub.log.records("order_open")
    assert rows["orders", "open"]["members_us"] == sum(row["time"] - came[row["order"]] for row in ends)
    assert rows["orders", "open"]["entered"] == len(came)
    service_us = sum(rows[f"pick-{n:02d}", "face"]["members_us"] for n in (1, 2, 3))
    assert 0.3 < service_us / (3 * 3600e6) < 0.8
