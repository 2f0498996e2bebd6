"""Files that somebody saves from the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.views.folder import below, checked_name, save
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
    (root / "rules").symlink_to(outside)
    with pytest.raises(BadInput, match="leads out"):
        save({"x.yml": "1"}, "rules", root)
    assert list(outside.iterdir()) == []


def test_files_are_saved_together_and_over_nothing(tmp_path: Path) -> None:
    """The same words again are no harm; other words are refused, and no file of the group is written."""
    assert save({"a.yml": "one", "b.yml": "two"}, "mine/rules", tmp_path)[1].read_text(encoding="utf-8") == "two"
    save({"a.yml": "one"}, "mine/rules", tmp_path)
    with pytest.raises(BadInput, match=r"a\.yml exists"):
        save({"c.yml": "new", "a.yml": "other"}, "mine/rules", tmp_path)
    assert not (tmp_path / "mine" / "rules" / "c.yml").exists()
    assert below("", tmp_path) == tmp_path.resolve()


@pytest.mark.parametrize("name", ["", "a/b", "../a", "A", "a.yml", "-a", "a" * 80, "ä"])
def test_a_name_is_small_letters_digits_and_hyphens(name: str) -> None:
    """As file names are everywhere."""
    with pytest.raises(BadInput, match="cannot name a file"):
        checked_name(name)
    assert checked_name("my-rule-2") == "my-rule-2"
