"""Rules of orders."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plant.driving import MEAN_DAY, Hub
from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import HOUR_US
from twin.plant.floor import Floor
from twin.plant.orders import Arrival, OrderBook, zipf_shares
from twin.plant.robots import Cause
from twin.plant.spec import FloorSpec, OrdersSpec

FLOOR = Floor(FloorSpec())


def book(hours: float = 50.0, seed: int = 1, start: float = 0.0, **fields: object) -> OrderBook:
    """Orders of many hours."""
    spec = OrdersSpec.model_validate({"day_profile": MEAN_DAY, **fields})
    return OrderBook(spec, FLOOR, seed, start, int(hours * HOUR_US), Log())


def test_demand_has_the_wanted_means() -> None:
    """Orders an hour, lines an order, and service time a line, to within four standard errors."""
    orders = book()
    assert len(orders.arrival_us) == pytest.approx(200 * 50, abs=4 * np.sqrt(200 * 50))
    assert orders.lines.mean() == pytest.approx(2.5, rel=0.03)
    assert orders._service_us.sum() / orders.lines.sum() == pytest.approx(10e6, rel=0.02)


def test_arrivals_follow_the_profile_from_the_start_hour() -> None:
    """An hour without demand has no orders, wherever the story begins."""
    profile = (0.0, 2.0, *([1.0] * 22))
    orders = book(2.0, start=0.5, day_profile=profile)
    assert (orders.arrival_us >= HOUR_US // 2).all()
    assert (np.diff(orders.arrival_us) >= 0).all()


def test_an_order_arrives_with_its_lines_shared_among_its_visits() -> None:
    """Visits have unique numbers, and their lines add up."""
    orders = book(1.0)
    arrivals = [orders.arrival(order) for order in range(len(orders.arrival_us))]
    assert all(sum(visit.lines for visit in arrival.visits) == arrival.lines for arrival in arrivals)
    numbers = [visit.number for arrival in arrivals for visit in arrival.visits]
    assert numbers == list(range(len(numbers)))


def test_demand_depends_on_the_seed_alone() -> None:
    """Equal seeds give equal fingerprints, other seeds others."""
    assert book(5.0).fingerprint() == book(5.0).fingerprint()
    assert book(5.0).fingerprint() != book(5.0, seed=2).fingerprint()


def test_popularity_follows_zipf() -> None:
    """The second rank is asked for half as often as the first when the exponent is one, equally when it is zero."""
    shares = np.diff(zipf_shares(100, 1.0), prepend=0.0)
    assert shares[0] / shares[1] == pytest.approx(2.0)
    assert np.diff(zipf_shares(4, 0.0), prepend=0.0) == pytest.approx([0.25] * 4)


def test_an_order_is_complete_with_its_last_visit_and_never_blames_more_than_the_whole() -> None:
    """Lateness is completion less due; attack and containment fit into the time since arrival."""
    log, clock = Log(), Clock()
    orders = OrderBook(OrdersSpec(per_hour=30, lines_mean=8), FLOOR, 1, 8.0, HOUR_US, log)
    came: list[Arrival] = []
    orders.start(clock, came.append)
    clock.run_until(HOUR_US)
    assert orders.open == len(came) == len(orders.arrival_us)
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
    assert {visit.containment_us for visit in arrival.visits} == {30_000_000}
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
