"""Events of a replay: what a timeline draws."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dashboards.synthetic import synthetic_run
from twin.lab.replay_events import events


@pytest.fixture(scope="module")
def found() -> dict[str, list[dict[str, Any]]]:
    """The events of a synthetic run."""
    run = synthetic_run("zones", minutes=90, robots=20)
    return events(run.log, run.segmentation)


def test_a_step_keeps_its_phases_and_outcome(found: dict[str, list[dict[str, Any]]]) -> None:
    """The phases of one step and target become one entry, in seconds."""
    tamper = next(step for step in found["attack"] if step["step"] == "tamper")
    assert (tamper["start"], tamper["effect_start"], tamper["effect_end"], tamper["end"]) == (600, 660, 3600, 3600)
    assert tamper["outcome"] == "success"


def test_steps_that_overlap_stand_on_different_lines(found: dict[str, list[dict[str, Any]]]) -> None:
    """A scan during the tampering is drawn below it."""
    row = {step["step"]: step["row"] for step in found["attack"]}
    assert row["tamper"] != row["scan"]


def test_an_asset_is_compromised_until_it_is_recovered(found: dict[str, list[dict[str, Any]]]) -> None:
    """An end of None means: still so when the run ended."""
    falls = {fall["asset"]: (fall["from"], fall["to"]) for fall in found["falls"]}
    assert falls == {"amr-007": (540, 4200), "amr-012": (1320, None)}


def test_a_response_holds_its_target_from_applied_to_undone(found: dict[str, list[dict[str, Any]]]) -> None:
    """What was only decided, or refused, holds nobody."""
    assert [(one["from"], one["to"]) for one in found["held"]] == [(1440, None), (1500, 4200)]


def test_an_asset_counts_as_reached_once(found: dict[str, list[dict[str, Any]]]) -> None:
    """The first answer is what matters."""
    assets = [one["asset"] for one in found["reached"]]
    assert len(assets) == len(set(assets)) == 20


def test_the_news_are_in_order_and_tell_everything(found: dict[str, list[dict[str, Any]]]) -> None:
    """Every event has its sentence, and they read forward in time."""
    times = [one["t"] for one in found["news"]]
    assert times == sorted(times)
    texts = [one["text"] for one in found["news"]]
    assert "amr-007 is compromised" in texts
    assert "Alert, high: Scan of many assets (amr-007)" in texts
    assert "isolate_device on amr-007: applied, by playbook" in texts


def test_a_quarantined_zone_holds_its_members() -> None:
    """A response on a zone is drawn on every asset in it."""
    run = synthetic_run("zones", minutes=5)
    row = {"decision": 9, "response": "quarantine_zone", "target": "video", "phase": "applied"}
    run.log.one("decision", time=run.span_us + 1, by="script", reason="test", **row)
    run.log.seal(run.span_us + 2)
    zone = next(zone for zone in run.segmentation.zones if zone.name == "video")
    held = [one["asset"] for one in events(run.log, run.segmentation)["held"]]
    assert set(zone.members) <= set(held)
