"""The moment of a move: what it waits for, and the number that the room gave it."""

from __future__ import annotations

from tests.exercise.test_play import move
from tests.exercise.trial import begun, do, on
from twin.exercise.moments import ready, ref_of


def test_a_move_waits_for_an_inject_or_a_card() -> None:
    """Until it was fired, or opened."""
    engine = begun()
    inject = move("soc", "acknowledge", "first", after="first", wait="fired-or-opened")
    card = move("soc", "decide", "cut", after="cut", wait="fired-or-opened")
    assert not ready(engine, inject)
    assert not ready(engine, card)
    on(engine, 30)
    assert ready(engine, inject)
    assert ready(engine, card)
    assert ref_of(engine, inject) == str(engine.state.injects["first"].seq)
    assert ref_of(engine, card) == "cut"


def test_an_approval_waits_for_the_decision() -> None:
    """And not for the card."""
    engine = begun(to_s=30)
    approve = move("ic", "approve", "cut", after="cut", wait="decided")
    assert not ready(engine, approve)
    do(engine, "soc", "decide", "cut", option="isolate", reason="so", confidence=50)
    assert ready(engine, approve)


def test_questions_are_waited_for_and_named_by_their_order() -> None:
    """One that is put to a seat, and one that a player puts to the facilitators."""
    engine = begun()
    answer = move("soc", "answer", "why", after="why", wait="asked")
    reply = move("facilitator", "reply", "1", after="1", wait="asked-us")
    assert not ready(engine, answer)
    assert not ready(engine, reply)
    on(engine, 25)
    [asked] = do(engine, "ic", "ask", text="What is it?")
    assert ready(engine, answer)
    assert ready(engine, reply)
    assert ref_of(engine, reply) == str(asked.seq)


def test_an_alert_is_named_by_its_asset_and_a_measure_by_its_number() -> None:
    """As soon as there is one, and once it is in force."""
    engine = begun()
    triage = move("soc", "triage", "amr-001", after="amr-001", wait="alert")
    undo = move("soc", "undo", "1", after="1", wait="measure")
    assert not ready(engine, triage)
    on(engine, 250)
    assert ready(engine, triage)
    assert ref_of(engine, triage).isdigit()
    assert not ready(engine, undo)
    do(engine, "soc", "order", response="isolate_device", target="amr-001")
    on(engine, 300)
    assert ready(engine, undo)


def test_what_goes_by_the_clock_waits_for_nothing() -> None:
    """It has its time."""
    assert ready(begun(), move("soc", "ask", text="Now?", at_us=5))
