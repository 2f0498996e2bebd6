"""Drafts of a policy against attacks."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.lab.policy.bench import Bench, Draft, bench, standing_of

STORY = "compromised-robot"
ZONES = Draft.of("zones", "zones", {"kind": "zones"})
OPENED = Draft.of("zones + hvac", "zones", {"kind": "zones", "vendor_exceptions": ["hvac_controller"]})
FLAT = Draft.of("flat", "flat", {"kind": "flat"})


@pytest.fixture(scope="module")
def made() -> Bench:
    """Two drafts, two attacks, two seeds, a minute and a half each."""
    return bench([ZONES, OPENED], [STORY, "over-privileged"], 2, hours=0.025, workers=1)


def test_an_exception_opens_paths_and_adds_rules() -> None:
    """What a draft leaves open is read off its tables, before any run."""
    plain, opened, flat = (standing_of(draft, STORY) for draft in (ZONES, OPENED, FLAT))
    assert plain.exceptions == ()
    assert opened.exceptions == ("hvac_controller",)
    assert opened.rules > plain.rules
    assert opened.paths > plain.paths
    assert opened.refused < plain.refused
    assert flat.ever > plain.ever >= plain.direct
    assert flat.free > plain.free


def test_every_draft_has_the_same_chance(made: Bench) -> None:
    """A run for each draft, attack and seed, and what differs is the policy's doing."""
    assert len(made.trials) == 8
    assert made.common_chance


def test_several_attacks_are_their_mean_seed_by_seed(made: Bench) -> None:
    """And one attack alone is itself; a draft against itself differs by exactly 0."""
    each = [made.values("zones", "loss_eur", story) for story in made.stories]
    together = made.values("zones", "loss_eur")
    for seed, value in enumerate(together):
        parts = [row[seed] for row in each if row[seed] is not None]
        assert value == sum(part for part in parts if part is not None) / 2
    assert made.difference("zones", "zones", "loss_eur").mean == 0.0
    assert made.values("zones", "time_to_detect_s") == [None, None]
    assert made.detected("zones") == 0


def test_whoever_waits_is_told_how_many_are_done() -> None:
    """Run by run."""
    seen: list[tuple[int, int]] = []
    bench([ZONES], [STORY], 1, hours=0.01, workers=1, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 1)]


@pytest.mark.parametrize(
    ("drafts", "stories", "told"),
    [
        ([], [STORY], "no policy"), ([ZONES], [], "no attack"), ([ZONES, ZONES], [STORY], "two drafts"),
        ([ZONES], ["nothing"], "nothing"),
        ([Draft.of("x", "zones", {"kind": "zones", "egress": "all"})], [STORY], "egress"),
    ],
)  # fmt: skip
def test_an_empty_bench_and_a_wrong_draft_are_refused_before_any_run(
    drafts: list[Draft], stories: list[str], told: str
) -> None:
    """In words."""
    with pytest.raises(BadInput, match=told):
        bench(drafts, stories, workers=1)


def test_an_exception_for_what_is_not_there_is_refused() -> None:
    """A policy that names what the site lacks compiles to nothing."""
    wrong = Draft.of("x", "zones", {"kind": "zones", "vendor_exceptions": ["toaster"]})
    with pytest.raises(BadInput, match="toaster"):
        bench([wrong], [STORY], hours=0.01, workers=1)
