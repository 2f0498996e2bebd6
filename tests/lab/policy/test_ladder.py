"""The ladder: policies side by side on one story and one seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.policy.ladder import METRICS, RUNGS, Rung, climb, table, to_json


@pytest.fixture(scope="module")
def laptop() -> dict[str, Rung]:
    """Half an hour of the service laptop."""
    return {rung.policy: rung for rung in climb("service-laptop", "small", 1, RUNGS, 0.5)}


def test_what_is_open_never_grows_on_the_way_up(laptop: dict[str, Rung]) -> None:
    """Paths, and those that no need explains; least privilege leaves what gadgets of the staff ask on their segment."""
    paths = [laptop[name].paths for name in RUNGS]
    assert paths == sorted(paths, reverse=True)
    assert laptop["flat"].undemanded > laptop["vlan"].undemanded > laptop["zones"].undemanded > 0
    assert laptop["microsegmentation"].undemanded == laptop["zero-trust"].undemanded == 3


def test_where_the_pair_is_needed_only_identity_stops_an_intruder(laptop: dict[str, Rung]) -> None:
    """Four policies decide by pair and service, and give the same numbers; zero trust asks for a key and a verb."""
    by_pair = [laptop[name].metrics["assets_compromised"] for name in RUNGS[:4]]
    assert len(set(by_pair)) == 1
    assert laptop["zero-trust"].metrics["assets_compromised"] == 1
    assert (by_pair[0] or 0) > 1


def test_a_shared_key_gives_the_robots_back_and_the_verb_still_guards_the_controllers(tmp_path: Path) -> None:
    """Each of the two has its own part in it."""
    file = tmp_path / "shared.yaml"
    file.write_text("format: 1\ntitle: One key\npolicy: {kind: zero_trust, key_scope: shared}\n", "utf-8")
    shared, own = climb("service-laptop", "small", 1, (str(file), "zero-trust"), 0.5)
    assert (shared.paths, shared.rules) == (own.paths, own.rules)
    taken = shared.metrics["assets_compromised"] or 0
    assert 1 < taken <= 7  # the station and six robots; none of the three controllers


def test_no_policy_of_the_lab_breaks_a_need(laptop: dict[str, Rung]) -> None:
    """What the careful ones refuse are the vendor's excessive demands."""
    assert all(rung.metrics["needs_denied"] == 0 for rung in laptop.values())
    assert [laptop[name].refused for name in RUNGS[:2]] == [0, 0]
    assert all((laptop[name].metrics["excessive_denied"] or 0) > 0 and laptop[name].refused for name in RUNGS[2:])


def test_the_table_has_a_row_a_policy_and_a_column_a_number(laptop: dict[str, Rung]) -> None:
    """In Markdown; JSON has the same."""
    lines = table(tuple(laptop.values())).splitlines()
    assert len(lines) == 2 + len(RUNGS)
    assert {line.count("|") for line in lines} == {8 + len(METRICS)}
    assert json.loads(json.dumps(to_json(tuple(laptop.values()))))[0]["policy"] == "flat"


def test_names_are_checked_before_the_first_run() -> None:
    """All of them."""
    with pytest.raises(BadInput) as caught:
        climb("service-laptop", "small", 1, ("flat", "zonez", "nul"))
    assert len(caught.value.faults) == 2
