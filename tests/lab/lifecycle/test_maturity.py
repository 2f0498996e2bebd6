"""Maturity: the same draws at every level, so that managed is part of average is part of neglected."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiny_hub import site
from twin.devices import DEVICES
from twin.devices.parts.characteristics import ELSEWHERE
from twin.lab.build import register
from twin.lab.lifecycle.maturity import FACTS, LEVELS, PRACTICES, Maturity, aged, doors
from twin.lab.loader import load_site
from twin.lab.run import run
from twin.lab.scenario import Site
from twin.net.inventory import Inventory

TODAY = date(2026, 3, 2)


@cache
def _tiny() -> tuple[Site, Inventory]:
    made = site(traits={"printer": {"holes": 2.0, "former_account": True}})
    return made, register(made)


def _aged(level: Maturity, seed: int, today: date = TODAY) -> Inventory:
    made, inventory = _tiny()
    return aged(inventory, made.model_copy(update={"lifecycle": level}), seed, today)


@given(seed=st.integers(0, 10_000))
def test_what_is_open_on_a_managed_site_is_open_on_every_lesser_one(seed: int) -> None:
    """Asset by asset, door by door, hole by hole; and nothing but maturity differs."""
    neglected, average, managed = (_aged(level, seed) for level in LEVELS)
    for worst, middle, best in zip(neglected.assets, average.assets, managed.assets, strict=True):
        assert doors(best) <= doors(middle) <= doors(worst)
        assert worst.name == middle.name == best.name
        assert worst.address == best.address


@pytest.mark.parametrize("practice", sorted(PRACTICES))
def test_more_care_never_raises_a_threshold(practice: str) -> None:
    """Shares lie between 0 and 1 where they are shares."""
    found = PRACTICES[practice]
    assert found.managed < found.average < found.neglected
    assert practice.endswith("_days") or found.neglected <= 1


def test_the_levels_differ_on_the_small_hub() -> None:
    """By hundreds of doors: a property that held because nothing was drawn would say nothing."""
    made = load_site("small")
    inventory = register(made)
    counts = [
        sum(len(doors(each)) for each in aged(inventory, made.model_copy(update={"lifecycle": x}), 1, TODAY).assets)
        for x in LEVELS
    ]
    assert counts[0] > 1.5 * counts[1] > 2.25 * counts[2] > 0


def test_a_site_taken_as_written_is_as_written() -> None:
    """Nothing is drawn, nothing is added."""
    assert _aged("as_written", 1) is _tiny()[1]


def test_the_draws_are_the_seed_s_and_the_asset_s() -> None:
    """The same seed gives the same life; another seed another; an asset's does not depend on who else there is."""
    assert _aged("average", 3) == _aged("average", 3)
    assert _aged("average", 3) != _aged("average", 4)
    made, inventory = _tiny()
    alone = Inventory(tuple(each for each in inventory.assets if each.kind == "camera"), ())
    some = aged(alone, made.model_copy(update={"lifecycle": "average"}), 3, TODAY)
    assert [some.by_name[each.name] for each in some.assets] == [
        _aged("average", 3).by_name[e.name] for e in some.assets
    ]


def test_what_a_site_file_says_stands() -> None:
    """The printer's two holes were written down, so no life gives it more or takes one away."""
    for level in LEVELS:
        printer = _aged(level, 5).by_name["printer-01"]
        assert (printer.traits["holes"], printer.traits["former_account"]) == (2.0, True)


def test_a_maker_without_support_leaves_holes_on_a_managed_site_too() -> None:
    """The coffee machine's maker stopped in January 2024: whoever manages it well has its old firmware all the same."""
    coffee = _aged("managed", 1).by_name["coffee-01"]
    assert coffee.traits["firmware_days"] == (TODAY - date(2024, 1, 31)).days
    assert coffee.traits["holes"] == 10
    later = _aged("managed", 1, date(2027, 3, 2)).by_name["coffee-01"]
    assert float(later.traits["holes"]) > 10


def test_what_stands_outside_is_not_ours_to_neglect() -> None:
    """A cloud has no life here."""
    before, after = _tiny()[1].by_name["hvac-cloud"], _aged("neglected", 1).by_name["hvac-cloud"]
    assert before == after


def test_a_physical_port_appears_only_where_there_is_one() -> None:
    """No lock is missing from a server in a locked room."""
    for asset in _aged("neglected", 2).assets:
        kind = DEVICES[asset.kind]
        if kind.characteristics.surface == "none" and kind.characteristics != ELSEWHERE:
            assert not asset.traits["physical_port"]


def test_every_fact_of_a_life_has_words() -> None:
    """What is drawn is either a trait that kinds have, or a fact in the list."""
    drawn = set(_aged("neglected", 1).by_name["camera-01"].traits)
    assert drawn - set(FACTS) <= set(DEVICES["camera"].traits) | {"default_credentials", "physical_port"}


DOOR_BY_DOOR = """
format: 1
title: Door by door
starts: 2026-03-04T08:30
hours: 0.75
site: small
steps:
  - {id: foothold, kind: service_port, on: ws-07, at: "00:01", way: phishing, minutes: 1}
  - {id: holes, kind: known_hole, on: ["camera-*", "printer-*", "gateway-*"], %s}
  - {id: passwords, kind: default_credentials, on: ["camera-*", "hvac-*"], service: http, %s}
  - {id: leavers, kind: former_account, on: ["ws-*", "dc-01"], service: smb, %s}
  - {id: left-on, kind: default_credentials, on: ["gateway-*", "camera-*"], service: telnet, %s}
"""

PACE = 'from: ws-07, at: "00:03", every_min: 0.5, limit: 99'


@cache
def _fallen(level: str, seed: int, tmp: Path) -> frozenset[str]:
    """What the same attack on the same seed takes on a site of that maturity, in a flat network that nobody watches."""
    path = tmp / "door-by-door" / "scenario.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(DOOR_BY_DOOR.replace("%s", PACE), encoding="utf-8")
    log = run(path, "unwatched", seed=seed, settings=(f"site.lifecycle={level}",)).log
    return frozenset(row["asset"] for row in log.records("compromise"))


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_the_same_attack_takes_less_the_better_a_site_is_looked_after(seed: int, tmp_path: Path) -> None:
    """Asset by asset, and clearly less at each level; the foothold by a person falls everywhere."""
    neglected, average, managed = (_fallen(level, seed, tmp_path) for level in LEVELS)
    assert managed <= average <= neglected
    assert len(managed) < len(average) < len(neglected)
    assert "ws-07" in managed
