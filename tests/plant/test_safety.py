"""Rules of safety: robots stop for people, and a contact needs a field that is defeated."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.plant.driving import Hub
from twin.core.errors import InvariantBroken
from twin.plant.fleet import Fleet
from twin.plant.robots import Hold, Stage
from twin.plant.safety import Safety
from twin.plant.spec import FleetSpec, PeopleSpec

CROWD = PeopleSpec(walkers=30, pause_s=5)
Defeat = Callable[[Fleet, int], None]


def crowd(defeat: Defeat | None = None, *, lost: bool = False, seconds: float = 1800, seed: int = 7) -> Hub:
    """Twenty robots among thirty people for half an hour; *lost* robots do not slow down for anybody."""
    hub = Hub(0.5, people=CROWD, seed=seed).open()
    for robot in range(20):
        if defeat:
            defeat(hub.fleet, robot)
        if lost:
            hub.fleet.robots.shift_x[robot] = 1e-9
    return hub.run(seconds).close()


def test_robots_stop_for_people_and_nobody_is_touched() -> None:
    """In a crowd there are protective stops, hardly a near miss, and no contact while the fields work."""
    hub = crowd()
    assert len(hub.incidents("protective_stop")) > 50
    assert len(hub.incidents("near_miss")) <= 5
    assert not hub.incidents("contact")
    assert hub.book.done > 30


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_robots_that_do_not_slow_down_still_touch_nobody(seed: int) -> None:
    """The protective field alone is enough at full speed; only near misses tell of it."""
    hub = crowd(lost=True, seed=seed)
    assert hub.incidents("near_miss")
    assert not hub.incidents("contact")


@pytest.mark.parametrize(
    "defeat",
    [
        lambda fleet, robot: fleet.mute_field(robot),
        lambda fleet, robot: fleet.tamper_field(robot, scale=0.2),
        lambda fleet, robot: fleet.tamper_field(robot, speed_share=0.1),
        lambda fleet, robot: fleet.tamper_field(robot, blind=(0, 7)),
    ],
    ids=["muted", "scaled", "overspeed", "blind"],
)
def test_each_way_to_defeat_the_field_leads_to_contacts(defeat: Defeat) -> None:
    """Muted, too small, switched by a wrong speed, blind ahead: people are hit, an attack is the cause, it hurts."""
    contacts = crowd(defeat, lost=True).incidents("contact")
    assert contacts
    assert {row["cause"] for row in contacts} == {"attack"}
    assert max(float(str(row["severity"])) for row in contacts) > 1.0
    assert {row["region"] for row in contacts} <= {"chest", "back"}


def test_a_restored_field_protects_again() -> None:
    """Once everything is as it should be there is no contact."""

    def undone(fleet: Fleet, robot: int) -> None:
        fleet.tamper_field(robot, scale=0.0, blind=(0, 7))
        fleet.mute_field(robot)
        fleet.restore_field(robot)

    assert not crowd(undone, lost=True, seconds=900).incidents("contact")


def test_a_field_that_is_mended_in_the_midst_of_a_contact_breaks_no_law() -> None:
    """It is put right every second for half a second: what was hit was hit by a defeated field."""
    hub = Hub(0.5, people=CROWD).open()
    for robot in range(20):
        hub.fleet.robots.shift_x[robot] = 1e-9
    for half in range(2, 2400):
        for robot in range(20):
            hub.fleet.mute_field(robot, half % 2 == 0)
        hub.run(half / 2 + 0.25)
    hub.close()
    assert {row["cause"] for row in hub.incidents("contact")} == {"attack"}


@pytest.mark.parametrize(
    "fleet",
    [FleetSpec(acceleration_mps2=5, braking_mps2=5), FleetSpec(field_margin_m=0), FleetSpec(reaction_s=2),
     FleetSpec(speed_empty_mps=2, speed_loaded_mps=2, emergency_mps2=0.5, turn_s=0)],
    ids=["agile", "no margin", "slow to react", "heavy"],
)  # fmt: skip
def test_the_law_holds_for_every_fleet_a_site_can_have(fleet: FleetSpec) -> None:
    """At the edges of what may be written: nobody is hit, and so no run stops, even by robots that are lost."""
    hub = Hub(0.3, people=PeopleSpec(walkers=30, pause_s=5, speed_mps=2.5), fleet=fleet).open()
    for robot in range(20):
        hub.fleet.robots.shift_x[robot] = 1e-9
    hub.run(900).close()
    assert hub.incidents("protective_stop")
    assert not hub.incidents("contact")


def test_a_contact_with_an_intact_field_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The law is checked on what happened, not on what the field says: brakes that fail are found out."""
    monkeypatch.setattr(Safety, "_guard", lambda *_: None)
    with pytest.raises(InvariantBroken, match=r"no contact unless .* amr-\d+ at .* it hits person-\d+"):
        crowd(lost=True)


def test_a_bumper_stops_the_robot_until_somebody_comes() -> None:
    """After a contact it stands, for minutes, whoever commands it; then it is taken off the floor and comes back."""
    hub = Hub(0.5, people=CROWD).open()
    hub.fleet.mute_field(3)
    hub.fleet.robots.shift_x[3] = 1e-9
    while not hub.fleet.robots.holds[3] & Hold.EMERGENCY and hub.clock.now_us < 1.8e9:
        hub.run(hub.clock.now_us / 1e6 + 1)
    hub.run(hub.clock.now_us / 1e6 + 60)
    assert hub.fleet.robots.speed_mps[3] == 0.0
    assert hub.fleet.robots.holds[3] & Hold.EMERGENCY
    hub.run(hub.clock.now_us / 1e6 + 6 * 60)
    assert hub.fleet.robots.stage[3] == Stage.OFF or not hub.fleet.robots.holds[3] & Hold.EMERGENCY


def test_no_command_ends_an_emergency_stop() -> None:
    """Not a release, not a renewed base, not a restored map: only a person on site."""
    hub = Hub(0.2)
    fleet = hub.fleet
    fleet.hold(2, Hold.EMERGENCY)
    with pytest.raises(ValueError, match="by hand"):
        fleet.release(2, Hold.EMERGENCY)
    for why in Hold:
        if why is not Hold.EMERGENCY:
            fleet.hold(2, why)
            fleet.release(2, why)
    fleet.base_renewed(2)
    fleet.restore(2)
    fleet.restore_field(2)
    hub.run(60)
    assert fleet.robots.holds[2] == Hold.EMERGENCY


def test_array_work_and_pair_by_pair_see_the_same() -> None:
    """Whether pairs are handled one by one or at once, every incident is the same to the last digit."""
    found = []
    for pairs in (0, 10_000):
        hub = Hub(0.25, people=CROWD).open()
        vars(hub.fleet.safety)["_crowd"] = pairs
        hub.run(900).close()
        found.append(repr(hub.log.records("incident")))
    assert found[0] == found[1]


def test_people_slow_robots_down_only_while_they_are_near() -> None:
    """After the walk the speed limit is that of the load again."""
    hub = Hub(0.2, people=PeopleSpec(walkers=6, pause_s=1)).open().run(600)
    robots = hub.fleet.robots
    far = np.ones(robots.count, dtype=np.bool_)
    far[hub.fleet.safety.slow] = False
    assert (robots.limit_mps[far] == robots.top_mps[far]).all()
    assert set(robots.top_mps[robots.stage == Stage.TO_POD].tolist()) <= {1.5}


def test_few_robots_and_people_are_looked_at_as_many_are() -> None:
    """Pair by pair, by neighbours, and by neighbours as arrays: the same incidents, speeds and places."""
    digests = set()
    for crowd_from, few in ((24, 1 << 30), (24, 0), (0, 0)):
        hub = Hub(0.5, people=PeopleSpec(walkers=8, pause_s=5))
        fleet = hub.fleet
        fleet.safety = Safety(fleet.robots, hub.people, hub.log, crowd_from, few)
        hub.open().run(600).close()
        assert hub.incidents("protective_stop")
        digests.add(hub.log.digest())
    assert len(digests) == 1
