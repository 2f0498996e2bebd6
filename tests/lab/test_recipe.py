"""Recipes: a run's inputs go to disk and come back, and every broken file is answered in words."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from twin import cli
from twin.cli import runs
from twin.core.errors import BadInput, RunInterrupted
from twin.lab.recipe import Recipe, comparison_command, read_decision, read_recipe
from twin.lab.scenario import Choice, Decision

RECIPE = Recipe("quiet-day", "zones", "small", 7, 0.5, ("plant.fleet.count=5",))


def _write(folder: Path, text: str) -> Path:
    (folder / "run.json").write_text(text, encoding="utf-8")
    return folder


def _code(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_recipe(folder)
    assert caught.value.faults[0].remedy
    return caught.value.faults[0].code


def test_a_recipe_survives_the_disk(tmp_path: Path) -> None:
    """What was written is what is read, with the digest beside it."""
    text = json.dumps({"inputs": RECIPE.to_json(), "digest": "abc"})
    assert read_recipe(_write(tmp_path, text)) == (RECIPE, "abc")


def test_a_recipe_is_a_command() -> None:
    """Somebody can type it."""
    assert (
        RECIPE.command()
        == "twin run quiet-day --posture zones --seed 7 --site small --hours 0.5 --set plant.fleet.count=5"
    )
    assert Recipe("quiet-day").command() == "twin run quiet-day --posture zones --seed 1"


DECIDED = Decision(at_us=90_000_001, response=Choice(kind="isolate_device"), target="amr-001", by="a b's")
EVERYTHING = Recipe(
    "my stories/it's.yaml", "zones", "small", 7, 1 / 3, ("plant.fleet.count=5", "a=x y"), (DECIDED,), quiet=True
)


@pytest.mark.parametrize("recipe", [RECIPE, EVERYTHING, Recipe("quiet-day", hours=12345.6789)])
def test_what_somebody_types_is_the_same_recipe(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a shell's eyes: quotes, spaces, decisions, the quiet day, and hours to the last digit."""
    asked = []

    def remember(made: Recipe, _spill: object = None) -> None:
        asked.append(made)
        raise RunInterrupted

    monkeypatch.setattr(runs, "_run", remember)
    monkeypatch.setattr(Recipe, "wrong_inputs", lambda _recipe: [])  # there are no such files
    command, *arguments = shlex.split(recipe.command())
    assert command == "twin"
    assert cli.main(arguments) == cli.INTERRUPTED
    assert asked == [recipe]


def test_a_comparison_is_a_command_too() -> None:
    """With its settings, and hours to the last digit."""
    assert comparison_command("quiet-day", ["flat", "my posture.yaml"], (1, 2), "small", 1 / 3, ["a=1"]) == (
        "twin compare quiet-day --postures 'flat,my posture.yaml' --seeds 2 --site small "
        "--hours 0.3333333333333333 --set a=1"
    )


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", "remove:1", "isolate:amr-001", '{"at_us": -1}', '{"at_us": 1, "target": "amr-001", "what": 2}'],
)
def test_a_bad_decision_is_answered_with_an_example(text: str) -> None:
    """Which can be copied and is right."""
    with pytest.raises(BadInput, match="--decision") as caught:
        read_decision(text)
    example = caught.value.faults[0].remedy.partition("like ")[2]
    assert read_decision(example).target == "amr-001"


def test_words_and_json_say_the_same_decision() -> None:
    """Words are short for a response without parameters of its own."""
    text = '{"at_us": 720000000, "response": {"kind": "isolate_device"}, "target": "amr-001"}'
    assert read_decision("isolate:amr-001@00:12") == read_decision(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "bad-value"),
        ("[]", "not-a-mapping"),
        ("{}", "missing-key"),
        ('{"digest": "a", "inputs": {"story": "x", "colour": 1}}', "unknown-key"),
        ('{"digest": "a", "inputs": {"story": 1}}', "wrong-type"),
        ("[" * 100_000, "bad-value"),
    ],
)
def test_a_broken_run_file_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """Each with its own code, place and remedy."""
    assert _code(_write(tmp_path, text)) == code


def test_a_missing_folder_a_file_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    """Three mistakes, three answers."""
    (tmp_path / "file").write_text("x")
    assert _code(tmp_path / "missing") == "missing-folder"
    assert _code(tmp_path / "file") == "not-a-folder"
    assert _code(tmp_path) == "missing-file"


def test_a_binary_run_file_is_refused(tmp_path: Path) -> None:
    """Bytes that are no text."""
    (tmp_path / "run.json").write_bytes(b"\xff\xfe\x00")
    assert _code(tmp_path) == "bad-value"


def test_impossible_hours_are_refused_before_the_run() -> None:
    """Nothing is built for them."""
    with pytest.raises(BadInput, match="--hours"):
        Recipe("quiet-day", hours=0.0).run()


@pytest.mark.parametrize(
    ("response", "code"),
    [(Choice(kind="isolate"), "unknown-kind"), (Choice(kind="isolate_device", parameters={"x": 1}), "bad-value")],
)
def test_a_decision_names_a_response_with_its_parameters(response: Choice, code: str) -> None:
    """Together with what else is wrong, before anything is built."""
    decision = Decision(at_us=1, response=response, target="amr-001")
    with pytest.raises(BadInput) as caught:
        Recipe("quiet-dya", seed=-1, hours=0.0, decisions=(decision,)).run()
    assert {fault.code for fault in caught.value.faults} == {"out-of-range", code, "unknown-story"}
    taken_back = Decision(at_us=2, undo=1)
    assert Recipe("quiet-day", decisions=(taken_back,)).wrong_numbers() == []


def test_all_wrong_inputs_of_a_run_file_are_named(tmp_path: Path) -> None:
    """And true is no seed, and a number of 5,000 digits no end of the program."""
    inputs = {**RECIPE.to_json(), "seed": True, "story": 3}
    with pytest.raises(BadInput) as caught:
        read_recipe(_write(tmp_path, json.dumps({"digest": "a", "inputs": inputs})))
    assert [fault.message for fault in caught.value.faults] == ["inputs.story is 3.", "inputs.seed is true."]
    assert _code(_write(tmp_path, '{"inputs": ' + "9" * 5000 + "}")) == "bad-value"


def test_a_step_that_does_not_wait_cannot_be_begun() -> None:
    """Steps that begin by themselves, and steps that the story lacks, are named with what may be said."""
    recipe = Recipe("coffee-machine", decisions=(Decision(at_us=0, begin="scan"), Decision(at_us=1, begin="scann")))
    assert [fault.code for fault in recipe.wrong_inputs()] == ["missing-reference"] * 2
    assert '"scan" is not a step that waits to be called' in recipe.wrong_inputs()[0].message


def test_decisions_are_checked_against_site_posture_and_hours_and_a_recorded_run_is_not() -> None:
    """What somebody makes now is told; what a run was given, it is run with again."""
    late = Decision(at_us=2 * 3_600_000_000, response=Choice(kind="isolate_device"), target="camera-01")
    nobody = Decision(at_us=1, response=Choice(kind="restore_firmware"), target="nosuch")
    recipe = Recipe("quiet-day", "zones", "small", hours=0.01, decisions=(late, nobody))
    assert [fault.code for fault in recipe.wrong_decisions()] == ["never-comes", "missing-reference"]
    assert [fault.code for fault in recipe.wrong_decisions([late])] == ["never-comes"]
    assert recipe.wrong_decisions([]) == []
    assert replace(recipe, decisions=(nobody,)).run().decisions[0]["target"] == "nosuch"
