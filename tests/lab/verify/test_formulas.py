"""The closed forms give the published figures, and agree with each other where they meet."""

from __future__ import annotations

import pytest

from twin.lab.verify import formulas


def test_erlangs_formulas_give_the_printed_figures() -> None:
    """Rows V1 to V5 of the table."""
    assert formulas.wait_many_servers(0.9, 1.0, 1) == pytest.approx(9.0)
    assert formulas.erlang_c(2.0, 3) == pytest.approx(4.0 / 9.0)
    assert 60.0 * formulas.wait_many_servers(12.0, 6.0, 3) == pytest.approx(4.4444, abs=5e-5)
    assert formulas.wait_longer(12.0, 6.0, 3, 0.25) == pytest.approx(0.09917, abs=5e-6)
    assert formulas.erlang_c(6.0, 8) == pytest.approx(0.35698, abs=5e-6)
    assert 60.0 * formulas.wait_many_servers(60.0, 10.0, 8) == pytest.approx(1.0709, abs=5e-5)
    assert formulas.erlang_c(3.75, 5) == pytest.approx(0.46179, abs=5e-6)
    assert 60.0 * formulas.wait_many_servers(15.0, 4.0, 5) == pytest.approx(5.5415, abs=5e-5)
    assert 15.0 * formulas.wait_many_servers(15.0, 4.0, 5) == pytest.approx(1.3854, abs=5e-5)
    losses = [formulas.erlang_b(load, bays) for load, bays in ((10.0, 10), (5.0, 5), (20.0, 30))]
    assert losses == pytest.approx([0.21458, 0.28487, 0.008457], abs=5e-6)


def test_one_server_gives_the_printed_figures() -> None:
    """Rows V6 to V8: constant, lognormal and exponential service, and two priorities."""
    waits = [formulas.wait_one_server(300.0 / 3600.0, 10.0, cv) for cv in (0.0, 0.5, 1.0)]
    assert waits == pytest.approx([25.0, 31.25, 50.0])
    assert formulas.waits_by_priority([0.2, 0.5], 1.0) == pytest.approx([0.875, 2.9167], abs=5e-5)


def test_finite_sources_give_the_printed_figures() -> None:
    """Rows V9 and V10."""
    crew = formulas.finite_source(10, 8.0, 2.0, 3)
    assert 1.0 - (crew.served + crew.waiting) / 10 == pytest.approx(0.77407, abs=5e-6)
    assert crew.throughput == pytest.approx(0.96759, abs=5e-6)
    assert crew.served / 3 == pytest.approx(0.64506, abs=5e-6)
    for chargers, use, wait_min in ((30, 0.74021, 0.386), (25, 0.88013, 5.376)):
        fleet = formulas.finite_source(200, 8.0, 1.0, chargers)
        assert fleet.served / chargers == pytest.approx(use, abs=5e-6)
        assert 60.0 * fleet.waiting / fleet.throughput == pytest.approx(wait_min, abs=5e-4)


def test_mean_value_analysis_gives_the_printed_figures() -> None:
    """Row V11."""
    rates = [3600.0 * formulas.mean_value_analysis(robots, 60.0, [2.5] * 4) for robots in (8, 16, 32)]
    assert rates == pytest.approx([394.42, 733.40, 1148.78], abs=5e-3)


def test_priorities_conserve_the_mean_wait() -> None:
    """Kleinrock's conservation law: weighted by arrivals, the classes wait as long as everybody would without ranks."""
    urgent, usual = formulas.waits_by_priority([0.5, 1.75], 1.0, servers=3)
    assert (0.5 * urgent + 1.75 * usual) / 2.25 == pytest.approx(formulas.wait_many_servers(2.25, 1.0, 3))
    urgent, usual = formulas.waits_by_priority([0.2, 0.5], 1.0, cv=0.8)
    assert (0.2 * urgent + 0.5 * usual) / 0.7 == pytest.approx(formulas.wait_one_server(0.7, 1.0, 0.8))


def test_a_closed_network_of_one_station_is_a_finite_source() -> None:
    """Two methods, one throughput."""
    steady = formulas.finite_source(12, 30.0, 4.0, 1)
    assert formulas.mean_value_analysis(12, 30.0, [4.0]) == pytest.approx(steady.throughput)


def test_a_finite_source_with_a_server_each_never_waits() -> None:
    """Everybody is served at once."""
    steady = formulas.finite_source(5, 3.0, 1.0, 5)
    assert steady.waiting == 0.0
    assert steady.served == pytest.approx(5.0 / 4.0)
