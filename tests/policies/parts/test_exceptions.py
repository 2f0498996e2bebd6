"""Exceptions are one field, the same on every policy, and count wherever excessive demands are refused."""

from __future__ import annotations

import pytest

from tests.builders import small_hub
from twin.policies import POLICIES

CAREFUL = {"flat": {"egress": "needs"}, "vlan": {"egress": "needs"}}


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_every_policy_says_what_an_exception_is(kind: str) -> None:
    """With the same words and the same default: nobody is excepted."""
    field = POLICIES[kind].model_fields["vendor_exceptions"]
    assert field.default == ()
    assert field.description == "device kinds or asset names whose excessive demands are granted all the same"


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_an_exception_grants_what_was_refused(kind: str) -> None:
    """The camera's port 80."""
    wanted = ("camera-01", "vendor-cloud", "http")
    options = CAREFUL.get(kind, {})
    assert wanted in POLICIES[kind](**options).compile(small_hub()).denied_demands
    assert wanted not in POLICIES[kind](**options, vendor_exceptions=("camera",)).compile(small_hub()).denied_demands
