"""A kind is on its shelf because one line of a table says so: table, files and classes agree."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from pathlib import Path

import pytest

from twin.core.shelf import Shelf

SHELVES = (
    "twin.attacks",
    "twin.attacks.adversaries",
    "twin.detectors",
    "twin.devices",
    "twin.lab.exporters",
    "twin.lab.importers",
    "twin.lab.metrics",
    "twin.net.protocols",
    "twin.policies",
    "twin.responses",
)

CONTRACT = {
    "twin.attacks.adversaries": {"base", "craft", "knowledge", "profiles", "route"},
    "twin.devices": {"base", "points", "world"},
}
"""Files of a shelf that are its contract and not a kind; ``base`` alone where nothing else is said."""


def _shelves(package: str) -> list[Shelf[object]]:
    return [value for value in vars(import_module(package)).values() if isinstance(value, Shelf)]


def _kind_files(repo: Path, package: str) -> set[str]:
    files = {path.stem for path in repo.joinpath(*package.split(".")).glob("*.py")}
    return files - {"__init__"} - CONTRACT.get(package, {"base"})


def _faults_of_line(package: str, shelf: Shelf[object], kind: str) -> list[str]:
    module, _, name = shelf.entries[kind].partition(":")
    if module != f"{package}.{kind}":
        return [f"{package}: {kind!r} must live in {package}.{kind}, not in {module}"]
    try:
        cls = shelf[kind]
    except (ImportError, AttributeError) as error:
        return [f"{package}: {kind!r} cannot be imported: {error}"]
    faults = []
    if not inspect.isclass(cls) or cls.__module__ != module:
        faults.append(f"{package}: {module}:{name} is not a class of its own file")
    if not (cls.__dict__.get("__doc__") or "").strip():
        faults.append(f"{package}: {module}:{name} has no docstring, so lists and docs have no words for it")
    if "Source" not in f"{sys.modules[module].__doc__}{cls.__doc__}":
        faults.append(f"{package}: {module} does not say where its behaviour and its numbers come from")
    return faults


@pytest.mark.parametrize("package", SHELVES)
def test_table_files_and_classes_agree(package: str, repo: Path) -> None:
    """Every line names an importable class in the file of its kind, and every kind's file has its line."""
    shelves = _shelves(package)
    listed = {kind for shelf in shelves for kind in shelf.entries}
    faults = [fault for shelf in shelves for kind in shelf for fault in _faults_of_line(package, shelf, kind)]
    faults += [f"{package}: {kind}.py is on no table" for kind in sorted(_kind_files(repo, package) - listed)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("package", SHELVES)
def test_a_shelf_has_one_table(package: str) -> None:
    """Two tables on one shelf would be two answers to the question of what there is."""
    assert len(_shelves(package)) <= 1
