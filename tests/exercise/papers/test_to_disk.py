"""Papers as a folder or an archive."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tests.exercise.papers.paper import paper
from twin.core.errors import BadInput
from twin.exercise.papers.document import for_participants
from twin.exercise.papers.to_disk import INDEX, check_formats, papers_of, write_file, write_papers

FILES = {"a/one.txt": b"one", "two.txt": b"two"}


def test_formats_are_checked_before_anything_is_made() -> None:
    """All wrong ones at once; each right one is taken once."""
    assert check_formats(["md", "html", "md"]) == ("md", "html")
    with pytest.raises(BadInput) as refused:
        check_formats(["pfd", "md", "doc"])
    assert len(refused.value.faults) == 2
    assert "did you mean pdf?" in str(refused.value)


def test_files_that_go_with_a_paper_lie_beside_it() -> None:
    """A participants' folder holds none that is private."""
    files = papers_of({"lead/report": paper(), "open/report": for_participants(paper())}, ("md", "json"))
    assert {name for name in files if name.startswith("lead/")} == {
        "lead/report.md", "lead/report.json", "lead/open.json", "lead/secret.yaml",
    }  # fmt: skip
    assert "open/secret.yaml" not in files


def test_a_folder_holds_all_of_it_and_a_list_with_digests(tmp_path: Path) -> None:
    """And is replaced by later papers of the same exercise alone."""
    folder = tmp_path / "papers"
    written = write_papers(FILES, folder, "cold-night")
    assert [path.read_bytes() for path in written] == [b"one", b"two"]
    listed = json.loads((folder / INDEX).read_text("utf-8"))
    assert listed["files"]["two.txt"]["sha256"] == hashlib.sha256(b"two").hexdigest()
    write_papers({"only.txt": b"x"}, folder, "cold-night")
    assert not (folder / "two.txt").exists()
    with pytest.raises(BadInput, match="folder-in-use"):
        write_papers(FILES, folder, "another")


def test_a_folder_of_something_else_stays(tmp_path: Path) -> None:
    """Nothing of it is touched."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years", "utf-8")
    with pytest.raises(BadInput, match="folder-in-use"):
        write_papers(FILES, tmp_path / "mine", "cold-night")
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "years"


def test_a_name_that_ends_in_zip_is_an_archive(tmp_path: Path) -> None:
    """With the same files."""
    (path,) = write_papers(FILES, tmp_path / "pack.zip", "cold-night")
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_one_file_is_written_where_it_can_be(tmp_path: Path) -> None:
    """Its ending is one of those that are known, and its folder is there."""
    write_file(b"x", tmp_path / "a.csv", (".csv",))
    assert (tmp_path / "a.csv").read_bytes() == b"x"
    for wrong in (tmp_path / "a.doc", tmp_path / "no" / "a.csv", tmp_path):
        with pytest.raises(BadInput, match="not-a-file"):
            write_file(b"x", wrong, (".csv",))
