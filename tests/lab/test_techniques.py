"""Names, tactics and domains of ATT&CK ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.written_files import STORY, at, inside, only, write
from twin.lab.loader import load_story
from twin.lab.techniques import DOMAINS, RENAMED, current, techniques


def test_ids_are_in_one_domain_and_have_tactics() -> None:
    """Ids of ICS begin with T0 and T1 alike, so the domain is said."""
    found = techniques()
    assert {each.domain for each in found.values()} == set(DOMAINS)
    assert all(each.name and all(each.tactics) for each in found.values())
    assert found["T1040"].tactics == ("Credential Access", "Discovery")
    assert (found["T0846"].domain, found["T1021.002"].domain) == ("ics-attack", "enterprise-attack")


@pytest.mark.parametrize(("old", "new"), sorted(RENAMED.items()))
def test_an_id_of_version_18_is_taken_for_its_successor(old: str, new: str) -> None:
    """The old one is gone from the lists, the new one is there."""
    assert current(old) == new
    assert new in techniques()
    assert old not in techniques()


def test_an_id_of_version_19_stays_what_it_is() -> None:
    """So does what is no id at all, which is a fault of its own."""
    assert (current("T0836"), current("T0000")) == ("T0836", "T0000")


STEP = "{id: foothold, kind: service_port, on: amr-007, technique: %s, at: 5 min}"


def story_with(tmp_path: Path, technique: str) -> Path:
    """A story of one step with a technique of its own."""
    head = STORY[: STORY.index("  - ")]
    return write(tmp_path, "s.yaml", f"{head}  - {STEP % technique}\n")


@pytest.mark.parametrize(("written", "meant"), [("T0864", "T0864"), ("T0812", "T1694.001"), ("T1200", "T1200")])
def test_a_step_may_say_its_technique(tmp_path: Path, written: str, meant: str) -> None:
    """In either domain, and in the numbers of either version."""
    assert load_story(story_with(tmp_path, written)).steps[0].technique == meant


def test_an_unknown_technique_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """At its place, with its name."""
    path = story_with(tmp_path, "T0846.01")
    fault = only(lambda: load_story(path))
    assert (fault.code, at(fault)) == ("unknown-technique", inside(path.read_text(), "technique", "T0846.01"))
    assert fault.remedy == "did you mean T0846.001 (Remote System Discovery: Port Scan)?"
