"""What every policy on the shelf must do."""

from __future__ import annotations

import importlib
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.builders import inventories, network_of, numbers, small_hub
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies import POLICIES
from twin.policies.base import Policy

kinds = pytest.mark.parametrize("kind", sorted(POLICIES))


def _zones_are_a_partition(inventory: Inventory, made: Segmentation) -> bool:
    members = [member for zone in made.zones for member in zone.members]
    return sorted(members) == sorted(asset.name for asset in inventory.assets)


@kinds
def test_it_works_without_parameters_and_names_itself(kind: str) -> None:
    """The defaults are a policy, and what it compiles says whose work it is."""
    assert POLICIES[kind]().compile(small_hub()).policy == kind


@kinds
def test_it_survives_a_file(kind: str) -> None:
    """Written to YAML and read again it is equal."""
    policy = POLICIES[kind]()
    text = io.StringIO()
    YAML(typ="safe").dump(policy.model_dump(mode="json"), text)
    assert POLICIES[kind].model_validate(YAML(typ="safe").load(text.getvalue()) or {}) == policy


@kinds
def test_it_refuses_parameters_it_does_not_know(kind: str) -> None:
    """A misspelt parameter is named, not ignored."""
    with pytest.raises(ValidationError, match="vendor_exeptions"):
        POLICIES[kind].model_validate({"vendor_exeptions": ["camera"]})


@kinds
def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it does and where that is written."""
    assert re.search(r"^Sources: \S", importlib.import_module(f"twin.policies.{kind}").__doc__ or "", re.MULTILINE)


@kinds
@given(data=st.data(), inventory=inventories())
def test_it_is_pure_and_free_of_order(kind: str, data: st.DataObject, inventory: Inventory) -> None:
    """The same register in any order gives an equal segmentation."""
    assets, demands = data.draw(st.permutations(inventory.assets)), data.draw(st.permutations(inventory.demands))
    policy: Policy = POLICIES[kind]()
    assert policy.compile(inventory) == policy.compile(Inventory(tuple(assets), tuple(demands)))


@kinds
@given(inventory=inventories())
def test_every_asset_has_one_zone(kind: str, inventory: Inventory) -> None:
    """Zones are a partition of the register."""
    assert _zones_are_a_partition(inventory, POLICIES[kind]().compile(inventory))


@kinds
@given(inventory=inventories())
def test_it_allows_each_demand_that_it_does_not_deny_by_name(kind: str, inventory: Inventory) -> None:
    """``denied_demands`` is exact: those are denied, and all the others pass."""
    made = POLICIES[kind]().compile(inventory)
    network = network_of(inventory, made)
    demanded = [(demand.src, demand.dst, demand.need.service) for demand in inventory.demands]
    allowed = network.allowed(network.decide(*numbers(network, *demanded))).tolist()
    assert [one for one, passes in zip(demanded, allowed, strict=True) if not passes] == [
        one for one in demanded if one in made.denied_demands
    ]
    assert set(made.denied_demands) <= set(demanded)


@kinds
def test_the_internet_opens_nothing_that_nobody_published(kind: str) -> None:
    """From outside only the demanded service answers, and only where the policy grants it."""
    network = network_of(small_hub(), POLICIES[kind]().compile(small_hub()))
    tries = [
        ("vendor-cloud", one.name, s) for one in small_hub().assets for s in one.services if one.name[:6] != "vendor"
    ]
    allowed = network.allowed(network.decide(*numbers(network, *tries))).tolist()
    opened = {one for one, passes in zip(tries, allowed, strict=True) if passes}
    assert opened <= {("vendor-cloud", "gateway-1", "https")}
