"""What was decided at the table, otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exercise.trial import begun, do, on
from twin.core.errors import BadInput
from twin.core.units import SECOND_US
from twin.exercise.engine import Engine
from twin.exercise.file import load_exercise
from twin.exercise.otherwise import (
    UNDECIDED,
    Act,
    Change,
    acts_of,
    decisions_with,
    digest_of,
    is_played,
    read_played,
    recipe_in,
    recipe_of,
    words_of,
)
from twin.exercise.play import play_moves
from twin.exercise.played import write_played
from twin.lab.simulate import simulate


def _played() -> Engine:
    """A card is decided and approved, a camera isolated and given back, and the last card is left open."""
    engine = begun(to_s=40)
    do(engine, "soc", "decide", "cut", option="isolate", reason="it scans", confidence=80)
    on(engine, 60)
    do(engine, "ic", "approve", "cut")
    on(engine, 90)
    do(engine, "soc", "order", response="isolate_device", target="camera-01", reason="it blinks")
    on(engine, 150)
    do(engine, "soc", "undo", "2", reason="it is needed")
    do(engine, "facilitator", "open-card", "last")
    do(engine, "facilitator", "fire", "knock")
    on(engine, 200)
    do(engine, "facilitator", "finish")
    return engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The exercise, finished."""
    return _played()


@pytest.fixture(scope="module")
def acts(engine: Engine) -> tuple[Act, ...]:
    """Its acts."""
    return acts_of(engine.loaded, engine.events)


def _act(acts: tuple[Act, ...], kind: str) -> Act:
    return next(act for act in acts if act.kind == kind)


def test_acts_are_what_the_hub_heard_and_what_nobody_decided(acts: tuple[Act, ...]) -> None:
    """A card counts from its approval; facilitators' injects are acts of nobody at the table."""
    assert [act.kind for act in acts] == ["approved", "ordered", "undone", UNDECIDED, "fired"]
    assert [act.of_people for act in acts] == [True, True, True, True, False]
    approved = acts[0]
    assert (approved.us, approved.seat, approved.option) == (60 * SECOND_US, "soc", "isolate")
    assert approved.decisions[0].at_us == 70 * SECOND_US
    assert dict(_act(acts, UNDECIDED).options) == {"yes": "Close", "no": "Do not"}


def test_the_decisions_of_all_acts_are_the_run(engine: Engine, acts: tuple[Act, ...]) -> None:
    """Simulated from them, the story has the log of the exercise, byte for byte."""
    assert engine.run is not None
    decided = recipe_of(engine.loaded, acts).decisions
    assert decided == tuple(engine.live.decisions)
    inputs = engine.loaded.inputs
    again = simulate(inputs.site, inputs.story, inputs.posture, engine.loaded.seed, decided)
    assert again.log.digest() == engine.run.log.digest()


def test_a_decision_moves_with_all_that_followed_from_it(engine: Engine, acts: tuple[Act, ...]) -> None:
    """The option's delay stays, and so does everything else."""
    other = decisions_with(engine.loaded, acts, Change(acts[0].seq, us=30 * SECOND_US))
    assert other[0].at_us == 40 * SECOND_US
    assert other[1:] == tuple(each for act in acts[1:] for each in act.decisions)
    ordered = _act(acts, "ordered")
    moved = decisions_with(engine.loaded, acts, Change(ordered.seq, us=ordered.us + SECOND_US))
    assert moved[1].at_us == ordered.us + SECOND_US


def test_another_option_takes_the_place_of_the_one_that_was_taken(engine: Engine, acts: tuple[Act, ...]) -> None:
    """To wait is to do nothing; choosing the same again changes nothing."""
    assert all(
        each.target != "amr-001" for each in decisions_with(engine.loaded, acts, Change(acts[0].seq, option="wait"))
    )
    same = decisions_with(engine.loaded, acts, Change(acts[0].seq, option="isolate"))
    assert same == recipe_of(engine.loaded, acts).decisions


def test_a_measure_that_is_taken_back_is_the_same_one_whatever_its_number(
    engine: Engine, acts: tuple[Act, ...]
) -> None:
    """Without the first measure the second is number 1; without the second there is nothing to take back."""
    without_first = decisions_with(engine.loaded, acts, Change(acts[0].seq, gone=True))
    assert [each.undo for each in without_first if each.undo] == [1]
    ordered = _act(acts, "ordered")
    assert [
        each.undo for each in decisions_with(engine.loaded, acts, Change(ordered.seq, gone=True)) if each.undo
    ] == []
    early = decisions_with(engine.loaded, acts, Change(ordered.seq, us=5 * SECOND_US))
    assert [each.undo for each in early if each.undo] == [1]


def test_what_cannot_be_otherwise_is_refused_in_words(engine: Engine, acts: tuple[Act, ...]) -> None:
    """No such number, no such option, after the end, and a time for what nobody decided."""
    left = _act(acts, UNDECIDED)
    for change, told in (
        (Change(999, gone=True), "no decision"), (Change(acts[0].seq, option="pray"), "no option"),
        (Change(acts[0].seq, us=400 * SECOND_US), "not within"), (Change(left.seq, us=SECOND_US), "nobody decided"),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=told):
            decisions_with(engine.loaded, acts, change)


def test_a_change_is_told_beside_what_was(acts: tuple[Act, ...]) -> None:
    """With the number under which it stands in the record."""
    first = acts[0]
    assert words_of(first, Change(first.seq, gone=True)) == f"without: Cut it off: Isolate it (#{first.seq})"
    told = words_of(first, Change(first.seq, us=30 * SECOND_US, option="wait"))
    assert told.startswith("cut: Watch it, at 30 s, instead of Cut it off: Isolate it at 1 min")


@pytest.fixture(scope="module")
def folder(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shortest exercise that there is, played by nobody, as a folder."""
    text = load_exercise("coffee-machine").text.replace("hours: 1.25", "hours: 0.05")
    path = tmp_path_factory.mktemp("text") / "exercise.yaml"
    path.write_text(text, encoding="utf-8")
    assert repo.is_dir()
    played = tmp_path_factory.mktemp("played")
    write_played(play_moves(load_exercise(path)), played)
    return played


def test_a_folder_of_a_played_exercise_is_a_run(folder: Path) -> None:
    """With the digest that it had, so that one sees whether it comes out as it was."""
    assert is_played(folder)
    recipe, digest = recipe_in(folder)
    assert recipe.run().digest == digest


def test_a_folder_that_is_none_or_was_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    """Without events, with events of another text, without a digest."""
    with pytest.raises(BadInput, match="no events"):
        read_played(tmp_path)
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "played.json").write_text(json.dumps({}), encoding="utf-8")
    with pytest.raises(BadInput, match="no digest"):
        recipe_in(tmp_path)
    text = tmp_path / "exercise.yaml"
    text.write_text(text.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    with pytest.raises(BadInput, match="another text"):
        read_played(tmp_path)


def test_a_course_is_known_by_its_digest(engine: Engine, acts: tuple[Act, ...]) -> None:
    """Equal for the same run; another for any other decision, and for the run at another moment of it."""
    whole = digest_of(recipe_of(engine.loaded, acts))
    assert whole == digest_of(recipe_of(engine.loaded, acts_of(engine.loaded, engine.events)))
    heard = [place for place, act in enumerate(acts) if act.decisions]
    assert len({whole, *(digest_of(recipe_of(engine.loaded, acts[:place])) for place in heard)}) == len(heard) + 1
