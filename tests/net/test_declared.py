"""What sources repeat by themselves: how much of it a limit leaves, without any memory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import demand, network_of, small_hub
from twin.core.chance import Ints, Streams
from twin.core.cohort import Beat
from twin.core.units import DAY_US, SECOND_US
from twin.net.channels import Channels
from twin.net.declared import Declared
from twin.net.segmentation import Limit
from twin.net.verdicts import SERVICE_ID
from twin.policies import POLICIES


def _first(src: Ints, *_: Ints) -> Ints:
    """The first limit, whoever speaks."""
    return 0 * src


def declared(limit: Limit, *every_s: float, size: int = 100) -> Declared:
    """camera-01 says something to nvr-1 every so many seconds, as often as there are periods."""
    hub = small_hub()
    network = network_of(hub, POLICIES["flat"]().compile(hub))
    made = Declared(network, _first, (limit,))
    count = len(every_s)
    period = np.array([round(each * SECOND_US) for each in every_s], dtype=np.int64)
    ends = [np.full(count, number, dtype=np.int64) for number in (hub.index["camera-01"], hub.index["nvr-1"])]
    none = np.zeros(count, dtype=np.int64)
    made.add(
        Channels(
            "films", *ends, np.full(count, SERVICE_ID["rtsp"], dtype=np.int64),
            Beat(period, none, Streams.of(1, [f"film-{n}" for n in range(count)], "flow")),
            np.full(count, size, dtype=np.int64), none, none, none, none - 1,
        )
    )  # fmt: skip
    return made


def passing(made: Declared, count: int, member: int = 0) -> list[bool]:
    """Which of the first messages of one member pass."""
    numbers = np.arange(count, dtype=np.int64)
    over = made.over(np.full(count, member, dtype=np.int64), numbers, numbers)
    return [True] * count if over is None else (~over).tolist()


def test_rates_are_the_sum_over_all_that_a_source_repeats() -> None:
    """A message a second and one every four seconds, 100 bytes each."""
    made = declared(Limit("*", "*", "*", messages_per_s=9), 1, 4)
    assert made.rates(0, small_hub().index["camera-01"]) == (1_250_000, 125_000_000)
    assert made.rates(0, small_hub().index["camera-02"]) == (0, 0)


def test_exactly_at_its_limit_everything_passes() -> None:
    """Every three seconds under a third a second, in messages and in bytes."""
    assert all(passing(declared(Limit("*", "*", "*", messages_per_s=1 / 3), 3), 50))
    assert all(passing(declared(Limit("*", "*", "*", bytes_per_s=100 / 3), 3), 50))


@given(share=st.floats(0.01, 0.99), count=st.integers(1, 400))
def test_what_passes_is_the_share_and_evenly_spaced(share: float, count: int) -> None:
    """Of the first n messages n times the share, rounded up: a bucket of one message."""
    passed = sum(passing(declared(Limit("*", "*", "*", messages_per_s=share), 1), count))
    assert abs(passed - share * count) <= 1.01


def test_two_that_share_a_source_share_its_limit() -> None:
    """Two a second under one: each passes half."""
    made = declared(Limit("*", "*", "*", messages_per_s=1), 1, 1)
    assert [sum(passing(made, 100, member)) for member in (0, 1)] == [50, 50]


@pytest.mark.parametrize("day", [0, 1, 7])
def test_a_quota_lasts_as_long_each_day(day: int) -> None:
    """A hundred bytes a second and 360,000 a day: an hour."""
    made = declared(Limit("*", "*", "*", bytes_a_day=360_000), 1)
    time_us = day * DAY_US + np.array([0, 3600 * SECOND_US - 1, 3600 * SECOND_US, DAY_US - 1])
    over = made.over(np.zeros(4, dtype=np.int64), np.arange(4), time_us)
    assert over is not None
    assert over.tolist() == [False, False, True, True]


def test_what_a_policy_refuses_anyway_is_not_counted() -> None:
    """It takes nothing from what is left for others."""
    hub = small_hub()
    network = network_of(hub, POLICIES["microsegmentation"]().compile(hub))
    need = demand("camera-01", "dc-01", "smb")
    made = Declared(network, _first, (Limit("*", "*", "*", messages_per_s=1),))
    one = np.ones(1, dtype=np.int64)
    ends = (one * hub.index[need.src], one * hub.index[need.dst], one * SERVICE_ID["smb"])
    made.add(Channels("no", *ends, Beat(one * SECOND_US, 0 * one, Streams.of(1, ["x"], "f")), *[one] * 4, -one))
    assert made.rates(0, hub.index["camera-01"]) == (0, 0)
