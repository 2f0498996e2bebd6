"""The report is one file that asks nobody for anything and says its answer first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from twin.lab.compare import compare
from twin.lab.comparison import Comparison
from twin.lab.figures import draw_run
from twin.lab.recipe import Recipe
from twin.lab.report.report import comparison_report, run_report

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
