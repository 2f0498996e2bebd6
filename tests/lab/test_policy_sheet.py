"""The policy sheet says what an architect asks: zones, open field, what each line decided, and the wiring."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.builders import small_hub
from twin.lab.policy_sheet import busiest, entries, open_field, wiring
from twin.lab.run import Run, run
from twin.lab.scenario import Step, Story
from twin.policies import POLICIES

LADDER = ("flat", "vlan", "zones", "microsegmentation", "zero_trust")


def _story(*steps: dict[str, object]) -> Story:
    made = tuple(Step.model_validate({"kind": "port_scan", **step}) for step in steps)
    return Story(
        format=1, name="made-up", title="t", starts=datetime(2026, 1, 1, tzinfo=UTC), hours=1, site="small", steps=made
    )


def test_a_story_begins_where_its_first_steps_act_from() -> None:
    """Later steps act from what the first ones won."""
    story = _story(
        {"id": "a", "on": ("coffee-*",), "at_us": 0},
        {"id": "b", "on": ("dc-01",), "from": "camera-01", "at_us": 0},
        {"id": "c", "on": ("amr-001",), "after": "a"},
    )
    assert entries(small_hub(), story) == ("camera-01", "coffee-1")
    assert entries(small_hub(), _story()) == ()


def test_the_open_field_never_grows_along_the_ladder() -> None:
    """Neither on average, nor in one hop, nor in any number of hops."""
    story = _story({"id": "a", "on": ("coffee-1",), "at_us": 0})
    hub = small_hub()
    fields = [open_field(hub, POLICIES[kind]().compile(hub), story) for kind in LADDER]
    for wider, stricter in pairwise(fields):
        assert stricter.services_mean <= wider.services_mean
        assert stricter.direct <= wider.direct
        assert stricter.ever <= wider.ever
    assert all(0 <= field.direct <= field.ever < field.assets for field in fields)
    assert fields[0].direct > fields[-1].direct


def test_the_wiring_names_the_zones_that_share_a_switch() -> None:
    """Where a separation on paper is one cable in the rack."""
    made = {entry["node"]: entry for entry in wiring(small_hub(), POLICIES["zones"]().compile(small_hub()))}
    assert made["wlc"] == {"node": "wlc", "kind": "wireless_controller", "assets": 2, "zones": ["robots"]}
    assert made["sw-2"]["zones"] == ["fleet", "identity", "video"]
    inside = [asset for asset in small_hub().assets if asset.function != "internet"]
    assert sum(entry["assets"] for entry in made.values()) == len(inside)


def test_the_busiest_lines_come_first_and_silent_ones_not_at_all() -> None:
    """Names break ties."""
    assert list(busiest({"b": 2, "a": 2, "none": 0, "c": 9})) == [("c", 9), ("a", 2), ("b", 2)]


@pytest.fixture(scope="module")
def short() -> Run:
    """Three minutes of a quiet day under zones."""
    return run("quiet-day", "zones", site="small", hours=0.05)


def test_a_run_tells_its_policy_in_its_document(short: Run) -> None:
    """Every zone with its target, every line either with hits or unused; all of it JSON."""
    sheet = short.to_json()["policy"]
    assert json.loads(json.dumps(sheet)) == sheet
    assert sheet["kind"] == "zones"
    assert {zone["name"]: tuple(zone["sl_target"]) for zone in sheet["zones"]} == {
        zone.name: zone.sl_target for zone in short.segmentation.zones
    }
    hits = short.built.world.network.hits()
    assert set(sheet["hits"]) | set(sheet["unused"]) == set(hits)
    assert sum(sheet["hits"].values()) == sum(hits.values()) > 0
    assert sheet["reach"]["entry"] == []
