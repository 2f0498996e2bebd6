"""Describing a site by name or by path."""

from __future__ import annotations

from pathlib import Path

from tests.lab.written_files import SITE, faults_of, write
from twin.lab.describe import describe


def test_a_file_of_somebody_s_own_is_described_as_well(tmp_path: Path) -> None:
    """By its path."""
    assert describe(write(tmp_path, "mine.yaml", SITE)).site.name == "mine"


def test_a_faulty_site_is_not_described(tmp_path: Path) -> None:
    """All its faults come instead."""
    path = write(tmp_path, "mine.yaml", SITE.replace("count: 3", "count: -3").replace("title: A tiny hub\n", ""))
    assert {fault.code for fault in faults_of(lambda: describe(path))} == {"out-of-range", "missing-key"}
