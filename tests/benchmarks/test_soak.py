"""An hour of looking on costs little memory. ``TWIN_SOAK_MINUTES`` makes it shorter or longer."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

pytest.importorskip("streamlit")
pytest.importorskip("sqlalchemy")

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.mark.nightly
def test_memory_grows_by_a_megabyte_an_hour_a_browser_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten browsers on the live map, one refresh a second each; the slope after the first third of the time."""
    monkeypatch.syspath_prepend(str(FOLDER))
    minutes = float(os.environ.get("TWIN_SOAK_MINUTES", "60"))
    soak = runpy.run_path(str(FOLDER / "soak.py"))
    grown = soak["soaked"](minutes, browsers=10)
    assert grown.refreshes > 10 * 60 * minutes * 0.5
    assert grown.mb_per_h_browser <= soak["BUDGET_MB"]
