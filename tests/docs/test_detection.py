"""The page about detection says what its kept numbers say."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from twin.lab.detection.study import GROUPS


@pytest.fixture(scope="module")
def script(repo: Path) -> dict[str, Any]:
    """What ``docs/detection.py`` defines."""
    return runpy.run_path(str(repo / "docs" / "detection.py"))


@pytest.fixture(scope="module")
def told(repo: Path) -> dict[str, Any]:
    """The numbers that are kept."""
    found: dict[str, Any] = json.loads((repo / "docs" / "data" / "detection.json").read_text("utf-8"))
    return found


def test_the_tables_are_those_of_the_kept_numbers(repo: Path, script: dict[str, Any], told: dict[str, Any]) -> None:
    """Whoever keeps another study writes the page again."""
    page = (repo / "docs" / "detection.md").read_text("utf-8")
    assert script["written"](page, told) == page, "run: python docs/detection.py"


def test_the_picture_is_drawn_and_names_the_rules_that_were_studied(repo: Path, script: dict[str, Any]) -> None:
    """Lines and texts, not dots; who reads it sees that one folder of rules was studied, not all."""
    picture = (repo / "docs" / "img" / "detection.svg").read_text("utf-8")
    assert "<svg" in picture
    assert all(f"{name} ({folder})" in picture for name, folder in script["FOLDERS"].items())


def test_every_studied_detector_is_in_the_table(told: dict[str, Any]) -> None:
    """Null detectors too."""
    kinds = {choice.kind for choices in GROUPS.values() for choice in choices}
    assert kinds <= set(told["detectors"])


def test_the_seeds_are_held_back(told: dict[str, Any]) -> None:
    """At least three, none of which a model learned from or a default names."""
    assert len(told["seeds"]) >= 3
    assert all(500 < seed <= 1000 for seed in told["seeds"])


def test_what_leaves_the_permitted_pairs_is_found(told: dict[str, Any]) -> None:
    """The figures that the shelf is held to, and what the page says about them in words."""
    together = told["detectors"]["network"]
    assert together["recall_leaving"]["mean"] >= 0.999
    assert together["precision"]["mean"] >= 0.99
    assert told["detectors"]["network"]["recall_within"]["mean"] < 0.5
    quiet = [row["false_alerts_per_day"]["network"]["n"] for row in told["quiet"] if row["story"] == "quiet-day"]
    assert quiet == [0] * len(quiet)


def test_the_page_names_the_flood_and_what_is_left_without_it(repo: Path, told: dict[str, Any]) -> None:
    """One story must not carry the precision of all."""
    rest = told["largest"]["without"]["network"]["precision"]
    page = (repo / "docs" / "detection.md").read_text("utf-8")
    assert f"`{told['largest']['story']}`" in page
    assert f"{100 * rest['mean']:.1f} % ({100 * rest['lo']:.1f} to {100 * rest['hi']:.1f})" in page


def test_the_page_says_which_rules_were_studied(repo: Path, script: dict[str, Any]) -> None:
    """One folder of four, in words with its count, and in every table that has a row or a column of Sigma."""
    page = (repo / "docs" / "detection.md").read_text("utf-8")
    (studied,) = (choice.parameters["rules"] for choice in GROUPS["rules"] if choice.kind == "sigma")
    assert studied == (script["FOLDERS"]["sigma"],) == ("ot",)
    rules = runpy.run_path(str(repo / "docs" / "rules.py"))
    counts = {folder: len(rules["rules"](folder)) for folder in rules["FOLDERS"]}
    assert f"Of the {sum(counts.values())} rules in Sigma, the folder `ot` alone was studied: {counts['ot']}" in page
    measured = page.partition("<!-- detectors -->")[2]
    assert "| `sigma` |" not in measured
    assert measured.count("`sigma` (`ot`)") == 2


def test_the_page_counts_the_stories_that_nothing_studied_finds(repo: Path, told: dict[str, Any]) -> None:
    """And names those about which rules of other folders speak."""
    page = (repo / "docs" / "detection.md").read_text("utf-8")
    groups = ("network", "sigma", "anomaly", "physics")
    unfound = [
        row["story"]
        for row in told["stories"]
        if not any(row["detectors"].get(n, {}).get("runs_found") for n in groups)
    ]
    spoken = json.loads((repo / "docs" / "data" / "rules.json").read_text("utf-8"))["stories"]
    heard = [story for story in unfound if spoken[story]["rules"]]
    assert (len(unfound), len(heard)) == (7, 3)
    assert "of seven stories nothing studied here" in page
    assert "speak during three of the seven stories" in page
    paragraph = page.partition("speak during three of the seven stories")[2].partition("Nothing speaks")[0]
    assert all(f"`{story}`" in paragraph for story in heard)


def test_the_page_claims_no_quieter_hub_than_was_watched(repo: Path, told: dict[str, Any]) -> None:
    """The hours in words are the hours in the numbers, and the bound follows from them."""
    hours = next(r["hours"] for r in told["quiet"] if (r["site"], r["story"]) == ("standard", "quiet-day"))
    page = (repo / "docs" / "detection.md").read_text("utf-8")
    assert f"No alert in {hours:g} quiet hours of the standard site" in page
    assert f"at most {3.0 * 24 / hours:.1f} a day at 95 %" in page
