"""Every story that comes with the lab: complete, as its writer promises, and as it ended when somebody last looked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from twin.lab.find import scenario_names
from twin.lab.loader import load_site, load_story
from twin.lab.run import run
from twin.lab.stories.baseline import POSTURES, SEED, Outcome, differences, outcome_of, read_baseline
from twin.lab.stories.expected import Expected, broken_promises, read_expected
from twin.lab.stories.progress import attack_steps_of

STORIES = scenario_names("story")
QUICKLY = ("coffee-machine",)
"""Stories that every suite tells to the end; the nightly one tells them all."""
TOLD = [pytest.param(name, marks=pytest.mark.slow if name in QUICKLY else pytest.mark.nightly) for name in STORIES]
FILES = ("scenario.yaml", "briefing.md", "expected.yaml", "baseline.json")


def _expected(name: str) -> Expected:
    story = load_story(name)
    return read_expected(story, load_site(story.site))


def _ended(name: str, posture: str) -> tuple[Outcome, Sequence[str]]:
    """How the story ended, and which promises it broke."""
    done = run(name, posture, seed=SEED)
    return outcome_of(done), tuple(broken_promises(_expected(name), done))


@pytest.mark.parametrize("name", STORIES)
def test_a_story_is_complete(name: str, repo: Path) -> None:
    """What happens, what people read, what its writer promises, and how it ended."""
    folder = repo / "scenarios" / "stories" / name
    assert [file for file in FILES if not (folder / file).is_file()] == []
    assert (folder / "briefing.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("name", STORIES)
def test_its_promises_are_about_things_that_exist(name: str) -> None:
    """Postures, detectors, entities and steps; and a word on what nobody sees."""
    expected = _expected(name)
    assert expected.notice
    assert bool(expected.stopped) == bool(attack_steps_of(load_story(name)))


@pytest.mark.parametrize("name", TOLD)
def test_a_run_keeps_its_promises_and_ends_as_it_ended_before(name: str) -> None:
    """On seed 1, under every posture that they speak of; ``twin story baseline NAME --update`` keeps a new end."""
    kept, expected = read_baseline(name), _expected(name)
    assert kept is not None
    assert tuple(kept) == POSTURES
    ended = {posture: _ended(name, posture) for posture in dict.fromkeys((*POSTURES, *expected.postures))}
    broken = [words for posture in expected.postures for words in ended[posture][1]]
    assert not broken, "\n".join(broken)
    changed = list(differences(kept, {posture: ended[posture][0] for posture in POSTURES}))
    assert not changed, "\n".join(changed)
