"""Papers as a folder: all of them or none, with a list that says what is there and what it should hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.exercise.papers.archive import zipped
from twin.exercise.papers.document import Document
from twin.exercise.papers.formats import FORMATS, written
from twin.lab.output import check_folder, whole_folder

INDEX = "papers.json"
ARCHIVE = ".zip"


def check_formats(names: Sequence[str]) -> tuple[str, ...]:
    """*names*, each once; raises :class:`BadInput` where one is no format."""
    faults = [
        Fault(Place("--as"), "unknown-word", f'"{name}" is not a format of papers.', remedy_for(name, FORMATS))
        for name in names
        if name not in FORMATS
    ]
    if faults:
        raise BadInput(faults)
    return tuple(dict.fromkeys(names))


def papers_of(documents: Mapping[str, Document], formats: Sequence[str]) -> dict[str, bytes]:
    """Every document in every format by the name of its file, and beside it the files that go with it."""
    files: dict[str, bytes] = {}
    for name, document in documents.items():
        files |= {f"{name}{FORMATS[each].suffix}": written(document, each) for each in formats}
        files |= {str(PurePosixPath(name).with_name(each.name)): each.content for each in document.attachments}
    return files


def write_papers(files: Mapping[str, bytes], folder: Path, exercise: str) -> list[Path]:
    """Write *files* of *exercise* into *folder*, or into one archive where its name ends in ``.zip``.

    What is there already is replaced where it is papers of the same exercise; else :class:`BadInput` says why not.
    """
    if folder.suffix == ARCHIVE:
        return [_archive(files, folder)]
    check_folder(folder, INDEX, exercise)
    with whole_folder(folder) as staging:
        for name, content in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (staging / INDEX).write_text(_index(files, exercise), encoding="utf-8")
    return [folder / name for name in files]


def write_file(content: bytes, path: Path, known: Sequence[str]) -> None:
    """Write one file whose name ends in one of *known*; whole or not at all."""
    parent = path.absolute().parent
    problem = ""
    if path.suffix not in known:
        problem = f'"{path}" ends in no known sort: {", ".join(known)}.'
    elif path.is_dir() or not parent.is_dir():
        problem = f'"{path}" is a folder.' if path.is_dir() else f'"{parent}" is no folder.'
    if problem:
        raise BadInput([Fault(Place("--to"), "not-a-file", problem, f"name a file such as list{known[0]}")])
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _archive(files: Mapping[str, bytes], path: Path) -> Path:
    write_file(zipped(files, "1980-01-01T00:00:00+00:00"), path, (ARCHIVE,))
    return path


def _index(files: Mapping[str, bytes], exercise: str) -> str:
    listed = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()
    }
    return json.dumps({"story": exercise, "files": listed}, indent=1) + "\n"
