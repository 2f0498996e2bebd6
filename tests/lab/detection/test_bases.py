"""Who speaks through a correlation is known, however long the way."""

from __future__ import annotations

from pathlib import Path

from tests.lab.detection.sights import SINGLE, write_rule
from twin.detectors.sigma_rules.catalogue import catalogue
from twin.lab.detection.bases import bases_of, silent_bases

COUNT = """---
title: {title}
name: {title}
correlation: {{rules: [{base}], type: event_count, group-by: [src], timespan: 1m, condition: {{gte: 2}}{more}}}
"""


def _written(folder: Path, more: str = "") -> Path:
    first = SINGLE.replace("title:", "name: single\ntitle:", 1)
    return write_rule(
        folder,
        first + COUNT.format(title="few", base="single", more=more) + COUNT.format(title="many", base="few", more=""),
    )[0]


def test_a_base_is_silent_unless_the_correlation_lets_it_speak(tmp_path: Path) -> None:
    """``generate: true`` leaves it its voice."""
    title = "Write from an office"
    assert silent_bases(catalogue([_written(tmp_path)])) == {title, "few"}
    assert silent_bases(catalogue([_written(tmp_path, ", generate: true")])) == {"few"}


def test_bases_are_followed_to_the_end(tmp_path: Path) -> None:
    """Through other correlations too; a single rule has none."""
    written = catalogue([_written(tmp_path)])
    assert bases_of(written, ["many"]) == {"few", "Write from an office"}
    assert bases_of(written, ["Write from an office"]) == set()
