"""What every exporter must pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.exporters.recordings import STEP, recording
from twin.lab.exporters import EXPORTERS


@pytest.mark.parametrize("kind", EXPORTERS)
def test_equal_recordings_give_equal_bytes_and_whole_files(kind: str, tmp_path: Path) -> None:
    """No date of writing, no order of hashing, nothing half-written."""
    first, second = (EXPORTERS[kind]().write(recording(), tmp_path / name) for name in ("a", "b"))
    assert first
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path for path in (tmp_path / "a").rglob("*") if path.is_file()) == sorted(first)


@pytest.mark.parametrize("kind", EXPORTERS)
def test_ground_truth_stays_out_of_the_observed_book(kind: str, tmp_path: Path) -> None:
    """Each file lies under one of the books; what lies under observed names no step."""
    written = EXPORTERS[kind]().write(recording(), tmp_path)
    for path in written:
        book = path.relative_to(tmp_path).parts[0]
        assert book in ("observed", "truth")
        if book == "observed":
            assert STEP.encode() not in path.read_bytes()


@pytest.mark.parametrize("kind", EXPORTERS)
def test_an_empty_stretch_of_time_gives_readable_files(kind: str, tmp_path: Path) -> None:
    """Nothing happened, and the files say so."""
    assert EXPORTERS[kind]().write(recording().between(10**12, 10**12 + 1), tmp_path)
