"""Words that are on no shelf are explained by what does the work."""

from __future__ import annotations

import pytest

from twin.lab.explain import explain
from twin.lab.find import scenario_names
from twin.lab.glossary import known_words, meanings
from twin.lab.verify import CASES
from twin.plant.sensor_faults import FAULTS


@pytest.mark.parametrize("word", sorted({*known_words()}))
def test_every_known_word_has_a_meaning(word: str) -> None:
    """A title of its own, and nothing that prints as code."""
    found = list(meanings(word))
    assert found
    assert all(each.title and "*" not in each.title for each in found)


@pytest.mark.parametrize("case", CASES)
def test_a_case_names_its_inputs_in_either_writing(case: str) -> None:
    """Ids are taken in small letters too; each input comes with value, range and unit."""
    assert list(meanings(case)) == list(meanings(case.lower()))
    (found,) = meanings(case)
    assert any(name.startswith("input ") for name in found.facts)


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_of_a_sensor_says_where_it_acts_and_what_it_needs(kind: str) -> None:
    """Its parameters are those that the story file asks for."""
    (found,) = explain(kind)
    assert found.shelf == "faults of sensors"
    assert all(name in found.facts["parameters"] for name in FAULTS[kind].parameters)


def test_a_technique_is_known_by_its_id() -> None:
    """With its name, domain and tactics."""
    (found,) = explain("t0846")
    assert (found.title, found.facts["tactics"]) == ("Remote System Discovery", "Discovery")


@pytest.mark.parametrize("story", scenario_names("story"))
def test_a_story_is_explained_by_its_briefing(story: str) -> None:
    """The first words of the file that comes with it."""
    found = next(each for each in explain(story) if each.shelf == "stories")
    assert found.title == f"Run it: twin run {story}"
    assert found.text


def test_a_key_comes_with_default_and_range_and_a_choice_with_its_key() -> None:
    """Where in the file it stands is said first."""
    (key,) = meanings("charge_below")
    assert key.title.startswith("plant.fleet.charge_below: ")
    assert key.facts == {"default": "0.25", "range": "allowed: above 0 below 1"}
    (choice,) = meanings("hysteresis")
    assert "plant.rooms[].control" in choice.title
    assert choice.facts["choices"] == "hysteresis, pi"
