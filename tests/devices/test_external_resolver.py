"""The public resolver: outside, useful, and seen at the edge."""

from __future__ import annotations

import pytest

from tests.tiny_hub import rows, run_to, say, world


@pytest.mark.parametrize(("name", "status"), [("weather.example", "ok"), ("update.hvac-telemetry.invalid", "NXDOMAIN")])
def test_it_knows_as_much_as_the_internal_one(name: str, status: str) -> None:
    """A name that an attacker made up is unknown here too."""
    assert say(world(), "hvac-01", "resolver-public", "dns", "A", object=name).status == status


def test_a_question_to_it_is_seen_at_the_edge() -> None:
    """Whatever leaves the hub passes one observation point."""
    hub = world()
    say(hub, "hvac-01", "resolver-public", "dns", "A", object="x.invalid")
    hub.log.seal(1)
    assert [(row["tap"], row["status"]) for row in rows(hub, "flow", dst="resolver-public")] == [("edge", "NXDOMAIN")]


def test_no_device_needs_it() -> None:
    """Which is why whoever asks it stands out, and why least privilege denies it."""
    hub = world("zones")
    run_to(hub, 30)
    assert rows(hub, "flow", dst="resolver-public") == []
    assert say(hub, "hvac-01", "resolver-public", "dns", "A", object="x.invalid").fate == "denied"
