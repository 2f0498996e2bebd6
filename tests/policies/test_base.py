"""Laws of what a policy is."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from twin.policies.base import Policy
from twin.policies.zones import Zones


def test_a_policy_without_compile_is_none() -> None:
    """The contract is abstract."""
    with pytest.raises(TypeError, match="abstract"):
        Policy()  # type: ignore[abstract]


def test_a_policy_never_changes() -> None:
    """Parameters are set once."""
    with pytest.raises(ValidationError, match="frozen"):
        Zones().vendor_exceptions = ("camera",)  # type: ignore[misc]
