"""The internal name server: it knows every name but those that cannot exist."""

from __future__ import annotations

import pytest

from tests.tiny_hub import rows, run_to, say, world


@pytest.mark.parametrize(
    ("name", "status"),
    [("wms.hub.example", "ok"), ("update.hvac-telemetry.invalid", "NXDOMAIN"), ("invalid.example", "ok")],
)
def test_names_that_end_in_invalid_do_not_exist(name: str, status: str) -> None:
    """RFC 6761 keeps ``.invalid`` for names that never resolve."""
    assert say(world(), "ws-01", "dns-01", "dns", "A", object=name).status == status


def test_whoever_has_an_address_asks_it_for_names() -> None:
    """Every device of the hub with an address, but itself, looks its peers up."""
    hub = world()
    needy = {demand.src for demand in hub.inventory.demands if demand.need.service == "dns"}
    assert needy == {asset.name for asset in hub.inventory.assets if asset.address and asset.function != "internet"} - {
        "dns-01"
    }


def test_questions_and_answers_are_open_to_a_tap() -> None:
    """DNS is not encrypted: type, name and code are in the row."""
    hub = world()
    run_to(hub, 10)
    asked = rows(hub, "flow", dst="dns-01", service="dns", tap="core")
    assert {(row["verb"], row["object"], row["status"]) for row in asked} == {("A", "hub.example", "ok")}
