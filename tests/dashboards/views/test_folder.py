"""Files that somebody saves from the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.views.folder import SAVED, below, checked_name, save
from twin.core.errors import BadInput


@pytest.mark.parametrize(
    "folder", ["..", "a/../..", "/etc", "~/x", ".hidden", "a/.git", "a\0b", "a//../../b", "a b", "C:\\x"]
)
def test_nothing_is_written_elsewhere(folder: str, tmp_path: Path) -> None:
    """Neither above, nor to an absolute path, nor into what is hidden."""
    with pytest.raises(BadInput):
        below(folder, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """However innocent its name is."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / SAVED).mkdir(parents=True)
    (root / SAVED / "rules").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out"):
        save({"x.yml": "1"}, "saved/rules", root)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("folder", ["", "scenarios/postures", "twin", "dashboards/views", "saved-too"])
def test_pages_write_below_one_folder_of_their_own(folder: str, tmp_path: Path) -> None:
    """Rules, exercises and code beside it stay what their owner left."""
    with pytest.raises(BadInput, match="pages write nowhere else"):
        save({"x.yml": "1"}, folder, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", ["saved", "saved/rules"])
def test_a_link_to_a_folder_beside_it_is_refused(link: str, tmp_path: Path) -> None:
    """Even within the folder in which the app was started."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "scenarios")
    with pytest.raises(BadInput, match="pages write nowhere else"):
        save({"x.yml": "1"}, link, tmp_path)
    assert list((tmp_path / "scenarios").iterdir()) == []


def test_nothing_is_written_through_a_link_with_the_name_of_a_file(tmp_path: Path) -> None:
    """Not even where nothing is at its end yet."""
    (tmp_path / SAVED).mkdir()
    (tmp_path / SAVED / "x.yml").symlink_to(tmp_path / "code.py")
    with pytest.raises(BadInput, match="exists"):
        save({"x.yml": "1"}, SAVED, tmp_path)
    assert not (tmp_path / "code.py").exists()


def test_files_are_saved_together_and_over_nothing(tmp_path: Path) -> None:
    """The same words again are no harm; other words are refused, and no file of the group is written."""
    assert save({"a.yml": "one", "b.yml": "two"}, "saved/mine/rules", tmp_path)[1].read_text(encoding="utf-8") == "two"
    save({"a.yml": "one"}, "saved/mine/rules", tmp_path)
    with pytest.raises(BadInput, match=r"a\.yml exists"):
        save({"c.yml": "new", "a.yml": "other"}, "saved/mine/rules", tmp_path)
    assert not (tmp_path / "saved" / "mine" / "rules" / "c.yml").exists()
    assert below("", tmp_path) == tmp_path.resolve()


@pytest.mark.parametrize("name", ["", "a/b", "../a", "A", "a.yml", "-a", "a" * 80, "ä"])
def test_a_name_is_small_letters_digits_and_hyphens(name: str) -> None:
    """As file names are everywhere."""
    with pytest.raises(BadInput, match="cannot name a file"):
        checked_name(name)
    assert checked_name("my-rule-2") == "my-rule-2"
