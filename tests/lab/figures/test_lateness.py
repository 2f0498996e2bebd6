"""The lateness picture: a share done that honours open orders, and parts that add up to an order's time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.synthetic import made_up_run
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import MINUTE_US
from twin.lab.figures import lateness
from twin.lab.figures.lateness import PARTS, Orders, parts_min, share_done

NOW_US = 60 * MINUTE_US
MINUTES = st.lists(st.integers(-30, 30).map(float), max_size=30)


def _log(*, done: int, still_open: int) -> Log:
    """Orders due at minute 30; each done at minute 40 by 3 min of travel and 7 of congestion, open ones with 2."""
    log = Log()
    for order in range(done + still_open):
        log.one("order_in", time=0, order=order, lines=1, visits=1, due=30 * MINUTE_US)
        if order < done:
            log.one("order_out", time=40 * MINUTE_US, order=order, lateness_us=10 * MINUTE_US,
                    travel_us=3 * MINUTE_US, congestion_us=7 * MINUTE_US)  # fmt: skip
        else:
            log.one("order_open", time=NOW_US, order=order, congestion_us=2 * MINUTE_US)
    log.seal(10**12)
    return log


def test_every_part_of_an_order_is_drawn() -> None:
    """The table's parts, but for its lateness, are the picture's."""
    for table in ("order_out", "order_open"):
        written = {column.name for column in RECORDS[table].columns if column.kind == "us"}
        assert written - {"time", "lateness_us"} == set(PARTS)


def test_an_open_order_past_its_due_time_is_late() -> None:
    """Two done late, one open and late."""
    found = lateness.orders(_log(done=2, still_open=1), NOW_US)
    assert (found.late, found.total) == (3, 3)
    assert found.open_min.tolist() == [30.0]


@given(MINUTES)
def test_without_open_orders_the_curve_is_the_plain_share(done: list[float]) -> None:
    """The product-limit estimate is the empirical distribution then."""
    times, share = share_done(Orders(np.array(done), np.zeros(0)))
    assert np.allclose(share, [np.mean(np.array(done) <= time) for time in times])


@given(MINUTES, MINUTES)
def test_the_curve_rises_and_is_a_share(done: list[float], still_open: list[float]) -> None:
    """From 0 to at most 1, whatever is open."""
    _, share = share_done(Orders(np.array(done), np.array(still_open)))
    assert np.all(np.diff(share) > 0) or len(share) < 2
    assert np.all((share >= 0) & (share <= 1 + 1e-12))


def test_the_curve_agrees_with_a_worked_case() -> None:
    """Done at 1, 3 and 4 min, open at 2 min: 1/4, then half of the rest, then all."""
    times, share = share_done(Orders(np.array([1.0, 3.0, 4.0]), np.array([2.0])))
    assert times.tolist() == [1.0, 3.0, 4.0]
    assert share.tolist() == pytest.approx([0.25, 0.625, 1.0])


def test_parts_are_minutes_an_order_and_count_open_ones() -> None:
    """(3, 7) twice and (0, 2) once."""
    means = parts_min(_log(done=2, still_open=1))
    assert means["travel_us"] == pytest.approx(2.0)
    assert means["congestion_us"] == pytest.approx(16 / 3)
    assert sum(means.values()) == pytest.approx(22 / 3)


def test_the_title_says_how_many_were_late_and_why() -> None:
    """Counts, and the part that held them up most."""
    run = made_up_run()
    run.log, run.span_us = _log(done=2, still_open=1), NOW_US
    words = "3 of 3 orders were late, 1 of them still open; what held them up most was congestion, 5.3 min an order"
    assert lateness.finding(run) == words  # type: ignore[arg-type]
    assert lateness.draw(run).texts[0].get_text().replace("\n", " ") == words  # type: ignore[arg-type]


def test_a_run_that_completed_no_order_is_drawn() -> None:
    """Nothing done, all open; and without any order a reason for no picture."""
    run = made_up_run()
    run.log, run.span_us = _log(done=0, still_open=4), NOW_US
    assert lateness.finding(run) == "No order was completed; 4 of 4 open orders are past their due time"  # type: ignore[arg-type]
    assert len(lateness.draw(run).axes) == 3  # type: ignore[arg-type]
    run.log = Log()
    assert lateness.lacking(run) == "no order arrived"  # type: ignore[arg-type]
    assert lateness.finding(run) == "No order arrived"  # type: ignore[arg-type]
