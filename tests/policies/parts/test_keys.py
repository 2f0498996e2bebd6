"""Laws of key scope: whose key opens a session, tried on a running hub."""

from __future__ import annotations

import pytest

from tests.builders import small_hub
from twin.policies import POLICIES
from twin.policies.parts.keys import keyed


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_scope_decides_whether_identity_counts_whatever_the_kind(kind: str) -> None:
    """``own`` is the kind's own way: zero trust has a key for each device, nobody else has."""
    plain = POLICIES[kind]().compile(small_hub())
    assert plain.identity == (kind == "zero_trust")
    assert POLICIES[kind](key_scope="device").compile(small_hub()).identity
    assert not POLICIES[kind](key_scope="shared").compile(small_hub()).identity


@pytest.mark.parametrize("scope", ["own", "shared", "device"])
def test_no_path_opens_or_closes(scope: str) -> None:
    """Keys are about sessions, not about pairs."""
    made = POLICIES["zones"]().compile(small_hub())
    other = keyed(made, scope)
    assert (other.zones, other.conduits, other.rules) == (made.zones, made.conduits, made.rules)
