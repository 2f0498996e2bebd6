"""The few questions that metrics ask of a log."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab.logs import (
    CHILL,
    Row,
    air,
    alert,
    answered,
    cleaned,
    decision,
    evidence,
    incident,
    product,
    robot_time,
    row,
    step,
    taken,
)
from twin.core.units import MINUTE_US
from twin.lab.metrics.parts.reading import (
    SILENCE,
    Part,
    compromised,
    first_moment,
    harm,
    integral_h,
    lost_min,
    needs_denied,
    parts_played,
    right_alerts,
    room_series,
    rows_where,
    takeovers,
)


def test_rows_are_chosen_by_every_name_asked_for() -> None:
    """Both must fit; a name that the run never used fits nothing."""
    log = evidence(incident(1, "contact", "attack"), incident(2, "contact"), incident(3, "jam", "attack")).log
    assert rows_where(log, "incident", incident="contact", cause="attack")["time"].tolist() == [MINUTE_US]
    assert rows_where(log, "incident", incident="never")["time"].tolist() == []
    assert len(rows_where(log, "incident")["time"]) == 3


def test_actors_the_held_and_the_struck_are_involved_from_their_first_part_on() -> None:
    """A mere target is not, nor is one that answered."""
    log = evidence(
        step(1, "start", "coffee-1", "dc-01"), taken(2, "ws-01"), answered(3, "camera-01"),
        step(4, "effect_start", "ws-01", "gateway-1"), step(5, "start", "coffee-1", "ws-01"),
    ).log  # fmt: skip
    begun = {"coffee-1": 1, "ws-01": 2, "gateway-1": 4}
    assert parts_played(log) == {asset: [Part(minute * MINUTE_US, None)] for asset, minute in begun.items()}


def test_a_part_ends_when_the_asset_is_taken_back_and_no_effect_goes_on() -> None:
    """Held 2 to 9 and struck 4 to 12: one part; held again at 20: another."""
    log = evidence(
        taken(2, "ws-01"), step(4, "effect_start", "amr-001", "ws-01"), cleaned(9, "ws-01"),
        step(12, "effect_end", "amr-001", "ws-01"), taken(20, "ws-01"),
    ).log  # fmt: skip
    assert parts_played(log) == {"ws-01": [Part(2 * MINUTE_US, 12 * MINUTE_US), Part(20 * MINUTE_US, None)]}


def test_a_step_that_ends_at_once_involves_its_actor_for_no_time() -> None:
    """Whoever accuses an asset that the attacker could not act from is wrong."""
    made = evidence(step(1, "start"), step(1, "end", outcome="failed"), alert(1, "amr-001"), alert(2, "amr-001"))
    assert right_alerts(made) == []


def test_the_first_moment_is_the_first_start() -> None:
    """None on a quiet day."""
    assert first_moment(evidence(step(3, "start"), step(9, "start")).log) == 3 * MINUTE_US
    assert first_moment(evidence().log) is None


def _right(*rows: Row) -> list[int]:
    return [row["time"] // MINUTE_US for row in right_alerts(evidence(*rows))]


def test_an_alert_is_right_at_the_very_moment_of_the_first_part() -> None:
    """Not before it, and long after it still while nobody has taken the asset back."""
    assert _right(alert(1, "amr-001"), step(2, "start"), alert(2, "amr-001"), alert(50, "amr-001")) == [2, 50]


def test_an_alert_on_an_asset_that_is_clean_again_is_wrong() -> None:
    """From its recovery on, until it falls again."""
    rows = taken(2, "ws-01"), cleaned(9, "ws-01"), taken(20, "ws-01")
    assert _right(*rows, *(alert(minute, "ws-01") for minute in (3, 9, 15, 21))) == [3, 21]


def test_the_silence_of_an_asset_that_the_defence_cut_off_is_no_find() -> None:
    """Silent before the measure or of itself: right. While it is in force: its own doing. Other findings stay right."""
    rows = (
        taken(1, "gateway-1"), decision(5, "applied", "isolate_device", "gateway-1"),
        decision(20, "undone", "isolate_device", "gateway-1"),
    )  # fmt: skip
    assert _right(*rows, *(alert(minute, "gateway-1", SILENCE) for minute in (3, 5, 10, 30))) == [3, 30]
    assert _right(*rows, alert(10, "gateway-1")) == [10]


def test_a_takeover_is_each_fall_and_compromised_the_first() -> None:
    """Recovery is no takeover."""
    log = evidence(taken(1, "ws-01"), cleaned(5, "ws-01"), taken(7, "ws-01")).log
    assert takeovers(log) == [(MINUTE_US, "ws-01"), (7 * MINUTE_US, "ws-01")]
    assert compromised(log) == {"ws-01": MINUTE_US}


def test_harm_is_that_of_the_room_asked_for() -> None:
    """Another room's warm product is not this one's."""
    other = CHILL.model_copy(update={"name": "chill-2"})
    made = evidence(*product((0, 3)), *product((0, 9), room="chill-2"), rooms=[CHILL, other], span_min=61)
    assert harm(made, CHILL).at_risk_t == 0.0
    assert harm(made, other).at_risk_t == 20.0


def test_a_rooms_series_is_in_hours_and_ends_with_the_run() -> None:
    """The last sample holds."""
    hours, values = room_series(evidence(*air((0, 4), (30, 5))), CHILL, "air_c")
    assert hours.tolist() == [0.0, 0.5, 1.0]
    assert values.tolist() == [4.0, 5.0, 5.0]


def test_a_room_without_samples_has_an_empty_series() -> None:
    """And its integral is 0."""
    hours, values = room_series(evidence(), CHILL, "air_c")
    assert len(hours) == len(values) == 0
    assert integral_h(hours, values) == 0.0


def test_the_integral_of_a_triangle_is_exact() -> None:
    """Trapezoids: 0 to 4 in two hours, and back in one."""
    assert integral_h(np.array([0.0, 2.0, 3.0]), np.array([0.0, 4.0, 0.0])) == pytest.approx(6.0)
    assert integral_h(np.array([1.0]), np.array([9.0])) == 0.0


def test_lost_minutes_are_those_of_the_cause_that_is_asked_for() -> None:
    """Over all robots."""
    log = evidence(robot_time("lost_attack", 4), robot_time("lost_attack", 2, "amr-002"), robot_time("waiting", 9)).log
    assert (lost_min(log, "attack"), lost_min(log, "containment")) == (6.0, 0.0)


def test_denied_needs_are_told_apart_by_excess() -> None:
    """Each of the two counts leaves the other out."""
    log = evidence(row("need", 60, denied=2), row("need", 60, denied=6, excessive=True)).log
    assert (needs_denied(log, excessive=False), needs_denied(log, excessive=True)) == (2.0, 6.0)
