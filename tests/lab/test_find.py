"""Names and paths of scenario files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import faults_of, only
from twin.core.errors import Place
from twin.lab.find import briefing, find, name_of, scenario_names
from twin.lab.loader import load_story


def test_a_name_is_found_in_the_scenario_folder() -> None:
    """Names need no ending and no folder."""
    assert find("site", "small").parts[-2:] == ("sites", "small.yaml")
    assert find("story", "quiet-day").parts[-3:] == ("stories", "quiet-day", "scenario.yaml")
    assert faults_of(lambda: find("posture", "zones")) == ()


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    """A slash, an ending or a Path object means a path; a story's may be its folder."""
    assert find("site", "here/x") == Path("here/x")
    assert find("posture", "x.yml") == Path("x.yml")
    assert find("story", tmp_path) == tmp_path / "scenario.yaml"
    assert find("story", tmp_path / "other.yaml") == tmp_path / "other.yaml"
    assert find("exercise", tmp_path) == tmp_path / "exercise.yaml"


@pytest.mark.parametrize(
    ("what", "wrong", "right"),
    [
        ("site", "smal", "small"),
        ("posture", "zero_trst", "zero-trust"),
        ("story", "coffe-machine", "coffee-machine"),
        ("exercise", "cold-nite", "cold-night"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(what: str, wrong: str, right: str) -> None:
    """The word is quoted, the right one offered, and all are listed, or the likeliest and how many more there are."""
    fault = only(lambda: find(what, wrong, Place("--here")))
    assert (str(fault.place), fault.code) == ("--here", f"unknown-{what}")
    assert f'"{wrong}" is not {"an" if what == "exercise" else "a"} {what}' in fault.message
    assert f"did you mean {right}?" in fault.remedy
    unnamed = [name for name in scenario_names(what) if name not in fault.remedy]
    assert not unnamed or f"and {len(unnamed)} more" in fault.remedy


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("sites/small.yaml", "small"),
        ("a/My Hub_2.yaml", "my-hub-2"),
        ("odd-day/scenario.yaml", "odd-day"),
        ("7.yaml", "unnamed"),
    ],
)
def test_a_file_gives_its_content_a_name(path: str, name: str) -> None:
    """Whatever the file is called, the name is one that names may be."""
    assert name_of(Path(path)) == name


def test_a_story_of_the_lab_has_a_briefing() -> None:
    """People read it first; a story from elsewhere has none."""
    story = load_story("quiet-day")
    assert briefing(story).startswith("# ")
    assert briefing(story.model_copy(update={"name": "elsewhere"})) == ""
