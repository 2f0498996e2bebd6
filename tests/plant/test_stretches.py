"""Stretches: many steps at once equal many steps one by one, and any part of a step adds up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.plant.rooms import room_network
from twin.plant.spec import RoomSpec, WallSpec
from twin.plant.stretches import LONGEST, Stretches

ROOMS = (RoomSpec(name="a"), RoomSpec(name="b", product_t=300, volume_m3=2000), RoomSpec(name="c", product_t=0))
WALLED = (ROOMS[0].model_copy(update={"walls": (WallSpec(to="b", area_m2=40),)}), *ROOMS[1:])


def stretches(walled: bool, step_s: float = 10.0) -> Stretches:
    """Lanes at 3 to 8 degC with some heat in the air, in a hall of 20 degC."""
    network = room_network(WALLED if walled else ROOMS)
    lanes = network.capacity_j_k.shape[1]
    start_c = np.linspace(3.0, 8.0, 9).reshape(lanes, -1)
    found = Stretches(network, start_c, 20.0, step_s)
    found.heat(np.linspace(-4000.0, 3000.0, 3).reshape(lanes, -1))
    return found


@pytest.mark.parametrize("walled", [False, True])
def test_many_steps_are_the_networks_own_long_step(walled: bool) -> None:
    """The table built by composition is the exponential of the whole time, for changes and for integrals."""
    lanes = stretches(walled)
    network, nodes = lanes.network, lanes.inputs.shape[1] // 2
    heat_w = lanes.inputs[:, nodes:] - network.to_ambient_w_k.T * 20.0
    for steps in (1, 2, 17, LONGEST):
        done = lanes.moved(np.full(len(lanes.anchor), steps))
        move = network.move(lanes.inputs[:, :nodes].T, steps * 10.0, heat_w.T, 20.0)
        assert done[:, :nodes] == pytest.approx(move.change_k.T, rel=1e-10, abs=1e-14)
        whole = done[:, nodes:] + lanes.inputs[:, :nodes] * steps * 10.0
        assert whole == pytest.approx(move.integral_c_s.T, rel=1e-12)


@pytest.mark.parametrize("walled", [False, True])
def test_what_lies_ahead_is_what_will_be(walled: bool) -> None:
    """Looking 64 steps ahead gives, to the last bit, the states that asking for each step gives."""
    lanes = stretches(walled)
    watched, count = 3 // len(lanes.anchor), len(lanes.anchor)
    ahead = lanes.ahead(LONGEST, watched)
    for step in (1, 5, LONGEST):
        states = lanes.states(lanes.inputs, np.full(count, step), np.arange(count))
        assert np.array_equal(ahead[step - 1], states[:, :watched])
    assert np.array_equal(
        lanes.states(lanes.inputs, np.zeros(count, dtype=np.int64), np.arange(count)), lanes.inputs[:, : 9 // count]
    )


@settings(max_examples=20, deadline=None)
@given(spent_us=st.integers(1, 10_000_000), walled=st.booleans())
def test_parts_of_a_step_add_up_to_the_step(spent_us: int, walled: bool) -> None:
    """Any microsecond may cut a step in two; state and integral at its end are the same."""
    lanes = stretches(walled)
    nodes, last = lanes.inputs.shape[1] // 2, len(lanes.anchor) - 1
    start_c = lanes.inputs[last, :nodes]
    first = lanes.part(last, start_c, spent_us)
    second = lanes.part(last, start_c + first[:nodes], 10_000_000 - spent_us)
    whole = lanes.moved(np.ones(last + 1, dtype=np.int64))[last]
    assert first[:nodes] + second[:nodes] == pytest.approx(whole[:nodes], rel=1e-9, abs=1e-13)
    beyond = first[nodes:] + second[nodes:] + first[:nodes] * (10_000_000 - spent_us) / 1e6
    assert beyond == pytest.approx(whole[nodes:], rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("walled", [False, True])
def test_moves_close_their_balance_and_a_lie_shows(walled: bool) -> None:
    """Stored heat is supplied heat to a billionth; a joule a kelvin of capacity more, and it is not."""
    lanes = stretches(walled)
    count = len(lanes.anchor)
    done, spent_s = lanes.moved(np.full(count, 40)), np.full(count, 400.0)
    assert np.all(np.abs(lanes.imbalance_j(done, lanes.inputs, spent_s)) < 1e-9 * 4000.0 * 400.0)
    lanes.network.capacity_j_k[0] *= 1.001
    assert np.all(np.abs(lanes.imbalance_j(done, lanes.inputs, spent_s)) > 1.0)
