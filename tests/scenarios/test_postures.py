"""The postures that come with the lab."""

from __future__ import annotations

from twin.lab.find import scenario_names
from twin.lab.loader import load_posture
from twin.policies import POLICIES

WATCHED = ("flat", "vlan", "zones", "microsegmentation", "zero-trust")


def test_there_is_a_watched_posture_for_each_policy_and_one_unwatched() -> None:
    """Five ways to segment, one of them watched by more, and nobody looking."""
    assert set(scenario_names("posture")) == {*WATCHED, "vigilant", "unwatched"}
    assert {load_posture(name).policy.kind for name in WATCHED} == set(POLICIES.entries)


def test_watched_postures_differ_in_their_policy_only() -> None:
    """Same ruleset, same response plan: a difference in damage is the policy's."""
    first, *rest = (load_posture(name) for name in WATCHED)
    assert all((posture.ruleset, posture.response) == (first.ruleset, first.response) for posture in rest)
    assert len(first.ruleset) == 6
    assert first.response.analysts == 2


def test_the_vigilant_posture_is_zones_with_more_listeners() -> None:
    """Same policy and same people, every kind that zones has and more, and a tap where bytes are still a sensor's."""
    zones, vigilant = load_posture("zones"), load_posture("vigilant")
    assert (vigilant.policy, vigilant.response) == (zones.policy, zones.response)
    kinds = [choice.kind for choice in vigilant.ruleset]
    assert {choice.kind for choice in zones.ruleset} < set(kinds)
    assert len(kinds) == len(set(kinds))
    assert "bus" in {tap.at for tap in vigilant.taps or ()}


def test_the_unwatched_posture_is_flat_without_detection_or_response() -> None:
    """What an attack does when it is left alone."""
    posture = load_posture("unwatched")
    assert (posture.policy.kind, posture.ruleset, posture.response.analysts) == ("flat", (), 0)
    assert posture.response.playbooks == ()


def test_every_function_inside_the_hub_is_covered_by_a_playbook() -> None:
    """A confirmed critical alert never falls between two playbooks, and robots and servers need approval."""
    books = load_posture("zones").response.playbooks
    covered = {function for book in books for function in book.trigger.functions}
    assert covered == {
        "robots",
        "fleet",
        "cold_chain",
        "building",
        "video",
        "amenity",
        "office",
        "engineering",
        "business",
        "identity",
    }
    careful = [book for book in books if {"robots", "fleet", "business", "identity"} & set(book.trigger.functions)]
    assert all(step.approval_min > 0 for book in careful for step in book.workflow)
