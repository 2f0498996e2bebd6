"""The batched engine equals a per-entity reference on a tiny site, row by row, a quarantine in mid-window included."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.plant.crowds import LANES, Standing, crowds, hub_with
from tests.plant.driving import MEAN_DAY, NOBODY, STANDARD_FLEET, STANDARD_FLOOR, Hub
from tests.reference.hub import SECOND_US, SlowHub
from tests.reference.motion import drive, movers
from tests.tiny_hub import plant
from twin.core.clock import LAST
from twin.core.log import Log
from twin.devices.world import World
from twin.lab.build import Built, build, start
from twin.lab.scenario import Choice, DeviceGroup, Site, Story
from twin.plant.motion import Motion, Step
from twin.plant.spec import FleetSpec, OrdersSpec, RoomSpec, SensorSpec

SEED, END_US = 11, 900 * SECOND_US
CUT_US, BACK_US = 203_712_345, 512_345_678
"""Neither is a multiple of any window."""
POLICIES = ("flat", "vlan", "zones", "microsegmentation", "zero_trust")
_DEVICES: tuple[dict[str, Any], ...] = (
    {"kind": "amr"},
    {"kind": "broker", "name": "broker-robots", "numbered": False},
    {"kind": "broker", "name": "broker-ot", "numbered": False, "function": "cold_chain"},
    {"kind": "gateway"},
    {"kind": "sensor", "name": "temp", "count": 3, "room": "chill-1", "gateway": "gateway-01", "every_s": 10},
    {"kind": "sensor", "name": "door", "room": "chill-1", "gateway": "gateway-01", "measures": "door_open"},
    {"kind": "sensor", "name": "amps", "room": "chill-1", "gateway": "gateway-01", "measures": "compressor_current_a"},
    {"kind": "sensor", "name": "power", "room": "chill-1", "gateway": "gateway-01", "measures": "power_kw"},
    {"kind": "historian"},
    {"kind": "camera", "count": 2},
    {"kind": "nvr"},
    {"kind": "workstation", "name": "ws", "count": 2},
    {"kind": "domain_controller", "name": "dc"},
    {"kind": "dns_resolver", "name": "dns"},
    {"kind": "coffee_machine", "name": "coffee"},
    {"kind": "vendor_cloud", "name": "coffee-cloud", "numbered": False},
    {"kind": "vendor_cloud", "name": "web-portal", "numbered": False},
)


def _site() -> Site:
    """Three robots, one busy room, six sensors that err, one gateway and a few office devices; nobody sends orders."""
    busy = plant(rooms=(RoomSpec(name="chill-1", door_per_hour=60),), sensor=SensorSpec(), server_room=None)
    return Site(
        format=1, name="tiny", title="Tiny hub", plant=busy, devices=tuple(DeviceGroup(**group) for group in _DEVICES)
    )


def _built(policy: str) -> Built:
    told = Story.model_validate(
        {"format": 1, "name": "tale", "title": "Tale", "starts": "2026-03-02T08:00:00Z", "hours": 1.0, "site": "tiny"}
    )
    return build(_site(), told, Choice(kind=policy), SEED, END_US, Log())


def _batched(policy: str, asset: str, window_s: int) -> World:
    """The lab's own engine, with *asset* cut off and given back."""
    made = _built(policy)
    world, tokens = made.world, list[int]()
    start(made)
    world.clock.every(window_s * SECOND_US, "window", world.clock.settle, LAST)
    world.clock.at(CUT_US, "cut", lambda: world.change(lambda: tokens.append(world.network.quarantine(asset, "test"))))
    world.clock.at(BACK_US, "back", lambda: world.change(lambda: world.network.lift(tokens[0])))
    world.clock.run_until(END_US)
    world.clock.settle()
    world.log.seal(END_US)
    return world


def _slow(policy: str, asset: str) -> SlowHub:
    made = _built(policy)
    hub = SlowHub(_site(), made.inventory, made.segmentation, SEED)
    hub.run(END_US, (CUT_US, asset, True), (BACK_US, asset, False))
    return hub


def _rows(log: Log, table: str) -> list[str]:
    """Rows as texts, every digit of every number included."""
    return [repr(row) for row in log.records(table)]


@pytest.mark.parametrize("policy", POLICIES)
def test_flows_and_readings_equal_those_of_one_process_an_entity(policy: str) -> None:
    """Time, identity, ends, rule, sizes, values: each row is the reference's, before, during and after the cut."""
    fast, slow = _batched(policy, "gateway-01", 10), _slow(policy, "gateway-01")
    for table in ("flow", "reading"):
        assert len(slow.log.records(table)) > 100
        assert _rows(fast.log, table) == _rows(slow.log, table)


@pytest.mark.parametrize("asset", ["broker-ot", "historian-01", "dns-01", "amr-002"])
def test_the_cut_bites_at_its_very_microsecond_whatever_the_window(asset: str) -> None:
    """A window of one minute that is cut in the middle has the rows of the reference, which knows no windows."""
    fast, slow = _batched("zones", asset, 60), _slow("zones", asset)
    refused = [row["time"] for row in slow.log.records("flow") if row["rule"] == f"response:quarantine:{asset}"]
    assert CUT_US < min(refused) <= max(refused) < BACK_US
    for table in ("flow", "reading"):
        assert _rows(fast.log, table) == _rows(slow.log, table)


def test_every_need_is_counted_as_the_reference_counts_it() -> None:
    """Messages sent, denied by the policy and contained by a response, need by need."""
    fast, slow = _batched("zones", "gateway-01", 10), _slow("zones", "gateway-01")
    tally = fast.traffic.tally
    counted = {
        triple: [int(count[number]) for count in (tally.sent, tally.denied, tally.contained)]
        for triple, number in fast.traffic.demand_of.items()
        if tally.sent[number]
    }
    assert counted == slow.fared
    assert sum(contained for _, _, contained in slow.fared.values()) > 50


@pytest.mark.parametrize("array_work_from", [0, 1 << 30])
@settings(max_examples=30)
@given(crowds())
def test_who_is_granted_a_place_is_whom_the_slow_rule_grants_it(array_work_from: int, crowd: list[Standing]) -> None:
    """Winners, chains and rings: three steps of a crowd, in which robots begin to leave but none arrives yet."""
    hub = hub_with(crowd)
    robots = hub.fleet.robots
    motion = Motion(robots, hub.floor.door, hub.fleet.tampering, array_work_from)
    for tick in (1, 2, 3):
        asking = [n for n in range(robots.count) if robots.want[n] >= 0 > robots.after[n] and robots.ready[n] <= tick]
        expected, standing = movers(robots, asking), set(asking)
        motion.step(tick)
        assert {robot for robot in standing if robots.after[robot] >= 0} == expected
        assert all(robots.claim[robots.after[robot]] == robot for robot in expected)


def test_everybody_drives_as_the_slow_rule_drives_one_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two minutes of two hundred robots among people: speed and way of each robot in each step, to the last bit."""
    hub = Hub(0.1, floor=STANDARD_FLOOR, fleet=STANDARD_FLEET, orders=OrdersSpec(per_hour=4000, day_profile=MEAN_DAY))
    motion, steps = hub.fleet.motion, list[int]()

    def step(tick: int) -> Step:
        expected, found = drive(hub.fleet.robots), Motion.step(motion, tick)
        assert list(zip(motion.after_mps.tolist(), motion.step_m.tolist(), strict=True)) == expected, tick
        steps.append(tick)
        return found

    monkeypatch.setattr(motion, "step", step)
    for robot in range(0, 200, 10):
        hub.fleet.base_ends(robot, 60 * SECOND_US + robot * 100_000)
    hub.open().run(120)
    assert len(steps) == 239
    assert hub.fleet.safety.slow


def test_a_ring_in_the_reference_turns_and_a_swap_does_not() -> None:
    """The reference knows the two cases that a careless rule gets wrong."""
    hub = Hub(people=NOBODY, floor=LANES, fleet=FleetSpec(count=4))
    robots = hub.fleet.robots
    for robot, (cell, want) in enumerate([(0, 1), (1, 13), (13, 12), (12, 0)]):
        robots.stand_at(robot, cell)
        robots.want[robot] = want
    assert movers(robots, [0, 1, 2, 3]) == {0, 1, 2, 3}
    robots.want[1] = 0
    assert movers(robots, [0, 1]) == set()
