"""A story described: what its file says, and what really running it shows."""

from __future__ import annotations

import json

import pytest

from twin.core.errors import BadInput
from twin.lab.compare import Job
from twin.lab.stories import describe as module
from twin.lab.stories.describe import describe_story
from twin.lab.stories.sightings import Sighting, Told


def _told(job: Job) -> Told:
    """The scan is blocked under zones, and seen under both."""
    end = "blocked" if job.label == "zones" else "success"
    entry = {"step": "scan", "outcome": end, "start": 0, "actor": "coffee-01", "target": "dc-01"}
    return Told((entry,), (Sighting("scan", "scan", "knocks", 10_000_000), Sighting("scan", "scan", "k", 30_000_000)))


def test_a_sheet_has_steps_ids_needs_ends_and_who_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the coffee machine, on the small site."""
    monkeypatch.setattr(module, "tell", _told)
    sheet = describe_story("coffee-machine", postures=["flat", "zones"], workers=1)
    scan = next(step for step in sheet.steps if step.id == "scan")
    assert scan.ends == {"flat": "success", "zones": "blocked"}
    assert scan.seen_by == ("scan after 10 s (flat, zones)",)
    assert "T0846.001" in [technique.id for technique in scan.techniques]
    assert scan.needs == ("holds coffee-01",)
    assert sheet.briefing.startswith("03:00, Tuesday.")
    foothold = sheet.steps[0]
    assert (foothold.ends["flat"], foothold.seen_by) == ("never", ())
    told = json.loads(json.dumps(sheet.to_json()))
    assert [step["id"] for step in told["steps"]][:2] == ["foothold", "scan"]


def test_a_quiet_day_is_not_run() -> None:
    """It has no step that anybody could stop; its faults are said."""
    sheet = describe_story("sick-sensors", postures=["flat"], workers=1)
    assert (sheet.ran, sheet.steps) == (False, ())
    assert sheet.faults[0] == "drift_ramp of temp-chill-1-03"


def test_what_only_looks_like_an_attack_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad update has steps, and no end under any posture."""
    monkeypatch.setattr(module, "tell", lambda _job: Told((), ()))
    step = describe_story("rogue-dns-update", postures=["flat"], workers=1).steps[0]
    assert (step.benign, step.ends) == (True, {})


def test_an_unknown_posture_is_refused_before_anything_runs() -> None:
    """With its name."""
    with pytest.raises(BadInput, match="zonse"):
        describe_story("coffee-machine", postures=["zonse"])


@pytest.mark.slow
def test_really_run_the_scan_is_blocked_by_zones_and_not_by_a_flat_net() -> None:
    """Half an hour and five minutes of the hub, twice."""
    sheet = describe_story("coffee-machine", postures=["flat", "zones"], hours=0.58, workers=1)
    scan = next(step for step in sheet.steps if step.id == "scan")
    assert scan.ends == {"flat": "success", "zones": "blocked"}
    assert any(line.startswith("scan after") for line in scan.seen_by)
