"""Numbers of measures in the other branch."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.core.units import MINUTE_US
from twin.lab.loader import load_inputs
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.numbers import acts_alone, measures, renumbered


def _isolate(target: str, minute: int) -> tuple[str, Decision]:
    return target, Decision(at_us=minute * MINUTE_US, response=Choice(kind="isolate_device"), target=target)


def _undo(number: int, minute: int) -> tuple[str, Decision]:
    return "undo", Decision(at_us=minute * MINUTE_US, undo=number)


A, B, C = _isolate("a", 1), _isolate("b", 2), _isolate("c", 3)


def test_measures_are_numbered_by_time_and_then_as_they_are_given() -> None:
    """What takes back has no number of its own."""
    assert measures([C, _undo(1, 2), A, _isolate("d", 3), B]) == {1: "a", 2: "b", 3: "c", 4: "d"}


def test_an_undo_follows_its_measure_and_goes_with_it() -> None:
    """A number that was never given stays, for somebody else may have it."""
    old = [A, B, C, _undo(2, 8)]
    assert list(renumbered(old, [B, C, _undo(2, 8)], alone=False)) == [B, C, _undo(1, 8)]
    assert list(renumbered(old, [A, C, _undo(2, 8)], alone=False)) == [A, C]
    assert list(renumbered([A], [A, _undo(9, 8)], alone=False)) == [A, _undo(9, 8)]


def test_where_playbooks_number_too_only_what_was_before_the_change_is_certain() -> None:
    """All else is refused in words, with what to do."""
    old = [A, B, C, _undo(2, 8)]
    without_c = [A, B, _undo(2, 8)]
    assert list(renumbered(old, without_c, alone=True)) == without_c
    moved = [A, B, C, _undo(2, 9)]
    assert list(renumbered(old, moved, alone=True)) == moved
    late = [*old, _isolate("d", 8)]
    assert list(renumbered(old, late, alone=True)) == late
    for new in ([B, C, _undo(2, 8)], [A, C, _undo(2, 8)]):
        with pytest.raises(BadInput, match="measure 2 is taken back later, and playbooks number theirs") as caught:
            list(renumbered(old, new, alone=True))
        assert "leave that undo out as well" in caught.value.faults[0].remedy
    assert list(renumbered(old, [B, C], alone=True)) == [B, C]


@pytest.mark.parametrize(
    ("posture", "settings", "alone"),
    [("vigilant", (), True), ("unwatched", (), False), ("flat", ("posture.response.analysts=0",), False)],
)
def test_playbooks_decide_where_somebody_confirms(posture: str, settings: tuple[str, ...], *, alone: bool) -> None:
    """Without analysts a playbook that waits for them does nothing."""
    inputs = load_inputs("quiet-day", posture, None, settings, 0.1)
    assert acts_alone(inputs.posture.response) is alone
