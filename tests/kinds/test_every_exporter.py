"""What every exporter must pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.log import Log
from twin.core.records import RECORDS
from twin.lab.exporters import EXPORTERS


def _log() -> Log:
    log = Log()
    log.one("alarm", time=5, source="chill-1", alarm="jam")
    log.one("label", time=7, flow=9, step="secret-step", delivered=True)
    log.seal(10)
    return log


@pytest.mark.parametrize("kind", EXPORTERS)
def test_equal_logs_give_equal_bytes_and_whole_files(kind: str, tmp_path: Path) -> None:
    """No date, no order of writing, nothing half-written."""
    first, second = (EXPORTERS[kind]().write(_log(), tmp_path / name) for name in ("a", "b"))
    assert first
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("kind", EXPORTERS)
def test_ground_truth_stays_out_of_the_observed_book(kind: str, tmp_path: Path) -> None:
    """A file of an observed table lies under observed, and none of them names a step."""
    written = EXPORTERS[kind]().write(_log(), tmp_path)
    for path in written:
        assert RECORDS[path.stem].book == path.parent.name
        if path.parent.name == "observed":
            assert b"secret-step" not in path.read_bytes()
