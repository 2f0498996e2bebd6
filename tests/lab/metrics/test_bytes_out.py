"""Bytes out: what the attack's own flows carry from inside to the internet."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders import network_of, small_hub
from tests.lab.logs import evidence, flow, label, measured
from twin.lab.metrics.bytes_out import BytesOut
from twin.policies import POLICIES


def test_only_the_attacks_own_flows_to_the_outside_count() -> None:
    """A benign flow out, an own flow inside and an own flow from outside in leave the sum alone."""
    rows = (
        flow(1, "ws-01", "vendor-cloud", 700),
        flow(2, "ws-01", "vendor-cloud", 5),
        flow(3, "ws-01", "dc-01", 1_000),
        flow(4, "vendor-cloud", "ws-01", 10_000),
    )
    assert measured("bytes_out", *rows, label(1), label(3), label(4)) == 700.0


def test_an_attack_that_never_leaves_takes_no_bytes_out() -> None:
    """No such flow is 0."""
    assert measured("bytes_out", flow(3, "ws-01", "dc-01"), label(3)) == 0.0


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_every_way_out_is_seen(policy: str) -> None:
    """Whatever the policy, each flow between an asset and the internet passes an observation point."""
    hub = small_hub()
    network = network_of(hub, POLICIES[policy]().compile(hub))
    inside = np.array([number for number, one in enumerate(hub.assets) if one.function != "internet"])
    outside = np.full(len(inside), hub.index["vendor-cloud"])
    assert network.tap(inside, outside).all()


def test_measuring_adds_no_name_to_the_log() -> None:
    """Looking for outside assets that the run never named leaves the log, and so its digest, as it was."""
    made = evidence(flow(3, "ws-01", "dc-01"), label(3))
    before = made.log.digest()
    BytesOut().measure(made)
    assert made.log.digest() == before
