"""Laws of monitor mode: everything passes, and everything that would not is counted under its own name."""

from __future__ import annotations

import pytest

from tests.builders import FEW_SERVICES, every_triple, network_of, small_hub
from twin.net.message import Message
from twin.net.verdicts import MONITOR
from twin.policies import POLICIES

kinds = pytest.mark.parametrize("kind", sorted(POLICIES))


@kinds
def test_what_would_be_denied_passes_and_is_counted(kind: str) -> None:
    """For every pair and every service: allowed, and watched exactly where the enforced policy denies."""
    hub = small_hub()
    enforced = network_of(hub, POLICIES[kind]().compile(hub))
    trial = network_of(hub, POLICIES[kind](monitor=True).compile(hub))
    columns = every_triple(hub, FEW_SERVICES)
    watched = trial.decide(*columns)
    assert trial.allowed(watched).all()
    names = [trial.lines[line].name for line in watched.tolist()]
    denied = (~enforced.allowed(enforced.decide(*columns))).tolist()
    assert [name.startswith(MONITOR) for name in names] == denied
    trial.count(watched)
    hits = trial.hits()
    assert sum(count for name, count in hits.items() if name.startswith(MONITOR)) == sum(denied)


@kinds
def test_no_need_is_refused(kind: str) -> None:
    """Not even those that would be."""
    assert POLICIES[kind](monitor=True).compile(small_hub()).denied_demands == ()


def test_a_verb_outside_the_need_passes_and_is_counted_as_inspected() -> None:
    """The inspection point looks, and lets pass."""
    network = network_of(small_hub(), POLICIES["zero_trust"](monitor=True).compile(small_hub()))
    line, fate = network.verdict_of(Message("eng-1", "amr-001", "robot_api", "write_config"))
    assert (network.lines[line].name, fate) == (f"{MONITOR}inspection", "delivered")


def test_a_response_still_holds() -> None:
    """Whoever isolates a device means it."""
    network = network_of(small_hub(), POLICIES["zones"](monitor=True).compile(small_hub()))
    network.quarantine("ws-01", "test")
    assert network.verdict_of(Message("ws-01", "dc-01", "dns"))[1] == "contained"


def test_nobody_needs_a_key_yet() -> None:
    """A session that would be refused is let in as well."""
    assert not POLICIES["zero_trust"](monitor=True).compile(small_hub()).identity
