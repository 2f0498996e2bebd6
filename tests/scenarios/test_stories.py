"""The stories that come with the lab."""

from __future__ import annotations

import pytest

from twin.attacks import ATTACKS
from twin.core.units import HOUR_US
from twin.lab.find import briefing, scenario_names
from twin.lab.loader import load_story
from twin.lab.naming import asset_names
from twin.lab.scenario import Story

STORIES = scenario_names("story")


def story(name: str) -> Story:
    """One story on its own site."""
    return load_story(name)


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("site", ["small", "standard"])
def test_every_story_can_be_told_on_every_site(name: str, site: str) -> None:
    """Assets that stories name exist on both."""
    assert load_story(name, site).name == name


@pytest.mark.parametrize("name", STORIES)
def test_every_step_begins_within_the_story(name: str) -> None:
    """A step with a time of its own happens before the end."""
    told = story(name)
    assert all(step.at_us < told.hours * HOUR_US for step in told.steps if step.at_us is not None)


@pytest.mark.parametrize("name", STORIES)
def test_every_briefing_tells_people_what_happens(name: str) -> None:
    """A title, a picture of the topology, what to look for and what to ask."""
    told = story(name)
    text = briefing(told)
    assert text.startswith(f"# {told.title}\n")
    assert "```text" in text
    assert "What to look for" in text
    assert "What to ask" in text
    assert told.question.endswith("?")
    assert max(len(line) for line in text.splitlines()) <= 125


@pytest.mark.parametrize("name", [name for name in STORIES if name != "quiet-day"])
def test_every_briefing_names_the_techniques_of_its_first_step_or_more(name: str) -> None:
    """Techniques by their ids, so that a reader can look them up."""
    text = briefing(story(name))
    ids = {ident for step in story(name).steps for ident in (ATTACKS[step.kind].technique, *ATTACKS[step.kind].also)}
    assert sum(ident in text for ident in ids) >= 2


def test_the_coffee_machine_scans_at_three() -> None:
    """Half an hour after half past two."""
    told = story("coffee-machine")
    scan = next(step for step in told.steps if step.kind == "port_scan")
    assert (told.starts.hour, told.starts.minute, scan.at_us, scan.on) == (2, 30, HOUR_US // 2, ("dc-01",))


def test_a_quiet_day_has_no_steps() -> None:
    """It is what the others are compared with."""
    assert story("quiet-day").steps == ()


def test_robots_of_the_story_exist_by_the_pattern_it_uses() -> None:
    """amr-007 is one of amr-*."""
    from twin.lab.loader import load_site

    assert "amr-007" in asset_names(load_site("small"))
