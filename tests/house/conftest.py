"""What the house tests look at: the project's own files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tracked(repo: Path) -> list[Path]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repo,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [path for name in sorted(set(listed)) if name and (path := repo / name).is_file()]


@pytest.fixture(scope="session")
def sources(repo: Path) -> Callable[..., list[Path]]:
    """``sources("twin", "tests")``: the Python files under these folders, in order of name."""

    def under(*folders: str) -> list[Path]:
        return sorted(path for folder in folders for path in (repo / folder).rglob("*.py"))

    return under
