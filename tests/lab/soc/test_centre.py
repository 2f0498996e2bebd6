"""Analysts and what follows a verdict."""

from __future__ import annotations

import pytest

from tests.answers import one_step
from tests.lab.soc.room import Room
from twin.core.units import us
from twin.lab.soc.centre import JOINED_US

ISOLATE = one_step("isolate", "isolate_device")


def test_a_high_alert_is_confirmed_and_its_playbook_follows() -> None:
    """After the triage, automatically, with the playbook as the one who decides and the alert as the reason."""
    room = Room()
    room.alert(10, "ws-01")
    (row,) = room.run()
    assert room.decisions == [(15.0, "isolate_device", "ws-01", "isolate", "alert 1")]
    assert (row["verdict"], row["analyst"], row["waited_us"]) == ("confirmed", "analyst-1", 0)
    assert row["time"] == us(600) + row["worked_us"]


def test_a_lone_medium_alert_is_dismissed() -> None:
    """Wrongly, perhaps: that is all the evidence there is."""
    room = Room(one_step("isolate", "isolate_device", levels=("medium", "high")))
    room.alert(10, "ws-01", "medium")
    assert [row["verdict"] for row in room.run()] == ["dismissed"]
    assert room.decisions == []


@pytest.mark.parametrize(("apart", "verdict"), [(20, "confirmed"), (40, "dismissed")])
def test_a_second_detector_within_half_an_hour_confirms(apart: int, verdict: str) -> None:
    """Two that agree about an entity are believed; the same detector twice is not."""
    room = Room()
    room.alert(10, "ws-01", "medium", "dns")
    room.alert(10 + apart, "ws-01", "medium", "volume")
    assert [row["verdict"] for row in room.run()] == ["dismissed", verdict]
    again = Room()
    again.alert(10, "ws-01", "medium", "dns")
    again.alert(20, "ws-01", "medium", "dns")
    assert [row["verdict"] for row in again.run()] == ["dismissed", "dismissed"]


def test_alerts_on_an_open_case_cost_ten_seconds() -> None:
    """They join it, before and after it is confirmed, and set nothing off twice."""
    room = Room()
    for minute in (10, 11, 30):
        room.alert(minute, "ws-01")
    rows = room.run()
    assert [row["worked_us"] for row in rows][1:] == [JOINED_US] * 2
    assert len(room.decisions) == 1


def test_a_joining_alert_does_not_cut_the_triage_short() -> None:
    """A second analyst does not decide in ten seconds what the first still looks into."""
    room = Room(analysts=2)
    room.alert(10, "ws-01")
    room.alert(10, "ws-01", detector="sigma")
    rows = room.run()
    assert room.decisions[0][0] == 15.0
    assert [(row["alert"], row["waited_us"] > us(290)) for row in rows] == [(1, False), (2, True)]


def test_a_joining_alert_can_raise_the_level_of_the_case() -> None:
    """Confirmed by two detectors at medium, the playbook for high waits for a high alert and then follows."""
    room = Room()
    room.alert(10, "ws-01", "medium", "dns")
    room.alert(11, "ws-01", "medium", "volume")
    room.alert(40, "ws-01", "high", "scan")
    room.run()
    assert [minute for minute, *_ in room.decisions] == [40.2]


def test_a_closed_case_begins_anew() -> None:
    """After cleaning the next accusation is triaged and contained again."""
    room = Room()
    room.alert(10, "ws-01")
    room.close(60, "ws-01")
    room.alert(70, "ws-01")
    room.run()
    assert len(room.decisions) == 2


def test_a_late_reading_does_not_bring_a_closed_case_back() -> None:
    """An alert that joined before the cleaning and is read after it: written down, and the next one begins anew."""
    room = Room()
    room.alert(0, "ws-01")
    room.alert(6, "ws-02")
    room.alert(7, "ws-01")
    room.close(8, "ws-01")
    room.alert(20, "ws-01")
    rows = room.run()
    assert [(row["alert"], row["verdict"]) for row in rows] == [
        (1, "confirmed"), (2, "confirmed"), (3, "confirmed"), (4, "confirmed"),
    ]  # fmt: skip
    assert [(target, reason) for _, _, target, _, reason in room.decisions] == [
        ("ws-01", "alert 1"), ("ws-02", "alert 2"), ("ws-01", "alert 4"),
    ]  # fmt: skip


def test_a_case_that_is_closed_before_anybody_looked_sets_nothing_off() -> None:
    """Somebody else had it cleaned: the analyst reads it all the same."""
    room = Room()
    room.alert(0, "ws-01")
    room.close(2, "ws-01")
    assert [row["verdict"] for row in room.run()] == ["confirmed"]
    assert room.decisions == []


def test_an_approval_that_comes_after_the_cleaning_is_dropped() -> None:
    """Nobody isolates a device that is clean."""
    room = Room(one_step("isolate", "isolate_device", approval_min=10))
    room.alert(0, "ws-01")
    room.close(7, "ws-01")
    room.run()
    assert room.decisions == []


def test_a_case_moves_up_when_a_worse_alert_joins_it() -> None:
    """The first alert of ws-02 was low; with a critical one it is looked into before the medium case."""
    room = Room()
    room.alert(0, "ws-09", "high")
    room.alert(1, "ws-02", "low")
    room.alert(2, "ws-03", "medium")
    room.alert(3, "ws-02", "critical")
    assert [row["alert"] for row in room.run()] == [1, 2, 4, 3]


def test_the_most_severe_waiting_alert_is_next() -> None:
    """Level before time."""
    room = Room()
    room.alert(0, "ws-01", "low")
    for entity, level in (("ws-02", "medium"), ("ws-03", "high"), ("ws-04", "critical")):
        room.alert(1, entity, level)  # type: ignore[arg-type]
    assert [row["alert"] for row in room.run()] == [1, 4, 3, 2]


def test_approval_takes_its_time() -> None:
    """Three minutes until somebody agrees."""
    room = Room(one_step("isolate", "isolate_device", approval_min=3))
    room.alert(10, "ws-01")
    room.run()
    assert room.decisions[0][0] == 18.0


def test_without_analysts_nothing_is_confirmed() -> None:
    """Alerts wait for ever."""
    room = Room(analysts=0)
    room.alert(1, "ws-01", "critical")
    assert room.run() == []
    assert room.decisions == []


def test_triage_times_belong_to_an_entitys_cases() -> None:
    """The n-th case of an entity takes as long, however many analysts there are and whatever else was raised before."""

    def worked(room: Room, entity: str) -> list[int]:
        mine = {number for number, accused in enumerate(entities, 1) if accused == entity}
        return [row["worked_us"] for row in room.run(2000) if row["alert"] in mine]

    entities = ["ws-01", "ws-02", "ws-01", "ws-01"]
    plain = Room(triage_cv=0.6)
    for number, entity in enumerate(entities):
        plain.alert(100 * number, entity, "medium")
    expected = worked(plain, "ws-01")
    assert len(set(expected)) == 3
    entities = ["ws-04", "ws-03", "ws-01", "ws-04", "ws-01", "ws-02", "ws-01"]
    noisy = Room(triage_cv=0.6, analysts=3)
    for number, entity in enumerate(entities):
        noisy.alert(100 * number, entity, "medium")
    assert worked(noisy, "ws-01") == expected
