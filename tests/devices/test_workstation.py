"""The workstation: what an office does all day is the noise in which an attacker hides."""

from __future__ import annotations

from tests.tiny_hub import log_in, rows, run_to, world


def test_every_need_of_it_is_met_within_an_hour() -> None:
    """Names, time, tickets, look-ups, scripts, stock and the portal, all allowed under zones."""
    hub = world("zones")
    run_to(hub, 60)
    needs = {(demand.dst, demand.need.service) for demand in hub.inventory.demands if demand.src == "ws-01"}
    sent = rows(hub, "flow", src="ws-01")
    near = {("printer-01", "mdns")}  # on the same switch: nothing for the tap at the core
    assert {(row["dst"], row["service"]) for row in sent} == needs - near
    assert {row["action"] for row in sent} == {"allow"}


def test_it_works_at_its_own_pace() -> None:
    """Stock every half minute on average; two workstations do not act in step."""
    hub = world()
    run_to(hub, 30)
    first, second = ([row["time"] for row in rows(hub, "flow", src=name, dst="wms-01")] for name in ("ws-01", "ws-02"))
    assert len(first) in (59, 60, 61)
    assert not set(first) & set(second)


def test_it_has_no_factory_password() -> None:
    """Falling to an attacker takes a person who opens something."""
    hub = world()
    assert log_in(hub, "coffee-01", "ws-01", "smb").status == "401"
    assert hub.device_of("ws-01").touch("ws-01", "open", "phishing").ok
