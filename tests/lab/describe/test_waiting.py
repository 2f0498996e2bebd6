"""Queues in closed form, against published values and against each other."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.lab.describe.waiting import erlang_c, finite_source, open_line


def test_one_server_waits_as_often_as_it_is_busy() -> None:
    """M/M/1: the chance to wait is the load."""
    assert [erlang_c(1, load) for load in (0.1, 0.5, 0.9)] == pytest.approx([0.1, 0.5, 0.9])


def test_erlang_s_table() -> None:
    """Two servers with one erlang: a third; ten with eight: 0.4092 (Gross and Harris, table of C)."""
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(10, 8.0) == pytest.approx(0.4092, abs=5e-5)


def test_a_line_without_end_is_never_served() -> None:
    """At full use and beyond the wait is infinite, and the use says by how much."""
    wait = open_line(3, 4.0, 1.0)
    assert wait.use == pytest.approx(4 / 3)
    assert wait.mean_h == math.inf


@pytest.mark.parametrize(
    ("servers", "robots", "use", "wait_min"), [(4, 20, 0.55, 4.6), (30, 200, 0.74, 0.4), (130, 1000, 0.85, 0.1)]
)
def test_chargers_of_the_reference_hub(servers: int, robots: int, use: float, wait_min: float) -> None:
    """Eight hours of driving for one of charging: the three sizes of the hub, as its table prints them."""
    found = finite_source(servers, robots, 8.0, 1.0)
    assert found.use == pytest.approx(use, abs=0.005)
    assert 60 * found.mean_h == pytest.approx(wait_min, abs=0.05)


@given(st.integers(1, 8), st.integers(1, 40), st.floats(0.1, 10), st.floats(0.1, 10))
def test_customers_are_away_waiting_or_served(servers: int, customers: int, away_h: float, service_h: float) -> None:
    """Each cycle of a customer is away, wait and service, and the servers' use follows from the number of cycles."""
    found = finite_source(servers, customers, away_h, service_h)
    cycles_per_h = customers / (away_h + found.mean_h + service_h)
    assert found.use * servers == pytest.approx(cycles_per_h * service_h)


def test_a_great_crowd_is_an_open_line() -> None:
    """Many customers who are long away come like an endless crowd."""
    crowd, line = finite_source(3, 2_000, 1_000.0, 1.0), open_line(3, 2.0, 1.0)
    assert crowd.use == pytest.approx(line.use, rel=0.002)
    assert crowd.mean_h == pytest.approx(line.mean_h, rel=0.02)
