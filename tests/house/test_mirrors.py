"""Tests mirror the source: who reads a module knows where its test is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def test_every_module_has_its_test_file(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """``twin/a/b.py`` is tested in ``tests/a/test_b.py``."""
    modules = [path.relative_to(repo / "twin") for path in sources("twin") if not path.name.startswith("__")]
    expected = [repo / "tests" / module.parent / f"test_{module.name}" for module in modules]
    missing = [str(path.relative_to(repo)) for path in expected if not path.is_file()]
    assert not missing, f"{len(missing)} of {len(modules)} modules have no test file:\n" + "\n".join(missing)
