"""People who come, go, tire, rest, hand over and are called."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lab.soc.room import Room
from twin.core.units import MINUTE_US, us

DAY = {"from": "08:00", "to": "16:00"}
LATE = {"from": "16:00", "to": "00:00"}
LEAD = {"name": "lead", "tier": 2, "skill": "senior"}


def told(rows: list[dict[str, Any]]) -> list[tuple[int, str, int, str]]:
    """Minute, who, how many minutes of work, and the verdict."""
    return [
        (round(row["time"] / MINUTE_US), row["analyst"], round(row["worked_us"] / MINUTE_US), row["verdict"])
        for row in rows
    ]


def crew(name: str, **about: Any) -> dict[str, Any]:
    """A crew of tier 1."""
    return {"name": name, **about}


def test_nobody_reads_before_the_shift_begins() -> None:
    """An alert of 07:00 waits for 08:00."""
    room = Room(team=[crew("day", shifts=[DAY])])
    room.alert(7 * 60, "ws-01")
    rows = room.run(600)
    assert told(rows) == [(485, "day-1", 5, "confirmed")]
    assert rows[0]["waited_us"] == 60 * MINUTE_US


def test_what_is_open_at_the_end_of_a_shift_is_handed_over() -> None:
    """Begun at 15:58, two of its five minutes done at 16:00; the next one does three, and three of handing over."""
    room = Room(team=[crew("day", shifts=[DAY]), crew("late", shifts=[LATE])], handover_min=3)
    room.alert(15 * 60 + 58, "ws-01")
    rows = room.run(1000)
    assert told(rows) == [(960, "day-1", 2, "handed_over"), (966, "late-1", 6, "confirmed")]
    assert [row["waited_us"] for row in rows] == [0, 0]
    assert sum(row["worked_us"] for row in rows) == pytest.approx(8 * MINUTE_US, abs=us(2))


def test_what_nobody_takes_over_waits_for_the_next_shift() -> None:
    """Till the morning."""
    room = Room(team=[crew("day", shifts=[DAY])], handover_min=0)
    room.alert(15 * 60 + 58, "ws-01")
    rows = room.run(48 * 60)
    assert told(rows) == [(960, "day-1", 2, "handed_over"), (1440 + 483, "day-1", 3, "confirmed")]
    assert rows[1]["waited_us"] == 16 * 60 * MINUTE_US


def test_a_shift_that_goes_on_interrupts_nobody() -> None:
    """One crew with two shifts that meet."""
    room = Room(team=[crew("day", shifts=[DAY, LATE])])
    room.alert(15 * 60 + 58, "ws-01")
    assert told(room.run(1000)) == [(963, "day-1", 5, "confirmed")]


@pytest.mark.parametrize(("skill", "minutes"), [("junior", 7.5), ("practised", 5), ("senior", 3.5)])
def test_skill_sets_the_pace(skill: str, minutes: float) -> None:
    """Half as long again, or seven tenths."""
    room = Room(team=[crew("desk", skill=skill), LEAD])
    room.alert(0, "ws-01", "critical")
    room.alert(0, "ws-01", "critical", "dns")
    assert room.run()[0]["worked_us"] == pytest.approx(minutes * MINUTE_US, rel=0.01)


def test_a_junior_hands_up_what_is_not_plain() -> None:
    """High and alone: tier 2 looks for ten minutes, at seven tenths, and decides; its wait begins then."""
    room = Room(team=[crew("desk", skill="junior"), LEAD])
    room.alert(0, "ws-01")
    rows = room.run()
    assert [row["verdict"] for row in rows] == ["escalated", "confirmed"]
    assert [row["tier"] for row in rows] == [1, 2]
    assert [row["waited_us"] for row in rows] == [0, 0]
    assert rows[1]["worked_us"] == pytest.approx(7 * MINUTE_US, rel=0.01)
    assert [minute for minute, *_ in room.decisions] == [14.5]


def test_alerts_that_join_while_tier_2_looks_are_read_after_it() -> None:
    """The desk has time for them, and waits for the verdict."""
    room = Room(team=[crew("desk", skill="junior"), LEAD])
    room.alert(0, "ws-01")
    room.alert(9, "ws-01")
    rows = room.run()
    assert [(row["alert"], row["tier"], row["verdict"]) for row in rows] == [
        (1, 1, "escalated"), (1, 2, "confirmed"), (2, 1, "confirmed"),
    ]  # fmt: skip


def test_what_has_waited_too_long_goes_up() -> None:
    """The second alert would have waited 40 minutes; after 15 the lead takes it."""
    room = Room(team=[crew("desk"), LEAD], triage_min=40, escalate_after_min=15)
    room.alert(0, "ws-01")
    room.alert(0, "ws-02")
    rows = room.run()
    assert told(rows) == [(22, "lead-1", 7, "confirmed"), (40, "desk-1", 40, "confirmed")]
    assert rows[0]["waited_us"] == 15 * MINUTE_US


def test_whoever_is_on_call_comes_when_nobody_else_is_there() -> None:
    """At night: called at 7.5, there at 27.5; by day the lead is there and nobody is called."""
    call = {"name": "standby", "tier": 2, "call_in_min": 20}
    for hour, who, minute in ((1, "standby-1", 37.5), (9, "lead-1", 14.5)):
        room = Room(team=[crew("desk", skill="junior"), LEAD | {"shifts": [DAY]}, call])
        room.alert(hour * 60, "ws-01")
        rows = room.run(1000)
        assert rows[1]["analyst"] == who
        assert rows[1]["time"] == pytest.approx((hour * 60 + minute) * MINUTE_US, rel=0.01)


def test_whoever_is_on_call_goes_when_the_line_is_empty_and_is_called_again() -> None:
    """Two nights' cases, an hour apart: each waits for the way."""
    room = Room(team=[crew("desk"), {"name": "standby", "tier": 2, "call_in_min": 20}], escalate_after_min=1,
                triage_min=400)  # fmt: skip
    for minute, name in ((0, "ws-01"), (1, "ws-02"), (90, "ws-03")):
        room.alert(minute, name)
    rows = [row for row in room.run() if row["tier"] == 2]
    assert [row["waited_us"] // MINUTE_US for row in rows] == [21, 21]


def test_as_many_are_called_as_there_is_work_for() -> None:
    """Three cases, two on call: the third waits for one of them."""
    standby = {"name": "standby", "tier": 2, "count": 2, "call_in_min": 20}
    room = Room(team=[crew("desk"), standby], escalate_after_min=1, triage_min=400)
    for name in ("ws-00", "ws-01", "ws-02", "ws-03"):
        room.alert(0, name)
    rows = [row for row in room.run() if row["tier"] == 2]
    assert [round(row["waited_us"] / MINUTE_US) for row in rows] == [21, 21, 31]


def test_work_gets_slower_and_a_break_takes_it_back() -> None:
    """At 0 h, 1 h and 1.5 h: once, 1.1 times with one alert handled, and more; after the break at 2 h once again."""
    tired = {"per_hour": 0.05, "per_alert": 0.05, "break_every_h": 2, "break_min": 15}
    room = Room(fatigue=tired, triage_cv=0.0001)
    for minute, name in ((0, "ws-01"), (60, "ws-02"), (90, "ws-03"), (140, "ws-04")):
        room.alert(minute, name)
    worked = [row["worked_us"] / (5 * MINUTE_US) for row in room.run()]
    late = 1 + 0.05 * (140 - 135) / 60
    assert worked == pytest.approx([1.0, 1.1, 1.175, late], abs=0.001)


def test_during_a_break_alerts_wait() -> None:
    """The break is due at 60 and begins with the end of what is in hand."""
    room = Room(fatigue={"per_hour": 0, "per_alert": 0, "break_every_h": 1, "break_min": 15})
    room.alert(58, "ws-01")
    room.alert(61, "ws-02")
    rows = room.run()
    assert [round(row["time"] / MINUTE_US) for row in rows] == [63, 83]


def test_fatigue_has_a_limit() -> None:
    """Never longer than twice."""
    room = Room(fatigue={"per_hour": 1, "per_alert": 1, "most": 2, "break_every_h": 24, "break_min": 15})
    for number in range(4):
        room.alert(60 * number, f"ws-0{number + 1}")
    assert max(row["worked_us"] for row in room.run()) == pytest.approx(10 * MINUTE_US, rel=0.01)


def test_without_fatigue_every_time_is_what_it_was() -> None:
    """A model that does nothing changes nothing, to the microsecond."""
    plain, still = (
        Room(triage_cv=0.6),
        Room(triage_cv=0.6, fatigue={"per_hour": 0, "per_alert": 0, "break_every_h": 24}),
    )
    for room in (plain, still):
        for number in range(9):
            room.alert(3 * number, f"ws-0{number + 1}", "medium")
    assert plain.run() == still.run()


def test_a_case_takes_as_long_whoever_is_on_the_team() -> None:
    """Common random numbers: skill and shifts scale what was drawn for the case."""
    usual, quick = Room(triage_cv=0.6), Room(triage_cv=0.6, team=[crew("desk", skill="senior", count=3)])
    for room in (usual, quick):
        for number in range(6):
            room.alert(100 * number, f"ws-0{number + 1}", "medium")
    slow, fast = ([row["worked_us"] for row in room.run(2000)] for room in (usual, quick))
    assert fast == pytest.approx([0.7 * worked for worked in slow], abs=1)


def test_an_alert_that_waited_too_long_is_left_unread_and_written_down() -> None:
    """Two wait behind a long one; what joined the second goes with it, and its asset's next alert is a new case."""
    room = Room(triage_min=60, give_up_after_min=30)
    room.alert(0, "ws-01")
    room.alert(1, "ws-02")
    room.alert(2, "ws-02")
    room.alert(50, "ws-02")
    rows = room.run()
    assert [(row["alert"], row["case"], row["verdict"], row["worked_us"] == 0) for row in rows] == [
        (2, 2, "unread", True), (3, 2, "unread", True), (1, 1, "confirmed", False), (4, 4, "confirmed", False),
    ]  # fmt: skip
    assert [row["waited_us"] // MINUTE_US for row in rows[:2]] == [30, 29]


def test_what_does_not_fit_into_the_line_is_the_least_urgent() -> None:
    """Two may wait: the medium one gives way to a critical one, and a low one does not get in."""
    room = Room(triage_min=60, most_waiting=2)
    for number, level in enumerate(("high", "high", "medium", "critical", "low")):
        room.alert(number, f"ws-0{number + 1}", level)  # type: ignore[arg-type]
    rows = room.run()
    assert [row["alert"] for row in rows if row["verdict"] == "unread"] == [3, 5]
    assert [row["alert"] for row in rows if row["verdict"] != "unread"] == [1, 4, 2]
