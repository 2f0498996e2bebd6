"""Output folders: checked before a run, and whole or absent after it.

Results are written into a hidden neighbour of the folder and renamed when they are complete, so nothing half-written
ever looks whole. A folder that holds something else than earlier results is never replaced.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place

RESULTS = {
    "run.json": "a run", "compare.json": "a comparison", "matrix.json": "a matrix of stories",
    "import.json": "an import", "detect.json": "a regression of detections",
    "coverage.json": "what detection tests cover", "convert.json": "converted rules",
    "played.json": "an exercise that was played", "papers.json": "papers of an exercise",
}  # fmt: skip
"""A folder with one of these files is ours to replace; what it holds."""

BOOKS = {"observed", "truth"}
"""A folder with nothing but these is an earlier export."""

RUNS = Path("runs")
"""The one folder that is made where it is missing."""


def check_folder(folder: Path, file: str, story: str) -> None:
    """Raise ``BadInput`` where results of *story*, told by *file*, cannot be written to *folder*.

    Only earlier results of the same sort and story are replaced.
    """
    place = Place("--out")
    try:
        str(folder).encode()
        fault = _fault(folder, place) or _fault_of_earlier(folder, place, file, story)
    except UnicodeEncodeError:
        fault = Fault(place, "unusable-folder", f"{str(folder)!r} is no text.", "name another folder")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        message = f'"{_shortened(folder)}" cannot be used: {error.strerror}.'
        fault = Fault(place, "unusable-folder", message, "name another folder")
    if fault:
        raise BadInput([fault])


PICTURES = (".png", ".svg")
"""Endings of a picture's file that say what sort it is."""


def check_picture(path: Path) -> None:
    """Raise ``BadInput`` where no picture can be written to *path*."""
    place, parent = Place("--figure"), path.absolute().parent
    try:
        fault = _fault_of_picture(path, parent, place)
    except OSError as error:
        fault = Fault(
            place, "unusable-folder", f'"{_shortened(path)}" cannot be used: {error.strerror}.', "name another file"
        )
    if fault:
        raise BadInput([fault])


def _fault_of_picture(path: Path, parent: Path, place: Place) -> Fault | None:
    if path.suffix not in PICTURES:
        return Fault(place, "unknown-word", f'"{path}" ends in no known sort.', f"known: {', '.join(PICTURES)}")
    if not parent.is_dir():
        message = f'"{path}" cannot be written: "{parent}" is no folder.'
        return Fault(place, "missing-folder", message, f"make it first: mkdir -p {parent}")
    if path.is_dir():
        return Fault(place, "not-a-file", f'"{path}" is a folder.', f"name a file in it, such as {path / 'plan.png'}")
    if not _writable(parent) or (path.exists() and not os.access(path, os.W_OK)):
        return Fault(place, "read-only-folder", f'"{path}" cannot be written: read-only.', "name another file")
    return None


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, which becomes *folder* when the block ends well and vanishes when it does not."""
    folder = folder.resolve()  # the folder behind a link is replaced, not the link
    folder.parent.mkdir(exist_ok=True)
    staging = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        yield staging
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def check_export_folder(folder: Path) -> None:
    """Raise ``BadInput`` where an export cannot be written to *folder*: it is new, empty, or an earlier export."""
    place = Place("--out")
    try:
        fault = _fault(folder, place, earlier=_is_export)
    except (OSError, UnicodeEncodeError):
        fault = Fault(place, "unusable-folder", f"{_shortened(folder)!r} cannot be used.", "name another folder")
    if fault:
        raise BadInput([fault])


def _is_results(folder: Path) -> bool:
    return any((folder / name).exists() for name in RESULTS)


def _is_export(folder: Path) -> bool:
    return {path.name for path in folder.iterdir()} <= BOOKS


def _swap(staging: Path, folder: Path) -> None:
    earlier = folder.with_name(f".{folder.name}.earlier")
    shutil.rmtree(earlier, ignore_errors=True)
    if folder.exists():
        folder.rename(earlier)
    staging.rename(folder)
    shutil.rmtree(earlier, ignore_errors=True)


def _fault(folder: Path, place: Place, earlier: Callable[[Path], bool] = _is_results) -> Fault | None:
    parent = folder.absolute().parent
    if folder.exists() and not folder.is_dir():
        return Fault(place, "not-a-folder", f'"{folder}" is a file.', "name a folder, or one that does not exist yet")
    if not parent.exists() and folder.parent != RUNS:
        message = f'"{folder}" cannot be made: "{parent}" does not exist.'
        return Fault(place, "missing-folder", message, f"make it first: mkdir -p {parent}")
    if parent.exists() and not parent.is_dir():
        return Fault(place, "not-a-folder", f'"{parent}" is a file.', "name a folder inside a folder")
    for there in (folder, parent):
        if there.exists() and not _writable(there):
            message = f'"{there}" is read-only.'
            return Fault(place, "read-only-folder", message, f"name another folder, or: chmod u+w {there}")
    return _fault_inside(folder, place, earlier)


def _fault_inside(folder: Path, place: Place, earlier: Callable[[Path], bool]) -> Fault | None:
    """Why what is in *folder* must stay."""
    if Path.cwd().is_relative_to(folder.resolve()):
        message = f'"{folder}" is where you are; a result replaces its folder as a whole.'
        return Fault(place, "folder-in-use", message, f"name a new folder inside it, such as {folder / 'out'}")
    if folder.exists() and any(folder.iterdir()) and not earlier(folder):
        message = f'"{folder}" holds something else than results of the lab.'
        return Fault(place, "folder-in-use", message, "name a new folder; only earlier results are replaced")
    return None


def _fault_of_earlier(folder: Path, place: Place, file: str, story: str) -> Fault | None:
    """Why earlier results in *folder* must stay: they are of another sort, or of another story."""
    there = next((name for name in RESULTS if (folder / name).exists()), file)
    told = _story_of(folder / there)
    same = there == file and told in ("", story, Path(story).stem, Path(story).parent.name)
    if same:
        return None
    of_story = f" of {told or 'some story'}" if there in ("run.json", "compare.json") else ""
    message = f'"{folder}" holds {RESULTS.get(there, "something")}{of_story}.'
    return Fault(place, "folder-in-use", message, f"name another folder, or remove it first: rm -r {folder}")


def _story_of(path: Path) -> str:
    """The story that earlier results tell, or nothing where they cannot be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    return str(document.get("story", "")) if isinstance(document, dict) else ""


def _shortened(folder: Path) -> str:
    text = str(folder)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _writable(folder: Path) -> bool:
    """May write, and is meant to: root passes every permission, but a folder without any write bit is meant to stay."""
    return os.access(folder, os.W_OK | os.X_OK) and bool(folder.stat().st_mode & 0o222)
