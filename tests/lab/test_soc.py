"""Analysts and playbooks."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.worlds import small_world
from twin.core.units import MINUTE_US, SECOND_US, us
from twin.detectors.base import Alert, Level
from twin.devices.world import World
from twin.lab.scenario import Choice, Playbook, ResponsePlan
from twin.lab.soc import Desk, Soc

ISOLATE = Playbook(name="isolate", response=Choice(kind="isolate_device"))
Decision = tuple[float, str, str, str, str]


class Shift:
    """A world with analysts; alerts come at minutes, decisions are noted with their minute."""

    def __init__(self, *playbooks: Playbook, **plan: Any) -> None:
        self.world: World = small_world("zones")
        self.decisions: list[Decision] = []
        given = {"analysts": 1, "triage_min": 5, "triage_cv": 0.001, **plan}
        zone_of, write = self.world.network.segmentation.zone_of, partial(self.world.log.one, "triage")
        desk = Desk(self.world.clock, self.world.inventory, zone_of, write)
        self.soc = Soc(desk, ResponsePlan(playbooks=playbooks or (ISOLATE,), **given), self._decide, 1)
        self._number = 0

    def _decide(self, response: Choice, target: str, by: str, reason: str) -> None:
        minute = round(self.world.clock.now_us / MINUTE_US, 1)
        self.decisions.append((minute, response.kind, target, by, reason))

    def alert(self, minute: float, entity: str, level: Level = "high", detector: str = "scan") -> None:
        """An alert comes."""
        self._number += 1
        number, alert = self._number, Alert(us(60 * minute), entity, "T0846", level, "words")
        self.world.clock.at(alert.time_us, f"alert/{number}", lambda: self.soc.take(number, detector, alert))

    def close(self, minute: float, entity: str) -> None:
        """The entity is cleaned."""
        self.world.clock.at(us(60 * minute), "close", lambda: self.soc.close(entity))

    def run(self, minutes: float = 300) -> list[dict[str, Any]]:
        """Run, and give the rows of triage."""
        self.world.clock.run_until(us(60 * minutes))
        self.world.log.seal(us(60 * minutes) + 1)
        return self.world.log.records("triage")


def test_a_high_alert_is_confirmed_and_its_playbook_follows() -> None:
    """After the triage, automatically, with the playbook as the one who decides and the alert as the reason."""
    shift = Shift()
    shift.alert(10, "ws-01")
    (row,) = shift.run()
    assert shift.decisions == [(15.0, "isolate_device", "ws-01", "isolate", "alert 1")]
    assert (row["verdict"], row["analyst"], row["waited_us"]) == ("confirmed", "analyst-1", 0)
    assert row["time"] == us(600) + row["worked_us"]


def test_a_lone_medium_alert_is_dismissed() -> None:
    """Wrongly, perhaps: that is all the evidence there is."""
    shift = Shift(ISOLATE.model_copy(update={"levels": ("medium", "high")}))
    shift.alert(10, "ws-01", "medium")
    assert [row["verdict"] for row in shift.run()] == ["dismissed"]
    assert shift.decisions == []


@pytest.mark.parametrize(("apart", "verdict"), [(20, "confirmed"), (40, "dismissed")])
def test_a_second_detector_within_half_an_hour_confirms(apart: int, verdict: str) -> None:
    """Two that agree about an entity are believed; the same detector twice is not."""
    shift = Shift()
    shift.alert(10, "ws-01", "medium", "dns")
    shift.alert(10 + apart, "ws-01", "medium", "volume")
    assert [row["verdict"] for row in shift.run()] == ["dismissed", verdict]
    again = Shift()
    again.alert(10, "ws-01", "medium", "dns")
    again.alert(20, "ws-01", "medium", "dns")
    assert [row["verdict"] for row in again.run()] == ["dismissed", "dismissed"]


def test_alerts_on_an_open_case_cost_ten_seconds() -> None:
    """They join it, before and after it is confirmed, and set nothing off twice."""
    shift = Shift()
    for minute in (10, 11, 30):
        shift.alert(minute, "ws-01")
    rows = shift.run()
    assert [row["worked_us"] for row in rows][1:] == [10 * SECOND_US] * 2
    assert len(shift.decisions) == 1


def test_a_joining_alert_does_not_cut_the_triage_short() -> None:
    """A second analyst does not decide in ten seconds what the first still looks into."""
    shift = Shift(analysts=2)
    shift.alert(10, "ws-01")
    shift.alert(10, "ws-01", detector="sigma")
    rows = shift.run()
    assert shift.decisions[0][0] == 15.0
    assert [(row["alert"], row["waited_us"] > us(290)) for row in rows] == [(1, False), (2, True)]


def test_a_joining_alert_can_raise_the_level_of_the_case() -> None:
    """Confirmed by two detectors at medium, the playbook for high waits for a high alert and then follows."""
    shift = Shift()
    shift.alert(10, "ws-01", "medium", "dns")
    shift.alert(11, "ws-01", "medium", "volume")
    shift.alert(40, "ws-01", "high", "scan")
    shift.run()
    assert [minute for minute, *_ in shift.decisions] == [40.2]


def test_a_closed_case_begins_anew() -> None:
    """After cleaning the next accusation is triaged and contained again."""
    shift = Shift()
    shift.alert(10, "ws-01")
    shift.close(60, "ws-01")
    shift.alert(70, "ws-01")
    shift.run()
    assert len(shift.decisions) == 2


def test_a_late_reading_does_not_bring_a_closed_case_back() -> None:
    """An alert that joined before the cleaning and is read after it: written down, and the next one begins anew."""
    shift = Shift()
    shift.alert(0, "ws-01")
    shift.alert(6, "ws-02")
    shift.alert(7, "ws-01")
    shift.close(8, "ws-01")
    shift.alert(20, "ws-01")
    rows = shift.run()
    assert [(row["alert"], row["verdict"]) for row in rows] == [
        (1, "confirmed"), (2, "confirmed"), (3, "confirmed"), (4, "confirmed"),
    ]  # fmt: skip
    assert [(target, reason) for _, _, target, _, reason in shift.decisions] == [
        ("ws-01", "alert 1"), ("ws-02", "alert 2"), ("ws-01", "alert 4"),
    ]  # fmt: skip


def test_a_case_that_is_closed_before_anybody_looked_sets_nothing_off() -> None:
    """Somebody else had it cleaned: the analyst reads it all the same."""
    shift = Shift()
    shift.alert(0, "ws-01")
    shift.close(2, "ws-01")
    assert [row["verdict"] for row in shift.run()] == ["confirmed"]
    assert shift.decisions == []


def test_an_approval_that_comes_after_the_cleaning_is_dropped() -> None:
    """Nobody isolates a device that is clean."""
    shift = Shift(ISOLATE.model_copy(update={"approval_min": 10.0}))
    shift.alert(0, "ws-01")
    shift.close(7, "ws-01")
    shift.run()
    assert shift.decisions == []


def test_a_case_moves_up_when_a_worse_alert_joins_it() -> None:
    """The first alert of ws-02 was low; with a critical one it is looked into before the medium case."""
    shift = Shift()
    shift.alert(0, "ws-09", "high")
    shift.alert(1, "ws-02", "low")
    shift.alert(2, "ws-03", "medium")
    shift.alert(3, "ws-02", "critical")
    assert [row["alert"] for row in shift.run()] == [1, 2, 4, 3]


def test_the_most_severe_waiting_alert_is_next() -> None:
    """Level before time."""
    shift = Shift()
    shift.alert(0, "ws-01", "low")
    for entity, level in (("ws-02", "medium"), ("ws-03", "high"), ("ws-04", "critical")):
        shift.alert(1, entity, level)  # type: ignore[arg-type]
    assert [row["alert"] for row in shift.run()] == [1, 4, 3, 2]


def test_approval_takes_its_time() -> None:
    """Three minutes until somebody agrees."""
    shift = Shift(ISOLATE.model_copy(update={"approval_min": 3.0}))
    shift.alert(10, "ws-01")
    shift.run()
    assert shift.decisions[0][0] == 18.0


def test_playbooks_follow_function_and_level() -> None:
    """One for robots, one for critical, one for all."""
    robots = Playbook(name="stop", functions=("robots",), response=Choice(kind="stop_robot"))
    worst = ISOLATE.model_copy(update={"name": "worst", "levels": ("critical",)})
    shift = Shift(robots, worst, analysts=5)
    for entity, level in (("amr-001", "high"), ("amr-002", "critical"), ("ws-01", "high"), ("nobody", "high")):
        shift.alert(1, entity, level)  # type: ignore[arg-type]
    shift.run()
    done = sorted((target, by) for _, _, target, by, _ in shift.decisions)
    assert done == [("amr-001", "stop"), ("amr-002", "stop"), ("amr-002", "worst")]


def test_targets_follow_the_response() -> None:
    """An asset, its zone, or everything it opens."""
    zone = Playbook(name="zone", response=Choice(kind="quarantine_zone"))
    block = Playbook(name="block", response=Choice(kind="block_flow"))
    shift = Shift(zone, block)
    shift.alert(1, "ws-01")
    shift.run()
    assert sorted(target for _, _, target, *_ in shift.decisions) == [
        shift.world.network.segmentation.zone_of["ws-01"],
        "ws-01>*",
    ]


def test_without_analysts_nothing_is_confirmed() -> None:
    """Alerts wait for ever."""
    shift = Shift(analysts=0)
    shift.alert(1, "ws-01", "critical")
    assert shift.run() == []
    assert shift.decisions == []


def test_triage_times_belong_to_an_entitys_cases() -> None:
    """The n-th case of an entity takes as long, however many analysts there are and whatever else was raised before."""

    def worked(shift: Shift, entity: str) -> list[int]:
        mine = {number for number, accused in enumerate(entities, 1) if accused == entity}
        return [row["worked_us"] for row in shift.run(2000) if row["alert"] in mine]

    entities = ["ws-01", "ws-02", "ws-01", "ws-01"]
    plain = Shift(triage_cv=0.6)
    for number, entity in enumerate(entities):
        plain.alert(100 * number, entity, "medium")
    expected = worked(plain, "ws-01")
    assert len(set(expected)) == 3
    entities = ["ws-04", "ws-03", "ws-01", "ws-04", "ws-01", "ws-02", "ws-01"]
    noisy = Shift(triage_cv=0.6, analysts=3)
    for number, entity in enumerate(entities):
        noisy.alert(100 * number, entity, "medium")
    assert worked(noisy, "ws-01") == expected
