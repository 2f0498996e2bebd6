"""One file, read: its size and text checked, its YAML with places, what it includes merged underneath.

``include: [parts/watch.yaml]`` at the top of a site or posture names files by a path relative to the file that says
so. They must stay inside the folder of the first file, so a scenario never reads what does not belong to it. Mappings
merge, anything else is replaced: the including file wins over the included ones, a later one over an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place
from twin.lab.written import Written, show
from twin.lab.yaml_places import read_yaml

MAX_BYTES = 1_000_000
MAX_INCLUDES = 30


def read_document(path: Path, faults: list[Fault]) -> Written:
    """The mapping that *path* holds, includes merged; faults that do not stop reading go to *faults*.

    Raises :class:`BadInput` when there is no mapping to go on with.
    """
    return _with_includes(_Chain((path,), path.parent.resolve()), _read_one(path, faults), faults)


def read_plain_document(path: Path, faults: list[Fault]) -> Written:
    """The mapping that *path* holds, where including is not offered."""
    return _read_one(path, faults)


def _read_one(path: Path, faults: list[Fault]) -> Written:
    source = str(path)
    tree, found = _tree(_text(path), source)
    faults += found
    if not isinstance(tree.value, dict):
        problem = f"the file holds {'a list' if isinstance(tree.value, list) else 'a single value'}, not a mapping"
        raise BadInput([tree.fault("not-a-mapping", problem, "begin with keys at the left margin, such as format: 1")])
    return tree


@lru_cache(maxsize=64)
def _tree(text: str, source: str) -> tuple[Written, tuple[Fault, ...]]:
    """What *text* holds, read once a process: a comparison loads the same files for every run."""
    tree, found = read_yaml(text, source)
    return tree, tuple(found)


def _text(path: Path) -> str:
    place = Place(str(path))
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BadInput([Fault(place, "not-a-file", "this is a folder", "name a file inside it")])
        if not path.is_file():
            raise BadInput([Fault(place, "not-a-file", "this is no ordinary file", "name a YAML file")])
        if size > MAX_BYTES:
            problem = f"{size:,} bytes; a scenario file has at most {MAX_BYTES:,}"
            raise BadInput([Fault(place, "file-too-large", problem, "use count: for devices alike, include: to split")])
        return _decoded(path.read_bytes(), place)
    except FileNotFoundError as error:
        raise BadInput([Fault(place, "missing-file", "there is no such file", "check the path")]) from error
    except (OSError, ValueError) as error:
        problem = f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        raise BadInput([Fault(place, "unreadable-file", problem, "check the path and its permissions")]) from error


def _decoded(raw: bytes, place: Place) -> str:
    remedy = "save it as text in UTF-8"
    if b"\0" in raw:
        raise BadInput([Fault(place, "not-text", f"a binary file: byte {raw.index(0)} is zero", remedy)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        problem = f"not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}"
        raise BadInput([Fault(Place(place.source, line, column), "not-text", problem, remedy)]) from error


@dataclass(frozen=True)
class _Chain:
    """Files that are being read, outermost first, and the folder that they must not leave."""

    files: tuple[Path, ...]
    folder: Path
    read: list[Path] = field(default_factory=list)

    def inner(self, path: Path) -> _Chain:
        self.read.append(path)
        return _Chain((*self.files, path), self.folder, self.read)


def _with_includes(chain: _Chain, tree: Written, faults: list[Fault]) -> Written:
    merged: dict[str, Written] = {}
    for wanted in _wanted(tree, faults):
        part = _included(chain, wanted, faults)
        if part is not None:
            merged = _merge(merged, part.entries)
    own = {key: value for key, value in tree.entries.items() if key != "include"}
    return tree.with_entries(_merge(merged, own))


def _wanted(tree: Written, faults: list[Fault]) -> Iterator[Written]:
    include = tree.entries.get("include")
    if include is None:
        return
    for item in include.items or [include]:
        if item.text:
            yield item
        else:
            remedy = "write include: [parts/watch.yaml]"
            faults.append(item.fault("wrong-type", f"{show(item)} is not the path of a file", remedy))


def _included(chain: _Chain, wanted: Written, faults: list[Fault]) -> Written | None:
    path = chain.files[-1].parent / wanted.text
    try:
        refusal = _refusal(chain, path, wanted)
        if refusal is None:
            return _with_includes(chain.inner(path), _read_one(path, faults), faults)
        faults.append(refusal)
    except BadInput as error:
        faults += error.faults
    except (OSError, ValueError):
        faults.append(wanted.fault("missing-include", f"{show(wanted)} is no path", "write a relative path with /"))
    return None


def _refusal(chain: _Chain, path: Path, wanted: Written) -> Fault | None:
    """Why a file is not included, if it is not."""
    real = path.resolve()
    if not real.is_relative_to(chain.folder):
        remedy = f"include only files inside {chain.folder.name}/"
        return wanted.fault("include-outside", f"{show(wanted)} leaves the folder of the first file", remedy)
    if real in [file.resolve() for file in chain.files]:
        way = " -> ".join(file.name for file in (*chain.files, path))
        return wanted.fault("include-cycle", f"files include each other: {way}", "remove one of the includes")
    if not real.exists():
        return wanted.fault("missing-include", f"there is no file {show(wanted)}", f"the path begins at {path.parent}")
    if len(chain.read) >= MAX_INCLUDES:
        problem = f"more than {MAX_INCLUDES} files are included"
        return wanted.fault("too-many-includes", problem, "include fewer, larger parts")
    return None


def _merge(under: dict[str, Written], over: dict[str, Written]) -> dict[str, Written]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if below is not None and isinstance(below.value, dict) and isinstance(value.value, dict):
            merged[key] = value.with_entries(_merge(below.value, value.value))
        else:
            merged[key] = value
    return merged
