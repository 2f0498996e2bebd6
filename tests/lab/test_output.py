"""Output folders: refused with place and remedy before a run, whole or absent after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.output import check_folder, check_picture, whole_folder


def _code(folder: Path) -> str:
    with pytest.raises(BadInput) as caught:
        check_folder(folder, "run.json", "quiet-day")
    fault = caught.value.faults[0]
    assert str(fault.place) == "--out"
    assert fault.remedy
    return fault.code


def _break(folder: Path, error: BaseException) -> None:
    with whole_folder(folder) as staging:
        (staging / "run.json").write_text("new")
        raise error


class TestRefused:
    """What cannot be written to."""

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        """A file where a folder is expected."""
        (tmp_path / "file").write_text("x")
        assert _code(tmp_path / "file") == "not-a-folder"

    def test_a_folder_inside_a_file_is_none_either(self, tmp_path: Path) -> None:
        """The file is named, not the folder."""
        (tmp_path / "file").write_text("x")
        assert _code(tmp_path / "file" / "out") == "not-a-folder"

    def test_a_missing_parent_is_a_likely_mistake(self, tmp_path: Path) -> None:
        """One new folder is made, two are not."""
        assert _code(tmp_path / "missing" / "out") == "missing-folder"

    def test_a_read_only_parent_stays_as_it_is_even_for_root(self, tmp_path: Path) -> None:
        """Without any write bit, the folder is meant to stay."""
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o555)
        assert _code(locked / "out") == "read-only-folder"
        assert _code(locked) == "read-only-folder"

    def test_other_people_s_files_are_never_replaced(self, tmp_path: Path) -> None:
        """Only a folder of earlier results is."""
        (tmp_path / "thesis.tex").write_text("x")
        assert _code(tmp_path) == "folder-in-use"

    def test_where_somebody_stands_is_never_replaced(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The shell would be left in a folder that is gone, even if it was empty."""
        monkeypatch.chdir(tmp_path)
        assert _code(Path()) == "folder-in-use"
        assert _code(tmp_path) == "folder-in-use"

    def test_what_the_system_refuses_is_a_fault_too(self, tmp_path: Path) -> None:
        """A name of 300 letters, or one whose bytes are no text."""
        assert _code(tmp_path / ("x" * 300)) == "unusable-folder"
        assert _code(tmp_path / "\udcff") == "unusable-folder"


class TestAccepted:
    """What can."""

    def test_new_empty_and_earlier_folders_are_fine(self, tmp_path: Path) -> None:
        """No fault for any of the three."""
        empty, earlier = tmp_path / "empty", tmp_path / "earlier"
        empty.mkdir()
        earlier.mkdir()
        (earlier / "run.json").write_text("{}")
        for folder in (tmp_path / "new", empty, earlier):
            check_folder(folder, "run.json", "quiet-day")

    def test_the_folder_called_runs_is_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """``runs/demo`` works in a fresh clone."""
        monkeypatch.chdir(tmp_path)
        check_folder(Path("runs/demo"), "run.json", "quiet-day")
        with whole_folder(Path("runs/demo")) as staging:
            (staging / "run.json").write_text("{}")
        assert (tmp_path / "runs/demo/run.json").is_file()


class TestWhole:
    """Nothing half-written looks whole."""

    def test_the_folder_behind_a_link_is_replaced_and_the_link_stays(self, tmp_path: Path) -> None:
        """Also where the link leads to nothing yet."""
        link = tmp_path / "latest"
        link.symlink_to(tmp_path / "first")
        for text in ("one", "two"):
            check_folder(link, "run.json", "quiet-day")
            with whole_folder(link) as staging:
                (staging / "run.json").write_text(text)
            assert (tmp_path / "first" / "run.json").read_text() == text
        assert link.is_symlink()
        assert {path.name for path in tmp_path.iterdir()} == {"latest", "first"}

    def test_a_failure_leaves_neither_the_folder_nor_its_staging(self, tmp_path: Path) -> None:
        """The block broke: nothing is there."""
        with pytest.raises(RuntimeError):
            _break(tmp_path / "out", RuntimeError())
        assert list(tmp_path.iterdir()) == []

    def test_a_failure_leaves_earlier_results_untouched(self, tmp_path: Path) -> None:
        """The old run is still whole."""
        out = tmp_path / "out"
        out.mkdir()
        (out / "run.json").write_text("old")
        with pytest.raises(KeyboardInterrupt):
            _break(out, KeyboardInterrupt())
        assert (out / "run.json").read_text() == "old"

    def test_earlier_results_are_replaced_as_a_whole(self, tmp_path: Path) -> None:
        """No file of the old run stays behind."""
        out = tmp_path / "out"
        out.mkdir()
        (out / "stale.parquet").write_text("old")
        with whole_folder(out) as staging:
            (staging / "run.json").write_text("new")
        assert [path.name for path in out.iterdir()] == ["run.json"]
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_results_of_another_story_or_sort_are_not_replaced(tmp_path: Path) -> None:
    """Yesterday's comparison is not today's run, and the fault says what lies there."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text('{"story": "coffee-machine"}')
    check_folder(tmp_path / "out", "run.json", "coffee-machine")
    check_folder(tmp_path / "out", "run.json", "scenarios/stories/coffee-machine/scenario.yaml")
    for file, story in (("run.json", "quiet-day"), ("compare.json", "coffee-machine")):
        with pytest.raises(BadInput, match="holds a run of coffee-machine"):
            check_folder(tmp_path / "out", file, story)


class TestPicture:
    """A picture's file: what it ends in, and whether it can be written."""

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("plan.pdf", "unknown-word"),
            ("plan", "unknown-word"),
            ("nowhere/plan.png", "missing-folder"),
            ("folder.svg", "not-a-file"),
            ("shut/plan.png", "read-only-folder"),
            (f"{'x' * 300}.png", "unusable-folder"),
        ],
    )
    def test_a_file_that_cannot_be_one_is_refused(self, tmp_path: Path, name: str, code: str) -> None:
        """With what would do."""
        (tmp_path / "folder.svg").mkdir()
        (tmp_path / "shut").mkdir()
        (tmp_path / "shut").chmod(0o500)
        with pytest.raises(BadInput) as caught:
            check_picture(tmp_path / name)
        fault = caught.value.faults[0]
        assert (fault.code, str(fault.place)) == (code, "--figure")
        assert fault.remedy

    def test_a_new_file_and_an_old_one_are_both_good(self, tmp_path: Path) -> None:
        """An earlier picture is replaced."""
        check_picture(tmp_path / "plan.svg")
        (tmp_path / "plan.png").write_bytes(b"")
        check_picture(tmp_path / "plan.png")
