"""Recipes: a run's inputs go to disk and come back, and every broken file is answered in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.recipe import Recipe, read_recipe

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
