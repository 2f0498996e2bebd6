"""Laws of refusals: the list of refused demands is what the tables say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.builders import inventories, small_hub
from twin.net.inventory import Inventory
from twin.policies import POLICIES
from twin.policies.parts.refusals import recount


@pytest.mark.parametrize("kind", sorted(POLICIES))
@settings(max_examples=25)
@given(inventory=inventories())
def test_what_a_kind_knows_by_construction_is_what_is_counted(kind: str, inventory: Inventory) -> None:
    """Two ways to the same list, for any register."""
    made = POLICIES[kind]().segment(inventory)
    assert recount(made, inventory) == made


def test_a_wrong_list_is_put_right() -> None:
    """And a register without demands refuses none."""
    made = replace(POLICIES["flat"]().segment(small_hub()), denied_demands=(("ws-01", "dc-01", "dns"),))
    assert recount(made, small_hub()).denied_demands == ()
    assert recount(made, replace(small_hub(), demands=())).denied_demands == ()
