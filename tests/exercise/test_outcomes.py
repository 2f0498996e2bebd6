"""Outcomes: what the hub hears of an event."""

from __future__ import annotations

from tests.exercise.trial import begun, do, on
from twin.exercise.outcomes import outcomes


def test_a_decision_is_heard_after_its_approval_and_its_delay() -> None:
    """By whoever decided, for that reason; the option without actions says nothing to the hub."""
    engine = begun(to_s=30)
    (decided,) = do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    assert list(outcomes(engine.state, decided)) == []
    do(engine, "ic", "approve", "cut")
    (decision,) = engine.live.decisions
    assert (decision.at_us, decision.by, decision.reason, decision.target) == (40_000_000, "soc", "it scans", "amr-001")
    assert decision.response is not None
    assert decision.response.kind == "isolate_device"


def test_to_wait_is_to_do_nothing() -> None:
    """The hub never hears of it."""
    engine = begun(to_s=30)
    do(engine, "soc", "decide", "cut", option="wait", reason="see", confidence=40)
    do(engine, "ic", "approve", "cut")
    assert engine.live.decisions == []


def test_orders_and_taking_back_are_heard_at_once() -> None:
    """The number of a measure is that of the hub's own table."""
    engine = begun(to_s=30)
    do(engine, "soc", "order", response="isolate_device", target="amr-002", reason="to be sure")
    on(engine, 70)
    do(engine, "soc", "undo", "1", reason="it was not that one")
    order, undo = engine.live.decisions
    assert (order.at_us, order.by, order.target, order.undo) == (30_000_000, "soc", "amr-002", None)
    assert (undo.at_us, undo.undo, undo.reason) == (70_000_000, 1, "it was not that one")


def test_each_decision_knows_its_event() -> None:
    """Number for number."""
    engine = begun(to_s=30)
    _module, fired = do(engine, "facilitator", "fire", "knock")
    (ordered,) = do(engine, "soc", "order", response="isolate_device", target="amr-002")
    assert engine.caused_by == [fired.seq, ordered.seq]
    assert [decision.begin for decision in engine.live.decisions] == ["knock", ""]
