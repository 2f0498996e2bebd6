"""The public face: ``import twin`` costs nothing, and offers just what it says."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import twin
from twin.lab.compare import compare
from twin.lab.run import Run, run
from twin.lab.verify.suite import verify


def test_it_offers_these_names_in_order() -> None:
    """A name that is added here is a promise; the list is sorted so that additions are seen."""
    assert twin.__all__ == ["Run", "compare", "run", "verify", "what_if"]
    assert twin.__all__ == sorted(twin.__all__)


def test_each_name_is_the_thing_itself() -> None:
    """Imported late, and no copy."""
    assert (twin.Run, twin.compare, twin.run, twin.verify) == (Run, compare, run, verify)


def test_a_name_that_is_not_there_is_refused_by_name() -> None:
    """As any module does it."""
    with pytest.raises(AttributeError, match="simulate_all"):
        _ = twin.simulate_all


def test_importing_it_imports_nothing_else(repo: Path) -> None:
    """Only ``twin`` itself: no library of anybody's and none of its own modules."""
    ask = (
        "import sys; before = set(sys.modules); import twin; new = set(sys.modules) - before; "
        "print(*sorted(name for name in new if name.partition('.')[0] not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=repo)
    assert done.stdout.split() == ["twin"]


def test_its_version_is_the_projects(repo: Path) -> None:
    """One number, wherever it is kept."""
    project = tomllib.loads((repo / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" in project.get("dynamic", []) or project["version"] == twin.__version__
