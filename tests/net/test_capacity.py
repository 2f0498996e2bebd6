"""Laws of capacity: loads add up exactly, and only the excess is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import every_triple, network_of, small_hub
from twin.core.names import Names
from twin.net.capacity import BUFFER_PACKETS, CAPACITY_MBPS, MILLIONTH, PACKET_BITS, TAP_PACKETS, Capacity
from twin.net.network import Network
from twin.net.taps import Taps, tap_at
from twin.policies.flat import Flat


def _capacity(**mbps: float) -> Capacity:
    return Capacity(network_of(small_hub(), Flat().compile(small_hub())), {**CAPACITY_MBPS, **mbps})


def _loss(capacity: Capacity, src: str, dst: str) -> float:
    index = small_hub().index
    return float(capacity.loss(np.array([index[src]]), np.array([index[dst]]))[0])


def test_well_below_capacity_nothing_is_lost() -> None:
    """Nine tenths leave a buffer of 1,000 packets room for every burst."""
    capacity = _capacity()
    capacity.add_load("edge", 450_000_000)
    assert _loss(capacity, "coffee-1", "vendor-cloud") == 0.0
    assert not capacity.lossy


def test_a_full_link_loses_what_finds_its_buffer_full() -> None:
    """M/M/1/K at full use: one in K + 1."""
    capacity = _capacity()
    capacity.add_load("edge", 500_000_000)
    assert _loss(capacity, "coffee-1", "vendor-cloud") == pytest.approx(1 / (BUFFER_PACKETS["edge"] + 1))
    assert capacity.lossy


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


def test_a_link_says_what_it_can_carry() -> None:
    """In bits a second; a broker in millionths of a message."""
    capacity = _capacity(edge=50.0)
    assert capacity.capacity_bps("edge") == 50e6
    assert capacity.capacity_bps("core") == 1e6 * CAPACITY_MBPS["core"]


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


def _delay_us(capacity: Capacity, src: str, dst: str) -> int:
    index = small_hub().index
    return int(capacity.delay_us(np.array([index[src]]), np.array([index[dst]]))[0])


def test_a_busy_link_makes_everybody_wait_and_an_idle_one_nobody() -> None:
    """At four fifths of 500 Mbit/s the wait is four packets' time, as M/M/1 has it."""
    capacity = _capacity()
    assert _delay_us(capacity, "coffee-1", "vendor-cloud") == 0
    capacity.add_load("edge", 400_000_000)
    assert _delay_us(capacity, "coffee-1", "vendor-cloud") == int(4 * PACKET_BITS / 500)
    assert _delay_us(capacity, "coffee-1", "dc-01") == 0


def test_an_overfull_link_makes_everybody_wait_for_a_full_buffer() -> None:
    """Far above capacity nearly every place is taken; what gets in waits for all of them."""
    capacity = _capacity(cell=3.2)
    capacity.add_stream("amr-001", "dc-01", 320_000_000)
    full_us = BUFFER_PACKETS["cell"] * PACKET_BITS / 3.2
    assert 0.98 * full_us <= _delay_us(capacity, "amr-001", "dc-01") <= full_us


def test_a_broker_takes_in_so_many_messages_a_second() -> None:
    """Twice as many lose half, for whoever sends to it; what it sends, and what passes by, is not its queue's."""
    capacity = _capacity(broker=100.0)
    token = capacity.add_stream("gateway-1", "broker-1", 8_000, messages_per_s=200.0)
    assert capacity.load_bps("broker:broker-1") == 200 * MILLIONTH
    assert _loss(capacity, "amr-001", "broker-1") == pytest.approx(0.5)
    assert _loss(capacity, "broker-1", "amr-001") == 0.0
    assert _loss(capacity, "amr-001", "dc-01") == 0.0
    capacity.remove(token)
    assert _loss(capacity, "amr-001", "broker-1") == 0.0


def test_what_is_refused_fills_its_first_link_only() -> None:
    """An enforcement point stands behind it; on one switch there is no link at all."""
    capacity = _capacity()
    token = capacity.add_stub("coffee-1", "dc-01", 7)
    assert {link for link in capacity.links if capacity.load_bps(link)} == {"uplink:sw-1"}
    capacity.remove(token)
    capacity.add_stub("coffee-1", "ws-01", 7)
    assert not any(capacity.load_bps(link) for link in capacity.links)


def test_the_first_link_says_what_it_carries_on() -> None:
    """Half of what is twice its capacity."""
    capacity = _capacity(uplink=10.0)
    capacity.add_stub("coffee-1", "dc-01", 20_000_000)
    assert capacity.kept_first("ws-01", "dc-01") == 0.5
    assert capacity.kept_first("coffee-1", "ws-01") == 1.0


def test_a_mirror_drops_what_its_port_does_not_carry() -> None:
    """Both directions of every flow that crosses the place are offered to one port."""
    hub = small_hub()
    taps = Taps([tap_at("core", 10.0), tap_at("sw-1", 10.0), tap_at("sw-3", 10.0)])
    capacity = Capacity(Network(hub, Flat().compile(hub), Names(), taps))
    token = capacity.add_stream("coffee-1", "dc-01", 20_000_000)
    assert capacity.tap_loss().tolist() == [0.5, 0.5, 0.0]
    capacity.remove(token)
    assert capacity.tap_loss().tolist() == [0.0, 0.0, 0.0]
    capacity.add_stream("coffee-1", "ws-01", 10_000_000)
    assert capacity.tap_loss()[1] == pytest.approx(1 / (TAP_PACKETS + 1))
    assert capacity.tap_loss()[0] == 0.0


def test_between_two_robots_of_one_cell_the_air_is_needed_twice() -> None:
    """Up to the controller and down again: the load is there twice, and either may lose it."""
    one, many, index = _capacity(), _capacity(), small_hub().index
    token = one.add_stream("amr-001", "amr-002", 7)
    many.add_for_ever(np.array([index["amr-001"]]), np.array([index["amr-002"]]), np.array([7]))
    assert one.load_bps("cell:wlc") == many.load_bps("cell:wlc") == 14
    one.remove(token)
    assert one.load_bps("cell:wlc") == 0
    one.add_load("cell:wlc", 600_000_000)
    assert _loss(one, "amr-001", "amr-002") == pytest.approx(0.75)
