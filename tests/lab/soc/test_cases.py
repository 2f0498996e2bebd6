"""What makes alerts one case, and what convinces whom."""

from __future__ import annotations

import pytest

from tests.lab.soc.room import Room
from twin.core.units import HOUR_US, MINUTE_US, us
from twin.detectors.base import Level
from twin.lab.response_plan import Skill
from twin.lab.soc.cases import Case
from twin.lab.soc.desk import Ends


def case(level: Level, *minutes: float) -> Case:
    """A case of one asset that detectors accused at *minutes*."""
    accused = {f"detector-{n}": us(60 * minute) for n, minute in enumerate(minutes)}
    return Case(1, level, 0, accused={"ws-01": accused})


@pytest.mark.parametrize(
    ("skill", "lone_medium", "lone_high", "two_medium", "two_high", "an_hour_apart"),
    [
        ("junior", "dismissed", "undecided", "undecided", "confirmed", "dismissed"),
        ("practised", "dismissed", "confirmed", "confirmed", "confirmed", "dismissed"),
        ("senior", "dismissed", "confirmed", "confirmed", "confirmed", "confirmed"),
    ],
)
def test_what_convinces_depends_on_skill(
    skill: Skill, lone_medium: str, lone_high: str, two_medium: str, two_high: str, an_hour_apart: str
) -> None:
    """A junior wants a strong alert that a second detector agrees with, and a senior remembers longer."""
    now = 60 * MINUTE_US
    found = [each.verdict(skill, now) for each in (
        case("medium", 55), case("high", 55), case("medium", 40, 55), case("critical", 40, 55), case("low", 0, 55),
    )]  # fmt: skip
    assert found == [lone_medium, lone_high, two_medium, two_high, an_hour_apart]


def test_the_memory_of_a_senior_ends_too() -> None:
    """Two hours."""
    assert case("low", 0, 121).verdict("senior", 121 * MINUTE_US) == "dismissed"
    assert case("low", 0, 120).verdict("senior", 2 * HOUR_US) == "confirmed"


def cases_of(room: Room) -> list[int]:
    """The case of each alert that was read, by alert."""
    return [row["case"] for row in sorted(room.run(), key=lambda row: row["alert"])]


def test_by_itself_every_asset_is_a_case() -> None:
    """Two assets, one rule, one zone."""
    room = Room()
    for minute, name in ((0, "ws-01"), (1, "ws-02"), (2, "ws-01")):
        room.alert(minute, name, rule="r")
    assert cases_of(room) == [1, 2, 1]


def test_alerts_of_one_rule_in_one_zone_can_be_one_case() -> None:
    """Another rule, another zone and another hour are other cases; without a rule the detector's suggestion counts."""
    room = Room(grouping={"by": "rule_in_zone", "window_min": 30})
    room.alert(0, "ws-01", rule="r")
    room.alert(1, "ws-02", rule="r")
    room.alert(2, "ws-03", rule="s")
    room.alert(3, "camera-01", rule="r")
    room.alert(20, "ws-04")
    room.alert(21, "ws-05")
    room.alert(22, "ws-06", technique="T0812")
    room.alert(90, "ws-07", rule="r")
    assert cases_of(room) == [1, 1, 3, 4, 5, 5, 7, 8]


def test_a_case_stays_one_as_long_as_alerts_come_within_the_window() -> None:
    """The window is between alerts, not from the first."""
    room = Room(grouping={"by": "rule_in_zone", "window_min": 30})
    for number in range(4):
        room.alert(25 * number, f"ws-0{number + 1}", rule="r")
    assert cases_of(room) == [1, 1, 1, 1]


def test_a_campaign_is_joined_along_its_way() -> None:
    """The scanner, whom it logged in to, and whom that one logged in to; a stranger to them is a case of its own."""
    room = Room(grouping={"by": "campaign"})
    room.flows.update({5: Ends("ws-01", "camera-01", ""), 6: Ends("camera-01", "dc-01", ""), 7: Ends("ws-08", "x", "")})
    room.alert(0, "ws-01")
    room.alert(1, "camera-01", evidence=5)
    room.alert(2, "dc-01", evidence=6)
    room.alert(3, "ws-08", evidence=7)
    assert cases_of(room) == [1, 1, 1, 4]


def test_what_is_found_out_about_a_case_holds_for_all_of_its_assets() -> None:
    """Reading of another asset costs a minute, and its measure follows; that is what grouping saves and risks."""
    room = Room(grouping={"by": "rule_in_zone"})
    room.alert(0, "ws-01", rule="r")
    room.alert(1, "ws-02", "low", rule="r")
    rows = room.run()
    assert [row["worked_us"] // MINUTE_US for row in rows][1:] == [1]
    assert [(minute, target) for minute, _, target, *_ in room.decisions] == [(5.0, "ws-01"), (5.0, "ws-02")]


def test_a_case_is_closed_when_the_last_of_its_assets_is_clean() -> None:
    """Until then what accuses the others joins it, and what accuses the clean one is new."""
    room = Room(grouping={"by": "rule_in_zone", "window_min": 5})
    room.alert(0, "ws-01", rule="r")
    room.alert(1, "ws-02", rule="r")
    room.close(20, "ws-01")
    room.alert(30, "ws-02", rule="r")
    room.alert(40, "ws-01", rule="r")
    room.close(50, "ws-02")
    room.alert(60, "ws-02", rule="r")
    assert cases_of(room) == [1, 1, 1, 4, 5]
