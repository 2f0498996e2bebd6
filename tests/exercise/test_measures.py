"""Measures: what was decided about the hub, what became of it, and which event it followed from."""

from __future__ import annotations

from tests.exercise.trial import begun, do, on
from twin.core.units import SECOND_US
from twin.exercise.measures import measures_in, measures_of
from twin.lab.scenario import Choice, Decision


def test_a_measure_goes_through_its_phases() -> None:
    """Decided, in force after its delay, taken back."""
    engine, seen = begun(to_s=30), []
    (event,) = do(engine, "soc", "order", response="isolate_device", target="amr-002", reason="to be sure")
    for second in (31, 70, 71):
        on(engine, second)
        if second == 70:
            do(engine, "soc", "undo", "1")
        (measure,) = measures_of(engine)
        seen.append((measure.state, measure.us // SECOND_US))
    assert seen == [("decided", 30), ("applied", 60), ("undone", 70)]
    assert (measure.number, measure.by, measure.target, measure.seq) == (1, "soc", "amr-002", event.seq)


def test_what_nobody_at_the_table_decided_has_no_event() -> None:
    """A playbook's measure stands beside the table's own."""
    rows = [
        _row(1, "by-the-book", 5, "decided"),
        _row(2, "soc", 5, "decided"),
        _row(1, "by-the-book", 9, "applied"),
    ]
    ours = Decision(at_us=5, by="soc", response=Choice(kind="isolate_device"), target="amr-001")
    first, second = measures_in(rows, [ours], [17])
    assert (first.by, first.state, first.seq) == ("by-the-book", "applied", 0)
    assert (second.by, second.state, second.seq) == ("soc", "decided", 17)


def test_two_that_say_the_same_are_told_apart_by_their_order() -> None:
    """Two measures alike of one moment follow from two events, the first from the first."""
    rows = [_row(number, "soc", 5, "decided") for number in (1, 2)]
    ours = Decision(at_us=5, by="soc", response=Choice(kind="isolate_device"), target="amr-001")
    assert [each.seq for each in measures_in(rows, [ours, ours], [17, 18])] == [17, 18]


def test_a_refusal_says_why() -> None:
    """The words of the hub; an undo that was refused leaves the measure as it is."""
    rows = [_row(1, "soc", 5, "decided"), _row(1, "soc", 6, "refused", "already in force")]
    rows.append({**_row(1, "soc", 7, "refused", "not in force"), "response": "undo"})
    (measure,) = measures_in(rows)
    assert (measure.state, measure.why, measure.us) == ("refused", "already in force", 6)


def _row(number: int, by: str, time: int, phase: str, reason: str = "") -> dict[str, object]:
    return {
        "time": time, "decision": number, "by": by, "response": "isolate_device", "target": "amr-001", "phase": phase,
        "reason": reason,
    }  # fmt: skip
