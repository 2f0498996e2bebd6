"""Stories beside each other: told at once, under their own names, on devices of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import STORY, at, faults_of, inside, only, write
from twin.core.errors import Place
from twin.lab.find import find
from twin.lab.loader import load_story

WITH = STORY.replace("site: small\n", "site: small\nbeside: [%s]\n")


def test_the_others_come_with_their_steps_and_faults(tmp_path: Path) -> None:
    """Named after their story, forerunners too; hours and start are those of the story that was asked for."""
    path = write(tmp_path, "odd/scenario.yaml", WITH % "blind-gateway, sick-sensors")
    story, other, sick = load_story(path), load_story("blind-gateway"), load_story("sick-sensors")
    assert (story.name, story.hours) == ("odd", 1)
    assert [step.id for step in story.steps] == [
        "foothold", "tamper", *(f"blind-gateway-{step.id}" for step in other.steps),
    ]  # fmt: skip
    phish, take = story.steps[2:4]
    assert (phish.id, take.after) == ("blind-gateway-phish", "blind-gateway-phish")
    assert phish.model_copy(update={"id": "phish"}) == other.steps[0]
    assert story.faults == sick.faults


def test_two_stories_do_not_take_the_same_device(tmp_path: Path) -> None:
    """Both open amr-007 at its service port; the fault stands at the later one, and says where the first is."""
    path = write(tmp_path, "odd/scenario.yaml", WITH % "shrunk-field")
    fault = only(lambda: load_story(path))
    line = (WITH % "shrunk-field").splitlines().index(STORY.splitlines()[-2]) + 1
    assert fault.code == "device-taken"
    assert fault.place.source.endswith("shrunk-field/scenario.yaml")
    assert f'amr-007 is taken by the step "foothold" of another story too, in {path}:{line}' in fault.message


@pytest.mark.parametrize(
    ("on", "taken"),
    [('"amr-*"', True), ("{any_of: amr}", True), ("{one_of: [ws-01, amr-007]}", True), ("ws-01", False)],
)
def test_a_device_that_a_seed_may_choose_counts_as_taken(tmp_path: Path, on: str, taken: bool) -> None:
    """Patterns, kinds and choices, whether the seed of today takes it or not."""
    second = STORY.splitlines()[-1]
    text = (WITH % "shrunk-field").replace(f"{second}\n", "").replace("amr-007", on)
    codes = {fault.code for fault in faults_of(lambda: load_story(write(tmp_path, "odd/scenario.yaml", text)))}
    assert codes == ({"device-taken"} if taken else set())


def test_a_story_that_there_is_not_is_named_with_the_nearest(tmp_path: Path) -> None:
    """At its place in the list."""
    text = WITH % "sick-sensor"
    fault = only(lambda: load_story(write(tmp_path, "odd/scenario.yaml", text)))
    assert (fault.code, at(fault)) == ("unknown-story", inside(text, "beside", "sick-sensor"))


def test_beside_does_not_nest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has others beside itself cannot stand beside another."""
    inner = write(tmp_path, "inner/scenario.yaml", WITH % "sick-sensors")
    outer = write(tmp_path, "outer/scenario.yaml", WITH % "inner")

    def found(what: str, name: str | Path, place: Place | None = None) -> Path:
        return inner if name == "inner" else find(what, name, place)

    monkeypatch.setattr("twin.lab.loader.find", found)
    fault = only(lambda: load_story(outer))
    assert (fault.code, "inner has stories beside itself" in fault.message) == ("bad-value", True)
