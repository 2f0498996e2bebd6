"""Decisions in the words that people type."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.core.units import MINUTE_US
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.moves import changed, left_out, read_moves

GIVEN = (
    Decision(at_us=5 * MINUTE_US, response=Choice(kind="isolate_device"), target="amr-001"),
    Decision(at_us=9 * MINUTE_US, undo=1),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("isolate:amr-017@00:12", "isolate_device on amr-017 at 00:12:00"),
        ("isolate_device:amr-017@90s", "isolate_device on amr-017 at 00:01:30"),
        ("stop:amr-001@1.5h", "stop_robot on amr-001 at 01:30:00"),
        ("stop:amr@1.5h", "stop_fleet on amr at 01:30:00"),
        ("revoke:admin@camera-01@00:01", "revoke_credential on admin@camera-01 at 00:01:00"),
        ("block:ws-01>dc-01@00:01", "block_flow on ws-01>dc-01 at 00:01:00"),
        ("undo:2@00:20", "undo of decision 2 at 00:20:00"),
        ("begin:dawn@00:30", "begin dawn at 00:30:00"),
        ("move:1@00:20", "move decision 1 to 00:20:00"),
        ("remove:1", "remove decision 1"),
    ],
)
def test_words_say_what_is_decided_and_when(text: str, words: str) -> None:
    """A response by its kind or its first word, and three verbs with a number."""
    assert read_moves([text])[0].words == words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("isolate", "no decision"), ("isolate:amr-001", "when"), ("isolate:amr-001@7", "duration"),
        ("isolte:amr-001@00:07", "no response"), ("undo:x@00:07", "number"), ("remove:0", "number"),
        ("remove:1@00:07", "no time"),
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_told_so_all_at_once(text: str, told: str) -> None:
    """Each with what is missing, and an example; a good one beside it does not hide it."""
    with pytest.raises(BadInput, match=told) as caught:
        read_moves(["isolate:amr-001@00:07", text, "nonsense"])
    assert len(caught.value.faults) == 2


def test_moves_add_shift_and_take_away() -> None:
    """The list stays in order of time."""
    later = changed(GIVEN, read_moves(["move:1@00:10", "isolate:ws-01@00:07"]))
    assert [decision.at_us // MINUTE_US for decision in later] == [7, 9, 10]
    assert later[1].undo == 2
    assert changed(GIVEN, read_moves(["remove:1", "remove:2"])) == ()
    assert changed(GIVEN, ()) == GIVEN


def test_a_number_that_is_not_there_is_refused_with_those_that_are() -> None:
    """Whoever mistakes a number sees the list."""
    with pytest.raises(BadInput, match="1: isolate_device on amr-001 at 00:05:00, 2: undo of decision 1"):
        changed(GIVEN, read_moves(["remove:3"]))
    with pytest.raises(BadInput, match="it was given none"):
        changed((), read_moves(["move:1@00:20"]))


def _said(moves: list[str]) -> list[str]:
    """Three robots isolated, the second given back, then *moves*; what is decided, and when."""
    given = [move.decision for move in read_moves([f"isolate:amr-00{n}@00:0{n}" for n in (1, 2, 3)] + ["undo:2@00:08"])]
    decided = changed([each for each in given if each is not None], read_moves(moves))
    return [f"{each.target or f'undo {each.undo}'} at {each.at_us // MINUTE_US}" for each in decided]


@pytest.mark.parametrize(
    ("moves", "decided"),
    [
        ([], ["amr-001 at 1", "amr-002 at 2", "amr-003 at 3", "undo 2 at 8"]),
        (["remove:1"], ["amr-002 at 2", "amr-003 at 3", "undo 1 at 8"]),
        (["remove:2"], ["amr-001 at 1", "amr-003 at 3"]),
        (["remove:3"], ["amr-001 at 1", "amr-002 at 2", "undo 2 at 8"]),
        (["remove:4"], ["amr-001 at 1", "amr-002 at 2", "amr-003 at 3"]),
        (["move:1@00:05"], ["amr-002 at 2", "amr-003 at 3", "amr-001 at 5", "undo 1 at 8"]),
        (["move:2@00:05"], ["amr-001 at 1", "amr-003 at 3", "amr-002 at 5", "undo 3 at 8"]),
        (["isolate:ws-01@00:01"], ["amr-001 at 1", "ws-01 at 1", "amr-002 at 2", "amr-003 at 3", "undo 3 at 8"]),
        (["remove:1", "undo:3@00:09"], ["amr-002 at 2", "amr-003 at 3", "undo 1 at 8", "undo 2 at 9"]),
        (["isolate:ws-01@00:04", "undo:4@00:09"],
         ["amr-001 at 1", "amr-002 at 2", "amr-003 at 3", "ws-01 at 4", "undo 2 at 8", "undo 4 at 9"]),
    ],
)  # fmt: skip
def test_an_undo_means_the_measure_that_had_its_number(moves: list[str], decided: list[str]) -> None:
    """Numbers move when decisions do; what is left out needs no undo."""
    assert _said(moves) == decided


def test_an_undo_that_goes_with_its_measure_is_said() -> None:
    """In the words of a move."""
    assert [move.words for move in left_out(GIVEN, read_moves(["remove:1"]))] == ["remove decision 2"]
    assert left_out(GIVEN, read_moves(["remove:1", "remove:2"])) == ()
    assert left_out(GIVEN, read_moves(["move:1@00:10"])) == ()
