"""The hub as a seat may know it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exercise.trial import begun, do, on
from twin.exercise.engine import Engine
from twin.exercise.views import view
from twin.exercise.views.hub import MOST_ALERTS


@pytest.fixture
def alerted() -> Engine:
    """One alert has been raised."""
    return begun(to_s=145)


def alert(engine: Engine, number: int, time_us: int, **fields: Any) -> None:
    """A further alert in the observed book."""
    said = {
        "detector": "dns", "entity": "ws-01", "technique": "T1071.004", "level": "low", "title": "asks too much",
        "evidence": 0, "evidence_rows": 2,
    }  # fmt: skip
    engine.live.log.one("alert", time=time_us, alert=number, **(said | fields))


def test_alerts_are_for_seats_that_see_them(alerted: Engine) -> None:
    """Others get none, and no count either."""
    (shown,) = view(alerted, "soc")["alerts"]
    assert (shown["number"], shown["entity"], shown["severity"], shown["clock"]) == (1, "amr-001", "high", "08:02:20")
    for seat in ("ic", "desk", "projector"):
        assert (view(alerted, seat)["alerts"], view(alerted, seat)["alerts_hidden"]) == ([], 0)


def test_alerts_that_say_the_same_are_one(alerted: Engine) -> None:
    """Counted, at the time of the last, with the number of the first, by which it is judged."""
    alert(alerted, 2, 144_000_000)
    alert(alerted, 3, 144_500_000)
    on(alerted, 146)
    first, second = view(alerted, "soc")["alerts"]
    assert (first["number"], first["count"], first["sim_s"], first["text"]) == (
        2, 2, 144.5, "asks too much, on ws-01: 4 rows of evidence",
    )  # fmt: skip
    assert second["entity"] == "amr-001"
    do(alerted, "soc", "triage", "3", verdict="false", reason="a backup")
    triage = view(alerted, "soc")["alerts"][0]["triage"]
    assert triage == {"verdict": "false", "seat": "soc", "by": "Analyst", "reason": "a backup"}


def test_many_alerts_are_cut_and_counted(alerted: Engine) -> None:
    """The newest are shown."""
    for number in range(MOST_ALERTS + 5):
        alert(alerted, number + 2, 144_000_000 + number, entity=f"ws-{number:02d}")
    on(alerted, 146)
    seen = view(alerted, "soc")
    assert (len(seen["alerts"]), seen["alerts_hidden"]) == (MOST_ALERTS, 6)
    assert seen["alerts"][0]["entity"] == f"ws-{MOST_ALERTS + 4:02d}"


def test_alarms_are_for_seats_that_see_them(alerted: Engine) -> None:
    """Newest first."""
    for time, source in ((144_000_000, "chill-1"), (144_500_000, "amr-002")):
        alerted.live.log.one("alarm", time=time, source=source, alarm="jam", priority="low", value=1.0)
    on(alerted, 146)
    assert [each["source"] for each in view(alerted, "soc")["alarms"][:2]] == ["amr-002", "chill-1"]
    assert view(alerted, "ic")["alarms"] == []


def test_numbers_come_with_their_last_minutes(alerted: Engine) -> None:
    """As they were at the whole minute; for seats that see them."""
    shown = {each["metric"]: each for each in view(alerted, "ic")["kpis"]}
    assert list(shown) == ["orders_done", "orders_late", "protective_stops"]
    assert shown["orders_late"]["unit"] == "orders"
    assert [len(each["trend"]) for each in shown.values()] == [2, 2, 2]
    assert view(alerted, "desk")["kpis"] == []


def test_measures_say_what_became_of_them_and_who_may_take_them_back(alerted: Engine) -> None:
    """Each seat for itself."""
    do(alerted, "soc", "order", response="isolate_device", target="amr-001", reason="it scans")
    on(alerted, 200)
    rows = {seat: view(alerted, seat)["measures"] for seat in ("soc", "ic", "desk", "facilitator", "evaluator")}
    (own,) = rows["soc"]
    assert (own["number"], own["response"], own["target"], own["by"], own["state"], own["clock"]) == (
        1, "isolate_device", "amr-001", "soc", "applied", "08:02:55",
    )  # fmt: skip
    assert {seat: [each["may_undo"] for each in shown] for seat, shown in rows.items()} == {
        "soc": [True], "ic": [False], "desk": [], "facilitator": [True], "evaluator": [False],
    }  # fmt: skip


def test_a_measure_that_nobody_took_back_was_lifted(alerted: Engine) -> None:
    """By a playbook, or because the asset is clean: the hub's words say which."""
    do(alerted, "soc", "order", response="isolate_device", target="amr-001")
    on(alerted, 200)
    now_us = alerted.now_us - 1
    alerted.live.log.one(
        "decision", time=now_us, decision=1, by="soc", response="isolate_device", target="amr-001", phase="undone",
        reason="amr-001 is clean",
    )  # fmt: skip
    (shown,) = view(alerted, "soc")["measures"]
    assert (shown["state"], shown["why"]) == ("lifted", "amr-001 is clean")
    do(alerted, "soc", "order", response="block_flow", target="amr-001>*")
    on(alerted, 260)
    do(alerted, "soc", "undo", "2")
    on(alerted, 265)
    assert [each["state"] for each in view(alerted, "soc")["measures"]] == ["undone", "lifted"]


def test_measures_stand_in_the_order_of_their_times(alerted: Engine) -> None:
    """The time beside a measure is that of the last that became of it, and the newest comes first."""
    do(alerted, "soc", "order", response="isolate_device", target="amr-001")
    do(alerted, "soc", "order", response="block_flow", target="amr-001>*")
    on(alerted, 260)
    alerted.live.log.one(
        "decision", time=alerted.now_us - 1, decision=1, by="soc", response="isolate_device", target="amr-001",
        phase="undone", reason="amr-001 is clean",
    )  # fmt: skip
    shown = view(alerted, "soc")["measures"]
    assert [each["number"] for each in shown] == [1, 2]
    assert shown[0]["sim_s"] > shown[1]["sim_s"]


def test_orders_name_what_each_response_acts_on(alerted: Engine) -> None:
    """For players who may order; nobody else has any."""
    orders = view(alerted, "soc")["orders"]
    assert list(orders) == ["isolate_device", "block_flow", "revoke_credential"]
    assert "amr-001" in orders["isolate_device"]
    assert "chill-1" not in orders["isolate_device"]
    assert view(alerted, "ic")["orders"] == view(alerted, "facilitator")["orders"] == {}


def test_after_the_end_nothing_later_is_shown(alerted: Engine) -> None:
    """The hub has gone on; the views stand where the exercise ended."""
    do(alerted, "soc", "order", response="isolate_device", target="amr-001")
    do(alerted, "facilitator", "finish")
    alerted.facts.seal()
    assert any(row["phase"] == "applied" for row in alerted.facts.rows("decision"))
    assert view(alerted, "soc")["measures"] == []
    assert {each["number"] for each in view(alerted, "soc")["alerts"]} == {1}
