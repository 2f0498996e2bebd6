"""The fleet picture: states that sum to the fleet, and orders past their due time."""

from __future__ import annotations

import numpy as np

from tests.lab.synthetic import SPAN_US, made_up_run
from twin.core.log import Log
from twin.lab.figures import robots


def test_states_sum_to_the_fleet_in_every_minute() -> None:
    """Twelve robots, ninety minutes."""
    edges, shares = robots.fleet_shares(made_up_run().log, SPAN_US)
    assert len(edges) - 1 == 90
    assert np.allclose(sum(shares.values()), 12)


def test_an_order_is_past_due_from_its_due_time_to_its_completion() -> None:
    """One order due at minute 2 and done at minute 5, one still open at the end, one on time."""
    log = Log()
    for order, due, done in ((1, 2, 5), (2, 4, None), (3, 6, 1)):
        log.one("order_in", time=0, order=order, lines=1, visits=1, due=due * 60_000_000)
        if done is not None:
            log.one("order_out", time=done * 60_000_000, order=order, lateness_us=(done - due) * 60_000_000)
    log.seal(10**12)
    _, late = robots.overdue(log, 8 * 60_000_000)
    assert late.tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1]


def test_no_poses_are_drawn_as_nothing() -> None:
    """An empty log has empty shares."""
    _, shares = robots.fleet_shares(Log(), SPAN_US)
    assert all(np.isnan(share).all() for share in shares.values())


def test_a_robot_that_wants_to_go_and_stands_is_waiting() -> None:
    """It stands for the second of two minutes; before, it drives."""
    log = Log()
    for second in range(0, 125, 5):
        x = min(second, 60) / 5
        log.one("pose", time=second * 1_000_000, robot="a", x_m=x, y_m=0.0, state="moving", battery=0.5)
    log.seal(10**12)
    _, shares = robots.fleet_shares(log, 2 * 60_000_000)
    assert shares["moving"].round(2).tolist() == [1.0, 0.08]
    assert shares["waiting"].round(2).tolist() == [0.0, 0.92]


def test_the_title_is_the_finding() -> None:
    """How many stood, and how many orders waited."""
    assert robots.draw(made_up_run()).texts[0].get_text().startswith("Up to 1 of 12 robots stood stopped; at ")  # type: ignore[arg-type]
