"""Moves: written, and found wrong before anything is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exercise.written import read, refused
from twin.core.errors import Fault
from twin.exercise.moves import Move, Moves, load_moves
from twin.lab.find import find, scenario_names

HEAD = "format: 1\nmoves:\n"


def load(tmp_path: Path, *moves: str, tail: str = "") -> Moves:
    """The script with *moves*, for the short exercise."""
    path = tmp_path / "moves.yaml"
    path.write_text(HEAD + "".join(f"  - {move}\n" for move in moves) + tail, encoding="utf-8")
    return load_moves(path, read())


def one(tmp_path: Path, move: str) -> Move:
    """The only move of a script."""
    [made] = load(tmp_path, move).script.moves
    return made


def faults(tmp_path: Path, *moves: str, tail: str = "") -> tuple[Fault, ...]:
    """What is wrong with a script."""
    return refused(lambda: load(tmp_path, *moves, tail=tail))


def test_a_move_is_a_command_with_its_time(tmp_path: Path) -> None:
    """By the clock, after an inject or a card, or when its own card, question or alert is there."""
    words = "reason: so, confidence: 50"
    decide = one(tmp_path, f"{{seat: soc, decide: cut, option: wait, {words}, delay: 90 s}}")
    assert (decide.kind, decide.ref, decide.wait, decide.after, decide.delay_us) == (
        "decide", "cut", "fired-or-opened", "cut", 90_000_000,
    )  # fmt: skip
    assert dict(decide.body) == {"option": "wait", "reason": "so", "confidence": 50}
    order = one(tmp_path, '{seat: soc, order: isolate_device, target: coffee-01, at: "00:10"}')
    assert (order.at_us, dict(order.body)) == (
        600_000_000, {"response": "isolate_device", "target": "coffee-01"},
    )  # fmt: skip
    assert one(tmp_path, "{seat: lead, approve: cut}").wait == "decided"
    assert one(tmp_path, "{seat: soc, answer: why, text: a}").wait == "asked"
    assert one(tmp_path, "{seat: soc, triage: coffee-01, verdict: true-ish}").wait == "alert"
    assert one(tmp_path, "{seat: soc, ask: What, after: start, delay: 2 min}").at_us == 120_000_000
    assert one(tmp_path, "{seat: soc, acknowledge: call}").after == "call"
    assert one(tmp_path, "{seat: facilitator, reply: 1, text: Yes}").wait == "asked-us"
    assert one(tmp_path, "{seat: facilitator, fire: later, after: call, refused: true}").refused


@pytest.mark.parametrize(
    ("move", "code"),
    [
        ("{seat: soc, option: wait}", "bad-move"),
        ("{seat: soc, decide: cut, approve: cut}", "bad-move"),
        ("{seat: soc, ask: What}", "bad-move"),
        ('{seat: soc, decide: cut, option: wait, at: "00:10", delay: 2 min}', "bad-move"),
        ("{seat: soc, decide: cat, option: wait}", "missing-reference"),
        ("{seat: soc, decide: cut, option: wiat}", "missing-reference"),
        ("{seat: sok, decide: cut, option: wait}", "missing-reference"),
        ("{seat: facilitator, fire: cal, after: call}", "missing-reference"),
        ("{seat: facilitator, fire: later, after: cal}", "missing-reference"),
        ("{seat: soc, decide: cut, optoin: wait}", "unknown-key"),
        ("{seat: soc, decide: cut, option: wait, delay: soon}", "bad-duration"),
        ("{decide: cut, option: wait}", "missing-key"),
        ("stop", "wrong-type"),
    ],
)
def test_what_is_no_move_is_told_where_it_stands(tmp_path: Path, move: str, code: str) -> None:
    """Before a minute of the hub is simulated."""
    found = faults(tmp_path, move)
    assert code in [fault.code for fault in found]
    assert all(fault.place.line == 3 for fault in found)


def test_a_word_of_another_file_is_answered_with_the_word_of_this_one(tmp_path: Path) -> None:
    """Exercise files say on; moves say target."""
    (fault,) = faults(tmp_path, '{seat: soc, order: isolate_device, on: cam-01, at: "00:10"}')
    assert (fault.code, fault.remedy) == ("unknown-key", 'write "target"')


def test_what_is_expected_is_read_too(tmp_path: Path) -> None:
    """Objectives exist, ratings are ratings, conditions can be read."""
    tail = "expect: {ratings: {contain: P}, hold: [kpi.loss_eur < 3]}\n"
    moves = load(tmp_path, "{seat: lead, approve: cut}", tail=tail)
    assert dict(moves.script.expect.ratings) == {"contain": ("P",)}
    assert [str(node) for node in moves.hold] == ["kpi.loss_eur < 3"]
    wrong = "expect: {ratings: {contian: P}, hold: [kpi.los_eur < 3, now >]}\n"
    assert [fault.code for fault in faults(tmp_path, "{seat: lead, approve: cut}", tail=wrong)] == [
        "missing-reference", "unknown-word", "bad-condition",
    ]  # fmt: skip


@pytest.mark.parametrize("name", scenario_names("exercise"))
def test_every_exercise_has_a_good_and_a_bad_script(name: str) -> None:
    """Each expects a rating of every objective."""
    for script in ("good", "bad"):
        moves = load_moves(find("exercise", name).with_name(f"moves-{script}.yaml"))
        assert set(moves.script.expect.ratings) == {each.id for each in moves.loaded.exercise.objectives}
        assert moves.hold


def test_a_move_says_itself_in_a_few_words(tmp_path: Path) -> None:
    """For the timeline and for messages."""
    assert one(tmp_path, "{seat: soc, decide: cut, option: wait}").said() == "soc: decide cut wait"
    assert one(tmp_path, "{seat: soc, ask: What, after: call}").said() == "soc: ask What"
