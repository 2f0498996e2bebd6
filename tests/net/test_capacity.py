"""Laws of capacity: loads add up exactly, and only the excess is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import every_triple, network_of, small_hub
from twin.net.capacity import CAPACITY_MBPS, Capacity
from twin.policies.flat import Flat


def _capacity(**mbps: float) -> Capacity:
    return Capacity(network_of(small_hub(), Flat().compile(small_hub())), {**CAPACITY_MBPS, **mbps})


def _loss(capacity: Capacity, src: str, dst: str) -> float:
    index = small_hub().index
    return float(capacity.loss(np.array([index[src]]), np.array([index[dst]]))[0])


def test_below_capacity_nothing_is_lost() -> None:
    """A full link still carries everything."""
    capacity = _capacity()
    capacity.add_load("edge", 500_000_000)
    assert _loss(capacity, "coffee-1", "vendor-cloud") == 0.0


def test_above_capacity_the_excess_is_lost() -> None:
    """Twice the capacity loses half, on that link only."""
    capacity = _capacity()
    capacity.add_load("edge", 1_000_000_000)
    assert _loss(capacity, "coffee-1", "vendor-cloud") == 0.5
    assert _loss(capacity, "coffee-1", "dc-01") == 0.0


def test_losses_of_two_links_add_as_chances_do() -> None:
    """To arrive, a message must survive both."""
    capacity = _capacity()
    capacity.add_load("edge", 1_000_000_000)
    capacity.add_load("core", 20_000_000_000)
    assert _loss(capacity, "coffee-1", "vendor-cloud") == 0.75


def test_a_stream_loads_every_link_on_its_way_and_no_other() -> None:
    """A robot's upload fills its cell, the core and the edge."""
    capacity = _capacity()
    capacity.add_stream("amr-001", "vendor-cloud", 7)
    assert {link for link in capacity.links if capacity.load_bps(link)} == {"cell:wlc", "core", "edge"}


def test_one_link_may_have_a_capacity_of_its_own() -> None:
    """The name of a link counts before its kind."""
    capacity = _capacity(**{"uplink:sw-2": 10.0})
    capacity.add_stream("coffee-1", "dc-01", 20_000_000)
    assert _loss(capacity, "ws-01", "dc-01") == 0.5
    assert _loss(capacity, "ws-01", "gateway-1") == 0.0


@given(rates=st.lists(st.integers(0, 10**11), min_size=1, max_size=8), data=st.data())
def test_removing_in_any_order_leaves_nothing(rates: list[int], data: st.DataObject) -> None:
    """Whole bits a second add and subtract exactly."""
    capacity = _capacity()
    tokens = [capacity.add_stream("coffee-1", "vendor-cloud", rate) for rate in rates]
    assert capacity.load_bps("edge") == sum(rates)
    for token in data.draw(st.permutations(tokens)):
        capacity.remove(token)
    assert [capacity.load_bps(link) for link in capacity.links] == [0] * len(capacity.links)


@given(rates=st.lists(st.integers(0, 10**11), min_size=5, max_size=5))
def test_a_loss_is_a_probability(rates: list[int]) -> None:
    """Between none and all, for every pair."""
    capacity = _capacity()
    for link, rate in zip(capacity.links, rates, strict=False):
        capacity.add_load(link, rate)
    src, dst, _ = every_triple(small_hub())
    loss = capacity.loss(src, dst)
    assert ((loss >= 0.0) & (loss < 1.0)).all()


def test_a_load_below_zero_is_refused() -> None:
    """Nobody gives capacity back that way."""
    with pytest.raises(ValueError, match="below zero"):
        _capacity().add_load("edge", -1)


def test_many_streams_at_once_load_links_as_one_by_one() -> None:
    """What a hub carries on any day is the sum of its streams; every change has an epoch of its own."""
    one, many = _capacity(cell=1.0), _capacity(cell=1.0)
    index = small_hub().index
    pairs = [("amr-001", "broker-1"), ("ws-01", "dc-01"), ("amr-001", "broker-1")]
    for src, dst in pairs:
        one.add_stream(src, dst, 700_000)
    ends = [np.array([index[pair[n]] for pair in pairs]) for n in (0, 1)]
    many.add_for_ever(ends[0], ends[1], np.full(3, 700_000))
    assert [one.load_bps(link) for link in one.links] == [many.load_bps(link) for link in many.links]
    assert many.lossy
    assert (one.epoch, many.epoch) == (3, 1)


def test_a_relayed_message_can_be_lost_on_both_legs() -> None:
    """The chances to survive multiply; a message to itself has one leg."""
    capacity = _capacity(cell=1.0)
    capacity.add_stream("amr-001", "broker-1", 2_000_000)
    index = small_hub().index
    amr, broker, office = (np.array([index[name]]) for name in ("amr-001", "broker-1", "ws-01"))
    assert capacity.loss_by(amr, broker, broker)[0] == pytest.approx(0.5)
    assert capacity.loss_by(office, broker, amr)[0] == pytest.approx(0.5)
    assert capacity.loss_by(amr, broker, amr)[0] == pytest.approx(0.75)
