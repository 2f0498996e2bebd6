"""The project's own lists agree with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def project(repo: Path) -> dict[str, Any]:
    """The ``project`` table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[ <>=!~;\[]", requirement, maxsplit=1)[0]).lower()


def test_every_dependency_has_a_known_good_version(project: dict[str, Any], repo: Path) -> None:
    """constraints.txt covers the core and every extra; an extra may stand for another one."""
    constrained = {_name(line) for line in (repo / "constraints.txt").read_text("utf-8").splitlines() if line}
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    wanted = {_name(requirement) for requirements in lists for requirement in requirements}
    assert sorted(wanted - constrained - {project["name"]}) == []


def test_no_dependency_is_listed_twice(project: dict[str, Any]) -> None:
    """One list only: a package is in the core or in one extra."""
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [_name(requirement) for requirements in lists for requirement in requirements]
    assert sorted(name for name in set(names) - {project["name"]} if names.count(name) > 1) == []


def test_the_changelog_knows_this_version(project: dict[str, Any], repo: Path) -> None:
    """What is released is written down."""
    assert f"## {project['version']}" in (repo / "CHANGELOG.md").read_text("utf-8")
