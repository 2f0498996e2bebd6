"""The reference table of detection tests has a row for every key that a file may have, and for no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from twin.lab.detection.outputs import FORMS
from twin.lab.detection.promises import Benign, Case, DetectTest, Promise, Robustness

PAGE = Path(__file__).resolve().parents[2] / "docs" / "detection-tests.md"


def _keys(model: Any, before: str = "") -> set[str]:
    return {f"{before}{field.alias or name}" for name, field in model.model_fields.items()}


def test_the_table_is_the_model() -> None:
    """What is added to the format is added to the page."""
    text = PAGE.read_text(encoding="utf-8")
    table = text[text.index("<!-- fields -->") : text.index("## What the numbers prove")]
    told = re.findall(r"`([^`]+)`", " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|")))
    wanted = _keys(DetectTest) | _keys(Promise, "expect[].") | _keys(Benign, "benign.")
    wanted |= _keys(Robustness, "robustness[].") | _keys(Case, "cases[].")
    assert sorted(told) == sorted(wanted)


def test_every_form_is_told() -> None:
    """And none that there is not."""
    text = PAGE.read_text(encoding="utf-8")
    rows = text[text.index("## Reports") : text.index("## pytest")].splitlines()
    told = [row.split("`")[1] for row in rows if row.startswith("| `") and "--format" not in row]
    assert sorted(told) == sorted(("text", *FORMS))
