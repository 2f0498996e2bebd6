"""Laws of egress filtering: what may leave, on flows."""

from __future__ import annotations

import pytest

from tests.builders import network_of, reach_by_name, small_hub
from twin.policies import POLICIES

OUT = {"vendor-cloud"}


def _leaves(kind: str, **options: object) -> set[tuple[str, str]]:
    """(source, service) that may reach the cloud."""
    made = POLICIES[kind](**options).compile(small_hub())
    return {(src, service) for src, dst, service in reach_by_name(network_of(small_hub(), made)) if dst in OUT}


@pytest.mark.parametrize("kind", ["flat", "vlan"])
def test_with_needs_only_a_zone_of_whoever_needs_it_leaves(kind: str) -> None:
    """The coffee machine's cloud by https, from its zone; the camera's excessive demand is refused."""
    open_way, filtered = _leaves(kind), _leaves(kind, egress="needs")
    assert filtered < open_way
    assert ("coffee-1", "https") in filtered
    assert {service for _, service in filtered} == {"https"}


def test_an_exception_counts_where_egress_is_filtered() -> None:
    """The camera's port 80 passes when the posture says so, and its need is no longer refused."""
    assert ("camera-01", "http") in _leaves("flat", egress="needs", vendor_exceptions=("camera",))
    refused = POLICIES["flat"](egress="needs").compile(small_hub()).denied_demands
    assert refused == (("camera-01", "vendor-cloud", "http"),)


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_none_lets_nothing_out(kind: str) -> None:
    """And the needs that are broken by it are listed."""
    assert not _leaves(kind, egress="none")
    refused = POLICIES[kind](egress="none").compile(small_hub()).denied_demands
    assert ("coffee-1", "vendor-cloud", "https") in refused


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_any_lets_everybody_out(kind: str) -> None:
    """Every asset inside reaches every service outside."""
    inside = [asset.name for asset in small_hub().assets if asset.function != "internet"]
    assert _leaves(kind, egress="any") == {(name, service) for name in inside for service in ("http", "https")}


@pytest.mark.parametrize("kind", ["zones", "microsegmentation", "zero_trust"])
def test_a_kind_that_is_narrower_than_needs_stays_as_it_is(kind: str) -> None:
    """Least privilege is never widened to zones."""
    assert POLICIES[kind](egress="needs").compile(small_hub()) == POLICIES[kind]().compile(small_hub())
