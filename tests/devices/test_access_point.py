"""The access point: on every ceiling, on the wired side of the air."""

from __future__ import annotations

from tests.tiny_hub import rows, run_to, site, world
from twin.devices.world import World
from twin.lab.scenario import Site
from twin.net.message import Message
from twin.net.paths import link_name, on_air
from twin.net.radio import Disturbance
from twin.plant.tags import TagShift


def test_it_asks_for_names_and_the_time_and_nothing_else() -> None:
    """Robots' flows are counted on the controller's link, not a second time here."""
    hub = world("zero_trust")
    run_to(hub, 20)
    sent = {(row["dst"], row["service"]) for row in rows(hub, "flow", src="access-point-01")}
    assert sent == {("dns-01", "dns"), ("dns-01", "ntp")}


def test_it_hangs_on_a_wire() -> None:
    """Its uplink is a switch's; only what it carries is on air."""
    asset = world().inventory.by_name["access-point-01"]
    assert not on_air(asset)
    assert link_name(asset) == f"uplink:{asset.switch}"


def test_it_is_managed_over_three_services_and_refuses_the_rest() -> None:
    """A closed port answers with a reset."""
    network = world().network
    services = ("https", "ssh", "snmp", "telnet")
    fates = [network.verdict_of(Message("ws-01", "access-point-01", service))[1] for service in services]
    assert fates == ["delivered", "delivered", "delivered", "refused"]


def test_robots_do_not_reach_it_where_zones_are_kept() -> None:
    """Riding on a cell gives no way into the box that makes it."""
    fate = {policy: _fate(policy) for policy in ("flat", "vlan", "zones", "microsegmentation")}
    assert fate == {"flat": "delivered", "vlan": "denied", "zones": "denied", "microsegmentation": "denied"}


def _fate(policy: str) -> str:
    return world(policy).network.verdict_of(Message("amr-001", "access-point-01", "ssh"))[1]


def test_its_air_is_one_of_the_controller_s_cells() -> None:
    """Noise in one of four cells takes a quarter of what noise in all of them takes, and quiet air nothing."""
    hub = world(of=_with_four())
    points, capacity = hub.devices["access_point"], hub.traffic.capacity
    before = capacity.load_bps("cell:wlc")
    tokens = {"access-point-02": points.touch("access-point-02", "disturb", Disturbance("noise", 0.8)).payload}
    assert capacity.load_bps("cell:wlc") - before == round(3e8 / (1 - 0.2))
    for asset in ("access-point-01", "access-point-03", "access-point-04"):
        tokens[asset] = points.touch(asset, "disturb", Disturbance("noise", 0.8)).payload
    assert capacity.load_bps("cell:wlc") - before == round(3e8 / (1 - 0.8))
    for asset, token in tokens.items():
        points.touch(asset, "disturb", Disturbance("noise", 0.0, token))
    assert capacity.load_bps("cell:wlc") == before
    assert not capacity.lossy


def test_what_it_does_not_understand_it_does_not_do() -> None:
    """A navigation offset is nothing that could be done to air."""
    assert world().devices["access_point"].touch("access-point-01", "disturb", (1.0, 2.0)).status == "unsupported"


def _with_four() -> Site:
    tiny = site()
    groups = (
        each.model_copy(update={"count": 4 if each.kind == "access_point" else each.count}) for each in tiny.devices
    )
    return tiny.model_copy(update={"devices": tuple(groups)})


def test_causes_in_one_cell_add_up_and_each_ends_by_itself() -> None:
    """Half of what a first one leaves; the end of either leaves the other, and an end that is told twice is nothing."""
    hub = world()
    first, second = (_disturb(hub, Disturbance("noise", lost)) for lost in (0.8, 0.5))
    assert _taken(hub) == round(3e8 / (1 - 0.9))
    _disturb(hub, Disturbance("noise", 0.0, first))
    assert _taken(hub) == round(3e8 / (1 - 0.5))
    _disturb(hub, Disturbance("noise", 0.0, first))
    assert _taken(hub) == round(3e8 / (1 - 0.5))
    _disturb(hub, Disturbance("noise", 0.0, second))
    assert _taken(hub) == 0


def test_cleaning_it_ends_what_lives_in_it_and_not_what_comes_through_the_air() -> None:
    """Its own restart is over, noise and forged frames go on, and tags are still led astray by radio."""
    hub = world()
    for by in (Disturbance("reboot", 0.9), Disturbance("noise", 0.5), Disturbance("deauth", 0.5)):
        _disturb(hub, by)
    hub.devices["access_point"].touch("access-point-01", "misrange", TagShift(9.0))
    hub.change(lambda: hub.devices["access_point"].recover("access-point-01"))
    assert _taken(hub) == round(3e8 / (1 - 0.75))
    assert hub.plant.fleet.safety.tags.shift == TagShift(9.0)


def _disturb(hub: World, by: Disturbance) -> int:
    return int(hub.devices["access_point"].touch("access-point-01", "disturb", by).payload or 0)


def _taken(hub: World) -> float:
    return hub.traffic.capacity.load_bps("cell:wlc") - world().traffic.capacity.load_bps("cell:wlc")
