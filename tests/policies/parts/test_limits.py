"""Limits are one option, the same on every policy: what they say reaches the segmentation, and nonsense is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.builders import network_of, small_hub
from twin.core.errors import BadInput
from twin.net.segmentation import Limit
from twin.policies import POLICIES

kinds = pytest.mark.parametrize("kind", sorted(POLICIES))


@kinds
def test_a_limit_takes_no_path_away(kind: str) -> None:
    """It has a line of its own, and every pair is decided as before."""
    plain = POLICIES[kind]().compile(small_hub())
    made = POLICIES[kind](limits=[{"of": "camera", "to": "internet", "bytes_a_day": 10**6}]).compile(small_hub())
    assert made.limits == (Limit("camera", "internet", "*", bytes_a_day=10**6),)
    assert (made.zones, made.conduits, made.rules) == (plain.zones, plain.conduits, plain.rules)
    assert made.denied_demands == plain.denied_demands
    assert network_of(small_hub(), made).state() == network_of(small_hub(), plain).state()


def test_the_order_of_limits_is_kept_because_the_first_counts() -> None:
    """As they are written."""
    limits = [{"service": "dns", "messages_per_s": 1}, {"messages_per_s": 9}]
    made = POLICIES["flat"](limits=limits).compile(small_hub())
    assert [limit.name for limit in made.limits] == ["limit:*>*:dns", "limit:*>*:*"]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"of": "camera"}, {"messages_per_s": 0}, {"bytes_per_s": -1}, {"bytes_a_day": 1.5}, {"per_min": 3},
     {"messages_per_s": float("nan")}, {"messages_per_s": 1, "burst_s": 0}],
)  # fmt: skip
def test_a_limit_without_a_quantity_or_with_a_senseless_one_is_refused(wrong: dict[str, object]) -> None:
    """Before anything is compiled."""
    with pytest.raises(ValidationError):
        POLICIES["flat"](limits=[wrong])


def test_a_limit_that_names_nobody_is_refused_with_the_nearest() -> None:
    """All of its faults at once."""
    limits = [{"of": "cammera", "to": "nowhere", "service": "mqqt", "messages_per_s": 1}]
    with pytest.raises(BadInput) as caught:
        POLICIES["zones"](limits=limits).compile(small_hub())
    messages = [fault.message for fault in caught.value.faults]
    assert len(messages) == 3
    assert messages[0] == 'a limit\'s of: "cammera" is not an asset, a kind or a function.'
    assert "camera" in caught.value.faults[0].remedy
