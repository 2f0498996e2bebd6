"""Build: a site becomes a register, a network and a plant, whatever order its file was written in."""

from __future__ import annotations

import pytest

from tests import tiny_hub
from tests.lab.worlds import SMALLER, built
from twin.core.errors import BadInput
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.devices import DEVICES
from twin.lab.build import build, register
from twin.lab.loader import load_inputs, load_site
from twin.lab.scenario import Choice, Site, Surge
from twin.lab.simulate import simulate
from twin.net.inventory import Need


@pytest.fixture(scope="module")
def site() -> Site:
    """The small hub."""
    return load_site("small")


def test_the_register_is_in_order_of_name_and_names_are_unique(site: Site) -> None:
    """Numbers of assets follow from their names alone."""
    names = [asset.name for asset in register(site).assets]
    assert names == sorted(set(names))
    assert sum(asset.kind == "amr" for asset in register(site).assets) == site.plant.fleet.count


def test_the_order_of_a_site_file_changes_nothing(site: Site) -> None:
    """Groups written backwards give the same register, and a run of it the same digest."""
    backwards = site.model_copy(update={"devices": site.devices[::-1]})
    assert register(backwards) == register(site)
    inputs = load_inputs("quiet-day", "unwatched", None, (), 0.05)
    digests = {simulate(one, inputs.story, inputs.posture, 1).log.digest() for one in (site, backwards)}
    assert len(digests) == 1


def test_addresses_are_unique_and_only_bus_devices_have_none(site: Site) -> None:
    """A sensor on a serial bus is read by its gateway and has no address."""
    assets = register(site).assets
    networked = [asset for asset in assets if asset.address]
    assert len({asset.address for asset in networked}) == len({asset.mac for asset in networked}) == len(networked)
    assert {asset.kind for asset in assets if not asset.address} == {"sensor"}


def test_a_group_says_what_differs_from_its_kind(site: Site) -> None:
    """Function, switch and traits of the group win; the rest is the kind's."""
    by_name = register(site).by_name
    assert by_name["hvac-hall-01"].function == "building"
    assert by_name["hvac-hall-01"].switch == "sw-building"
    assert by_name["hvac-cold-01"].function == DEVICES["hvac_controller"].function
    assert by_name["temp-chill-1-01"].traits["gateway"] == "gateway-01"


def test_every_need_is_resolved_to_an_asset_that_offers_the_service(site: Site) -> None:
    """No demand points at nobody, at itself, or at a closed port."""
    inventory = register(site)
    assert len(inventory.demands) > 50
    for demand in inventory.demands:
        assert demand.src != demand.dst
        assert demand.need.service in inventory.by_name[demand.dst].services, demand


def test_peers_of_one_kind_share_those_who_need_them(site: Site) -> None:
    """Where several could serve, the demand is spread by number, not piled on the first; nobody needs a stranger."""
    inventory = register(site)
    served: dict[tuple[str, str, str], set[str]] = {}
    for demand in inventory.demands:
        kind = inventory.by_name[demand.dst].kind
        served.setdefault((demand.src, kind, demand.need.service), set()).add(demand.dst)
    for kind in ("broker", "vendor_cloud"):
        peers = {asset.name for asset in inventory.of_kind(kind)}
        used = set().union(*(found for (_, of, _), found in served.items() if of == kind))
        assert used == peers - {"unlisted-host"}


def test_names_of_assets_are_coded_before_anything_runs() -> None:
    """So their codes are the same in every posture and every window."""
    flat, strict = (built(policy, started=False).world.log.names.texts for policy in ("flat", "zero_trust"))
    count = len(built(started=False).inventory.assets)
    assert flat[: count + 1] == strict[: count + 1]
    assert flat[1 : count + 1] == sorted(flat[1 : count + 1])


def test_a_built_world_stands_at_time_0_and_has_written_nothing() -> None:
    """Building is not running."""
    world = built(started=False).world
    world.log.seal(1)
    assert world.clock.now_us == 0
    assert all(world.log.rows(table) == 0 for table in ("flow", "reading", "order_in", "energy"))


def test_the_fleet_drives_the_robots_of_the_register() -> None:
    """One number rules floor and network."""
    made = built(started=False)
    robots = [asset.name for asset in made.inventory.of_kind("amr")]
    assert list(made.world.plant.fleet.robots.names) == robots
    assert len(robots) == int(SMALLER[0].rpartition("=")[2])


def test_what_nobody_registered_is_there_and_not_in_the_register(site: Site) -> None:
    """It has an address and needs like every device; the others' addresses and needs are what defenders know."""
    groups = tuple(
        group.model_copy(update={"registered": False}) if group.name == "coffee" else group for group in site.devices
    )
    everything = register(site.model_copy(update={"devices": groups}))
    assert everything.by_name["coffee-01"].address == register(site).by_name["coffee-01"].address
    before = {asset.name for asset in register(site).assets if not asset.registered}
    assert {asset.name for asset in everything.assets if not asset.registered} - before == {"coffee-01"}
    assert "coffee-01" not in everything.register.by_name
    assert any(demand.src == "coffee-01" for demand in everything.demands)
    assert not any("coffee-01" in (demand.src, demand.dst) for demand in everything.register.demands)


def test_a_surge_comes_on_top_of_the_site_s_own_orders() -> None:
    """Sixty more at its minute, due together; who ordered before is not asked anew."""
    quiet = tiny_hub.story()
    busy = quiet.model_copy(update={"surges": (Surge(at_us=10 * MINUTE_US, orders=60, due_h=0.75),)})
    plain, more = (
        build(tiny_hub.site(), told, Choice(kind="flat"), 1, 30 * MINUTE_US, Log()).world.plant.orders
        for told in (quiet, busy)
    )
    assert len(more.demand.arrival_us) == len(plain.demand.arrival_us) + 60
    assert (more.demand.arrival_us == 10 * MINUTE_US).sum() == 60
    assert set(plain.demand.arrival_us.tolist()) <= set(more.demand.arrival_us.tolist())


def test_a_register_that_contradicts_itself_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two assets at one address, and a need that names no service: both are said at once."""
    monkeypatch.setattr(
        "twin.lab.build.addresses", lambda named: dict.fromkeys((name for name, _ in named), "10.9.9.9")
    )
    needs = [Need("dns-01", "", "to be somebody")]
    monkeypatch.setattr(DEVICES["camera"], "needs_of", classmethod(lambda *_: needs))
    with pytest.raises(BadInput) as caught:
        register(site)
    said = [fault.message for fault in caught.value.faults]
    assert 'address "10.9.9.9" is given twice: to access-point-01 and to access-point-02.' in said
    assert 'need of camera-01 ("to be somebody") names no service.' in said


def test_what_a_broker_takes_in_is_the_site_s_to_say(site: Site) -> None:
    """Half the capacity is twice the use."""
    inputs = load_inputs("quiet-day", "unwatched", None, (), 0.05)
    uses = []
    for capacity in (20_000, 10_000):
        made = build(
            site.model_copy(update={"broker_messages_per_s": capacity}), inputs.story, Choice(kind="flat"), 1,
            MINUTE_US, Log(),
        )  # fmt: skip
        made.world.traffic.capacity.add_stream("camera-01", "broker-robots", 8_000, 100.0)
        uses.append(made.world.traffic.capacity.use("broker:broker-robots"))
    assert uses[1] == 2 * uses[0] > 0
