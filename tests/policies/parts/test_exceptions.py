"""Exceptions are one field, the same on every policy that refuses something."""

from __future__ import annotations

import pytest

from twin.policies import POLICIES


@pytest.mark.parametrize("kind", ["zones", "microsegmentation", "zero_trust"])
def test_a_careful_policy_says_what_an_exception_is(kind: str) -> None:
    """With the same words and the same default: nobody is excepted."""
    field = POLICIES[kind].model_fields["vendor_exceptions"]
    assert field.default == ()
    assert field.description == "device kinds or asset names whose excessive demands are granted all the same"


@pytest.mark.parametrize("kind", ["flat", "vlan"])
def test_a_policy_that_refuses_nothing_has_no_exceptions(kind: str) -> None:
    """An option without effect would mislead."""
    assert "vendor_exceptions" not in POLICIES[kind].model_fields
