"""Laws of what a policy is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.builders import inventories, network_of, numbers, small_hub
from twin.net.inventory import Inventory
from twin.policies import POLICIES
from twin.policies.base import Policy
from twin.policies.zones import Zones

OPTIONS = {
    "egress": st.sampled_from(("any", "needs", "none")),
    "internal_dns": st.booleans(),
    "monitor": st.booleans(),
    "vendor_exceptions": st.sampled_from(((), ("box",))),
    "admission": st.sampled_from(
        ({"by": "mac", "unregistered": ["a-01"]}, {"by": "802.1x", "without_supplicant": ["pump"], "quarantine": True})
    ),
}


def test_a_policy_without_compile_is_none() -> None:
    """The contract is abstract."""
    with pytest.raises(TypeError, match="abstract"):
        Policy()  # type: ignore[abstract]


def test_a_policy_never_changes() -> None:
    """Parameters are set once."""
    with pytest.raises(ValidationError, match="frozen"):
        Zones().vendor_exceptions = ("camera",)  # type: ignore[misc]


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_with_every_option_at_its_default_a_kind_is_what_it_says(kind: str) -> None:
    """Options add to a kind; they are no part of it."""
    policy = POLICIES[kind]()
    assert policy.compile(small_hub()) == policy.segment(small_hub())


@pytest.mark.parametrize("kind", sorted(POLICIES))
@given(inventory=inventories(), data=st.data())
def test_options_together_refuse_exactly_what_they_say(kind: str, inventory: Inventory, data: st.DataObject) -> None:
    """Any options on any register: the list of refused demands is that of the tables."""
    options = data.draw(st.fixed_dictionaries({}, optional=OPTIONS))
    made = POLICIES[kind](**options).compile(inventory)
    network = network_of(inventory, made)
    wanted = [(demand.src, demand.dst, demand.need.service) for demand in inventory.demands]
    passes = network.allowed(network.decide(*numbers(network, *wanted))).tolist()
    assert {one for one, fine in zip(wanted, passes, strict=True) if not fine} == set(made.denied_demands)


@pytest.mark.parametrize("option", [{"egress": "some"}, {"key_scope": "mine"}, {"admission": {"by": "smile"}}])
def test_an_option_that_means_nothing_is_refused(option: dict[str, object]) -> None:
    """By its name."""
    with pytest.raises(ValidationError, match=next(iter(option))):
        Zones.model_validate(option)
