"""A run's folder exports to every format, whole or cut, and what cannot be done is said with every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.exporters.recordings import recording, written
from twin.core.errors import BadInput
from twin.lab.export import export
from twin.lab.exporters import EXPORTERS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as ``twin run --out`` leaves it, as far as exports read it."""
    return written(tmp_path / "run")


@pytest.mark.parametrize("kind", EXPORTERS)
def test_a_folder_exports_as_its_run_does(kind: str, folder: Path, tmp_path: Path) -> None:
    """The same bytes from disk as from memory."""
    done = export(folder, kind, tmp_path / "out")
    direct = EXPORTERS[kind]().write(recording(), tmp_path / "direct")
    assert [name for name, _ in done.files] == [path.relative_to(tmp_path / "direct").as_posix() for path in direct]
    for (name, size), path in zip(done.files, direct, strict=True):
        assert (tmp_path / "out" / name).read_bytes() == path.read_bytes()
        assert size == path.stat().st_size


def test_a_stretch_is_cut_out_and_an_earlier_export_replaced(folder: Path, tmp_path: Path) -> None:
    """``--from`` is included, ``--to`` is not."""
    whole = export(folder, "eve", tmp_path / "out")
    part = export(folder, "eve", tmp_path / "out", "3s", "5s")
    lines = (tmp_path / "out" / "observed" / "eve.json").read_text().splitlines()
    assert part.files[0][1] < whole.files[0][1]
    assert {line[15:41] for line in lines} == {"2026-03-02T08:00:03.000000", "2026-03-02T08:00:04.000000"}


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    """Format, times, folder of the run, folder to write to."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("mine")
    with pytest.raises(BadInput) as refused:
        export(tmp_path / "nothing", "zeeek", tmp_path / "mine", "soon", "5s")
    assert [fault.code for fault in refused.value.faults] == [
        "unknown-kind", "bad-value", "folder-in-use", "missing-folder",
    ]  # fmt: skip
    assert "zeek" in refused.value.faults[0].remedy


def test_a_stretch_that_ends_before_it_begins_is_refused(folder: Path, tmp_path: Path) -> None:
    """Nothing is written."""
    with pytest.raises(BadInput, match="not after"):
        export(folder, "eve", tmp_path / "out", "5 min", "4 min")
    assert not (tmp_path / "out").exists()
