"""A whole description: every number once, with its source, and nothing that JSON cannot hold."""

from __future__ import annotations

import json

import pytest

from twin.lab.describe import describe
from twin.lab.describe.sections import Description
from twin.lab.describe.sources import NO_SOURCE
from twin.lab.find import scenario_names
from twin.lab.naming import asset_names


@pytest.fixture(scope="module", params=scenario_names("site"))
def described(request: pytest.FixtureRequest) -> Description:
    """Each site of the lab."""
    return describe(str(request.param))


def test_every_number_of_every_site_has_a_source(described: Description) -> None:
    """Read, judged or computed: each says which."""
    bare = [
        f"{section.path or section.title}: {fact.name}"
        for section in described.sections
        for fact in section.facts
        if fact.source == NO_SOURCE or (isinstance(fact.value, int | float) and not fact.source)
    ]
    assert bare == []


def test_no_fact_is_told_twice_in_a_section(described: Description) -> None:
    """Names are keys."""
    for section in described.sections:
        names = [fact.name for fact in section.facts]
        assert len(names) == len(set(names)), section.title


def test_every_asset_is_counted_once(described: Description) -> None:
    """Lines of the register add up to the names of the site."""
    assert sum(group.count for group in described.devices) == len(asset_names(described.site))


def test_it_is_one_json_document(described: Description) -> None:
    """What never happens is null, never an infinity that no other program reads."""
    text = json.dumps(described.to_json(), allow_nan=False)
    document = json.loads(text)
    assert document["name"] == described.site.name
    assert len(document["sections"]) == len(described.sections)
    assert {"sections", "devices", "advice"} <= document.keys()


def test_every_room_is_a_section_with_its_key(described: Description) -> None:
    """Cold rooms and the server room, with what follows from their numbers."""
    by_path = {
        section.path: {fact.name: float(fact.value) for fact in section.facts if not isinstance(fact.value, str)}
        for section in described.sections
    }
    for number, room in enumerate(described.site.plant.rooms):
        facts = by_path[f"plant.rooms[{number}]"]
        assert facts["ua_w_k"] == room.surface_m2 * room.u_w_m2k
        assert facts["air_settles_min"] < facts["structure_settles_min"] < 60 * facts["room_settles_h"]
    server = by_path["plant.server_room"]
    assert server["drain_full_min"] < server["throttle_full_min"] < server["trip_full_min"] < server["trip_usual_min"]
