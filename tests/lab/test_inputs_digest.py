"""The digest of what a scenario says."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from twin.lab import inputs_digest as module
from twin.lab.inputs_digest import inputs_digest
from twin.lab.loader import load_inputs
from twin.lab.scenario import Choice

_PRINT = """
from twin.lab.inputs_digest import inputs_digest
from twin.lab.loader import load_inputs
print(inputs_digest(load_inputs("coffee-machine", "vigilant")))
"""


def test_it_is_the_same_in_every_process() -> None:
    """However the process hashes its words."""
    told = {
        subprocess.run(
            [sys.executable, "-c", _PRINT], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert told == {inputs_digest(load_inputs("coffee-machine", "vigilant"))}


def test_it_is_of_the_values_and_not_of_how_they_were_written() -> None:
    """A setting that says what the file says changes nothing, nor does the order of parameters."""
    plain = load_inputs("coffee-machine", "zones")
    assert inputs_digest(load_inputs("coffee-machine", "zones", settings=["plant.fleet.count=20"])) == inputs_digest(
        plain
    )
    one, other = (
        replace(plain, posture=plain.posture.model_copy(update={"policy": Choice(kind="flat", parameters=said)}))
        for said in ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    )
    assert inputs_digest(one) == inputs_digest(other)


@pytest.mark.parametrize(
    "setting",
    [
        "site.plant.fleet.count=19", "story.hours=1", "posture.response.analysts=9", "story.steps.scan.ports=999",
        "devices.camera.traits.default_credentials=true",
    ],
)  # fmt: skip
def test_another_value_gives_another_digest(setting: str) -> None:
    """Of the site, the story or the posture, however deep."""
    read = [load_inputs("coffee-machine", "vigilant", settings=said) for said in ([], [setting])]
    assert inputs_digest(read[0]) != inputs_digest(read[1])


def test_a_rule_that_was_changed_gives_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the posture names the same folder."""
    inputs = load_inputs("coffee-machine", "zones")
    watching = (Choice(kind="sigma", parameters={"rules": ["ours"]}),)
    inputs = replace(inputs, posture=inputs.posture.model_copy(update={"ruleset": watching}))
    monkeypatch.setattr(module, "scenario_root", lambda: tmp_path)
    rule = tmp_path / "rules" / "ours" / "a.yml"
    rule.parent.mkdir(parents=True)
    rule.write_text("title: A\n", encoding="utf-8")
    before = inputs_digest(inputs)
    assert inputs_digest(inputs) == before
    rule.write_text("title: B\n", encoding="utf-8")
    assert inputs_digest(inputs) != before
