"""The project's files speak of the project: no machine's paths, no hosts in lists of versions, no loose words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".cfg", ".js", ".css", ".html", ".j2", ".svg", ".sh", ""}
VERSION_LISTS = re.compile(r"(constraints|requirements|pylock).*|.*\.lock|package-lock\.json")

FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.*}])/(?:root|work|home/\w+|Users/\w+|private/tmp)/",
    "a registry's host": r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang",
    "unfinished work": r"\b(?:TODO|FIXME|XXX)\b",
    "a number in somebody's tracker": r"\b[Ii]ssue #?\d",
    "a word for everything that attacks (say attacker, adversary)": r"\b[Hh]ackers?\b",
}
LOOSE_NAMES = {"helper", "helpers", "manager", "misc", "util", "utils", "common", "info", "data"}


def _texts(tracked: list[Path]) -> list[tuple[Path, str]]:
    here = Path(__file__).resolve()
    chosen = [path for path in tracked if path.suffix in TEXT and path.resolve() != here]
    return [(path, path.read_text("utf-8", errors="replace")) for path in chosen]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_has(what: str, tracked: list[Path], repo: Path) -> None:
    """Each of these makes the project wrong on another machine, or to another reader."""
    pattern = re.compile(FORBIDDEN[what])
    hits = [
        f"{path.relative_to(repo)}:{number}: {line.strip()[:100]}"
        for path, text in _texts(tracked)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not hits, f"{what}:\n" + "\n".join(hits)


def test_lists_of_versions_name_no_host(tracked: list[Path], repo: Path) -> None:
    """A list of versions is good wherever the packages come from."""
    lists = [path for path in tracked if VERSION_LISTS.fullmatch(path.name)]
    assert repo / "constraints.txt" in lists
    assert [path.name for path in lists if "://" in path.read_text("utf-8")] == []


def test_no_module_is_a_drawer_for_anything(tracked: list[Path], repo: Path) -> None:
    """A module's name says its idea; a drawer has none."""
    loose = [str(path.relative_to(repo)) for path in tracked if path.suffix == ".py" and path.stem in LOOSE_NAMES]
    assert loose == []
