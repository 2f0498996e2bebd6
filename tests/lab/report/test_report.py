"""The report is one file that asks nobody for anything and says its answer first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.lab.synthetic import SPAN_US, made_up_run
from twin.lab.compare import compare
from twin.lab.comparison import Comparison
from twin.lab.figures import draw_run, left_out
from twin.lab.recipe import Recipe
from twin.lab.report.report import _plant_order, comparison_report, run_report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def comparison() -> Iterator[Comparison]:
    """Two postures, two seeds, a few minutes."""
    return compare("quiet-day", ["unwatched", "flat"], 2, hours=0.02, workers=1)


def _check(page: str) -> None:
    outside = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r'(?:src|href)="(?!#|data:)', outside)
    assert "@import" not in page
    names = re.findall(r'\bid="([^"]+)"', outside)
    assert len(names) == len(set(names))
    assert outside.count("<h1>") == 1
    assert 'lang="en"' in page
    assert all("aria-label=" in figure for figure in re.findall(r"<figure[^>]*>", outside))


def test_a_comparison_report_stands_alone_and_repeats_byte_for_byte(comparison: Comparison) -> None:
    """No outside request, unique identities, one heading, words for every picture; no date."""
    asked = {"unwatched": "unwatched", "flat": "flat"}
    page, pictures = comparison_report(comparison, "quiet-day", asked)
    _check(page)
    assert {"damage", "costs", "floor", "robots"} <= set(pictures)
    assert page == comparison_report(comparison, "quiet-day", asked)[0]


def test_a_run_report_stands_alone(comparison: Comparison) -> None:
    """The same laws for one run."""
    recipe = Recipe(comparison.story, "unwatched", hours=0.02)
    run = recipe.run()
    page = run_report(run, recipe, draw_run(run))
    _check(page)
    assert run.digest in page
    assert "One run is one draw of chance" in page
    for name, reason in left_out(run).items():
        assert f"No picture of {name}: {reason}." in page


def test_the_most_telling_picture_of_the_plant_comes_first() -> None:
    """The floor where robots were attacked, the rooms where a controller of rooms was."""
    run = made_up_run()
    assert _plant_order(run)[0] == "floor"  # type: ignore[arg-type]
    run.log.one("attack", time=SPAN_US // 2, step="blind", technique="T0815", attack="blind", actor="camera-001",
                target="hvac-controller-001", phase="effect_start", outcome="")  # fmt: skip
    run.log.seal(10**12)
    assert _plant_order(run)[0] == "rooms"  # type: ignore[arg-type]
    assert len(_plant_order(run)) == 6  # type: ignore[arg-type]
