"""What ``--out`` leaves behind is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin.lab.compare import compare
from twin.lab.recipe import Recipe, read_recipe
from twin.lab.results import write_comparison, write_run

pytestmark = pytest.mark.slow


def test_a_run_s_folder_has_both_books_report_figures_and_its_recipe(tmp_path: Path) -> None:
    """And its recipe gives the recorded digest again."""
    recipe = Recipe("quiet-day", "unwatched", hours=0.02)
    run = recipe.run()
    write_run(run, recipe, tmp_path / "out")
    assert (tmp_path / "out/truth/pose.parquet").is_file()
    assert (tmp_path / "out/observed/flow.parquet").is_file()
    assert (tmp_path / "out/figures/floor.png").is_file()
    assert read_recipe(tmp_path / "out") == (recipe, run.digest)
    assert recipe.run().digest == run.digest


def test_a_comparison_s_folder_has_its_document_report_and_figures(tmp_path: Path) -> None:
    """The document is the one that ``--json`` prints."""
    comparison = compare("quiet-day", ["unwatched"], 1, hours=0.02, workers=1)
    write_comparison(comparison, "quiet-day", ["unwatched"], tmp_path / "out")
    assert json.loads((tmp_path / "out/compare.json").read_text()) == json.loads(json.dumps(comparison.to_json()))
    assert (tmp_path / "out/report.html").is_file()
    assert (tmp_path / "out/figures/damage.png").is_file()
