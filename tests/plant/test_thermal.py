"""Lumped heat: closed forms, conservation, and agreement with a library's matrix exponential."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.elementary import Floats
from twin.plant.thermal import AIR_J_M3K, ThermalNetwork, crossing_s, phi_functions, product

HOUR_S = 3600.0


def one_node(ua_w_k: float, capacity_j_k: float) -> ThermalNetwork:
    """A single lump behind a wall."""
    return ThermalNetwork(np.array([capacity_j_k]), np.zeros((1, 1)), np.array([ua_w_k]))


def two_nodes(capacity_j_k: tuple[float, float], between_w_k: float, ua_w_k: float) -> ThermalNetwork:
    """Air behind a wall, with a second lump inside."""
    between = np.array([[0.0, between_w_k], [between_w_k, 0.0]])
    return ThermalNetwork(np.array(capacity_j_k), between, np.array([ua_w_k, 0.0]))


def test_a_first_order_step_follows_its_exponential() -> None:
    """V17: UA 200 W/K and 20 MJ/K from 5 towards 30 degC."""
    network = one_node(200.0, 20e6)
    start, none = np.array([5.0]), np.zeros(1)
    assert network.step(start, HOUR_S, none, 30.0)[0] == pytest.approx(30 - 25 * math.exp(-0.036), rel=1e-12)
    assert network.step(start, HOUR_S, none, 30.0)[0] == pytest.approx(5.8840, abs=5e-5)
    assert network.step(start, 4 * HOUR_S, none, 30.0)[0] == pytest.approx(8.3528, abs=5e-5)
    reach_s = -100_000 * math.log(22 / 25)
    assert reach_s / HOUR_S == pytest.approx(3.5509, abs=5e-5)
    assert network.step(start, reach_s, none, 30.0)[0] == pytest.approx(8.0, rel=1e-9)


def test_a_hysteresis_cycle_has_its_closed_form_period() -> None:
    """V18: 12 kW between 4 and 6 degC runs 5715.84 s and rests 8004.27 s."""
    network = one_node(200.0, 20e6)

    on_s = crossing_s(network, np.array([6.0]), np.array([-12_000.0]), 30.0, 0, 4.0)
    off_s = crossing_s(network, np.array([4.0]), np.zeros(1), 30.0, 0, 6.0)
    assert on_s is not None
    assert off_s is not None
    tau_s = 20e6 / 200
    assert on_s == pytest.approx(tau_s * math.log(36 / 34), abs=1e-7)
    assert off_s == pytest.approx(tau_s * math.log(26 / 24), abs=1e-7)
    assert on_s == pytest.approx(5715.84, abs=5e-3)
    assert off_s == pytest.approx(8004.27, abs=5e-3)
    assert on_s / (on_s + off_s) == pytest.approx(0.41660, abs=5e-6)


@pytest.mark.parametrize(
    ("hours", "air_c", "product_c"), [(0.25, 1.5046, 1.0135), (4.0, 1.7180, 1.2307), (24.0, 2.8296, 2.3614)]
)
def test_air_leads_and_product_follows_when_cooling_is_lost(hours: float, air_c: float, product_c: float) -> None:
    """V19: two nodes at 1 degC, 30 degC outside."""
    network = two_nodes((150.75e3, 73.0e6), 2400.0, 41.44)
    after = network.step(np.array([1.0, 1.0]), hours * HOUR_S, np.zeros(2), 30.0)
    assert after == pytest.approx([air_c, product_c], abs=5.1e-5)


def test_two_nodes_have_a_fast_and_a_slow_time_constant() -> None:
    """V19: 1.02706 and 29926.3 minutes, read off the propagator's trace and determinant."""
    network = two_nodes((150.75e3, 73.0e6), 2400.0, 41.44)
    dt_s = 60.0
    grown = network.propagator(dt_s)[:2, :2].T + np.eye(2)
    trace, determinant = grown[0, 0] + grown[1, 1], grown[0, 0] * grown[1, 1] - grown[0, 1] * grown[1, 0]
    slow = (trace + math.sqrt(trace**2 - 4 * determinant)) / 2
    assert -dt_s / math.log(determinant / slow) / 60 == pytest.approx(1.02706, abs=5e-6)
    assert -dt_s / math.log(slow) / 60 == pytest.approx(29926.3, rel=1e-5)


@pytest.mark.parametrize(("wall_m2", "kwh_a_day"), [(118.0, 22.996), (113.0, 22.021)])
def test_a_cold_room_in_balance_takes_its_transmission_load(wall_m2: float, kwh_a_day: float) -> None:
    """V20: walls at 29 K and floor at 9 K, both readings of the published areas; the heat arrives in a day."""
    heat_j = np.zeros(1)
    for area_m2, outside_c, expected in ((wall_m2, 30.0, kwh_a_day), (30.0, 10.0, 1.814)):
        network = one_node(0.28 * area_m2, 1e6)
        held_w = np.array([-0.28 * area_m2 * (outside_c - 1.0)])
        move = network.move(np.array([1.0]), 24 * HOUR_S, held_w, outside_c)
        assert move.change_k[0] == pytest.approx(0.0, abs=1e-9)
        heat_j = network.gain_j(move.integral_c_s, 24 * HOUR_S, outside_c)
        assert float(heat_j) / 3.6e6 == pytest.approx(expected, abs=5.1e-4)


def test_a_server_room_without_cooling_warms_by_power_over_capacity() -> None:
    """V23: 20 kW in 100 m3, air alone and with four racks of 400 kg steel."""
    air_j_k, racks_j_k = 100 * AIR_J_M3K, 4 * 400 * 500.0
    heat_w = np.array([20_000.0])
    assert one_node(0.0, air_j_k).step(np.zeros(1), 60.0, heat_w, 0.0)[0] == pytest.approx(9.950, abs=5e-4)
    together = one_node(0.0, air_j_k + racks_j_k)
    assert together.step(np.zeros(1), 60.0, heat_w, 0.0)[0] == pytest.approx(1.3035, abs=5e-5)
    assert together.step(np.array([24.0]), 8.439 * 60, heat_w, 0.0)[0] == pytest.approx(35.0, abs=5e-4)


def test_air_and_racks_start_at_the_air_rate_and_end_at_the_joint_rate() -> None:
    """V23, two nodes: the rate falls from that of air alone to that of air and racks together."""
    network = two_nodes((100 * AIR_J_M3K, 800_000.0), 800.0, 0.0)
    heat_w = np.array([20_000.0, 0.0])
    first = network.step(np.zeros(2), 1e-3, heat_w, 0.0)[0] / 1e-3 * 60
    late = network.step(np.zeros(2), HOUR_S, heat_w, 0.0)
    later = network.step(np.zeros(2), HOUR_S + 60, heat_w, 0.0)
    assert first == pytest.approx(9.950, abs=1e-3)
    assert (later - late) == pytest.approx([1.3035, 1.3035], abs=5e-5)


def random_network(seed: int, nodes: int, rooms: int) -> ThermalNetwork:
    """A stack of symmetric networks with capacities over three decades."""
    chance = np.random.default_rng(seed)
    between = chance.uniform(0, 2000, (nodes, nodes, rooms))
    capacity = 10 ** chance.uniform(5, 8, (nodes, rooms))
    return ThermalNetwork(capacity, between + np.swapaxes(between, 0, 1), chance.uniform(0, 500, (nodes, rooms)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), nodes=st.integers(1, 5), dt_s=st.floats(0.01, 1e5))
def test_heat_is_conserved_over_any_step(seed: int, nodes: int, dt_s: float) -> None:
    """What is stored came in: exact for any network, any step, any constant input."""
    network, chance = random_network(seed, nodes, 3), np.random.default_rng(seed + 1)
    start, heat_w = chance.uniform(-20, 30, (nodes, 3)), chance.uniform(-5e3, 5e3, (nodes, 3))
    move = network.move(start, dt_s, heat_w, 20.0)
    stored, gained = network.stored_j(move.change_k), network.gain_j(move.integral_c_s, dt_s, 20.0)
    supplied = heat_w.sum(axis=0) * dt_s
    turnover = np.abs(heat_w).sum(axis=0) * dt_s + (network.to_ambient_w_k * 50).sum(axis=0) * dt_s
    assert np.all(np.abs(stored - gained - supplied) <= 1e-9 * turnover)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), nodes=st.integers(1, 4), dt_s=st.floats(0.1, 1e5))
def test_two_half_steps_are_one_whole_step(seed: int, nodes: int, dt_s: float) -> None:
    """The solution is exact, so the length of a step leaves the result alone."""
    network = random_network(seed, nodes, 2)
    start, heat_w = np.full((nodes, 2), 4.0), np.full((nodes, 2), 250.0)
    half = network.step(start, dt_s / 2, heat_w, 18.0)
    whole = network.step(start, dt_s, heat_w, 18.0)
    assert network.step(half, dt_s / 2, heat_w, 18.0) == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize("scale", [1e-6, 0.3, 5.0, 200.0])
def test_the_exponential_and_its_integrals_agree_with_a_library(scale: float) -> None:
    """The phi functions stand in the first row of the exponential of a larger matrix; scipy's is the Pade form."""
    from scipy.linalg import expm

    chance = np.random.default_rng(3)
    matrix: Floats = chance.uniform(-1, 1, (5, 5)) * scale / 5 - np.eye(5) * scale
    joined = np.zeros((15, 15))
    joined[:5, :5], joined[:5, 5:10], joined[5:10, 10:] = matrix, np.eye(5), np.eye(5)
    whole = expm(joined)
    grown, first, second = phi_functions(matrix)
    assert grown + np.eye(5) == pytest.approx(whole[:5, :5], rel=1e-9, abs=1e-13)
    assert first == pytest.approx(whole[:5, 5:10], rel=1e-9, abs=1e-13)
    assert second == pytest.approx(whole[:5, 10:], rel=1e-9, abs=1e-13)


def test_a_level_is_crossed_when_the_closed_form_says_so() -> None:
    """Up, down, again after standing on it, and never where the steady state lies short of it."""
    network, none, tau_s = one_node(200.0, 20e6), np.zeros(1), 1e5
    reach_s = crossing_s(network, np.array([5.0]), none, 30.0, 0, 8.0)
    assert reach_s == pytest.approx(tau_s * math.log(25 / 22), abs=1e-7)
    assert crossing_s(network, np.array([5.0]), none, 30.0, 0, 31.0) is None
    assert crossing_s(network, np.array([5.0]), none, 30.0, 0, 5.0) is None
    cooled = crossing_s(network, np.array([30.0]), np.array([-4000.0]), 30.0, 0, 12.0)
    assert cooled == pytest.approx(tau_s * math.log(20 / 2), abs=1e-7)


def test_the_node_that_is_asked_for_is_the_one_that_crosses() -> None:
    """Air passes 1.5 degC long before product does; at the time found, each stands on the level."""
    network, start = two_nodes((150.75e3, 73.0e6), 2400.0, 41.44), np.array([1.0, 1.0])
    times = [crossing_s(network, start, np.zeros(2), 30.0, node, 1.5) for node in (0, 1)]
    assert times[0] is not None
    assert times[1] is not None
    assert times[0] < 900 < times[1]
    for node, time_s in enumerate(times):
        assert time_s is not None
        assert network.step(start, time_s, np.zeros(2), 30.0)[node] == pytest.approx(1.5, abs=1e-9)


def test_a_stack_is_solved_as_each_of_its_networks_alone() -> None:
    """Rooms on the last axis do not touch each other, to the last bit."""
    network = random_network(11, 3, 4)
    start, heat_w = np.linspace(0, 11, 12).reshape(3, 4), np.linspace(-900, 900, 12).reshape(3, 4)
    together = network.step(start, 10.0, heat_w, 21.0)
    for room in range(4):
        alone = ThermalNetwork(
            network.capacity_j_k[:, room], network.conductance_w_k[:, :, room], network.to_ambient_w_k[:, room]
        )
        assert alone.step(start[:, room], 10.0, heat_w[:, room], 21.0) == pytest.approx(together[:, room], rel=1e-13)


def test_a_product_is_a_matrix_product() -> None:
    """The written-out sum is the usual matrix product."""
    chance = np.random.default_rng(5)
    left, right = chance.normal(size=(3, 4)), chance.normal(size=(4, 2))
    assert product(left, right) == pytest.approx(left @ right)


def test_a_propagator_is_computed_once_a_step_length() -> None:
    """The same step length gives the same array back."""
    network = random_network(1, 3, 2)
    assert network.propagator(10.0) is network.propagator(10.0)
    assert network.propagator(10.0) is not network.propagator(5.0)
