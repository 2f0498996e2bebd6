"""Files that somebody saves from the app: only below ``saved/`` where it was started, and over nothing.

Whoever reaches the page may save; one folder of their own keeps rules, scenarios and code what their owner left.

Source: the file name rules are those of every system that the lab runs on: small letters, digits, hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from twin.core.errors import BadInput, Fault, Place

SAVED = "saved"
"""The folder, where the app was started, that pages write to."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")


def checked_name(name: str) -> str:
    """*name* for a file, without its ending; raises ``BadInput``."""
    if not _NAME.fullmatch(name):
        raise _refused(
            "name", "bad-name", f'"{name[:60]}" cannot name a file.', "use small letters, digits and hyphens: my-rule"
        )
    return name


def below(folder: str, root: Path | None = None) -> Path:
    """The folder that *folder* names below *root* (where the app was started); raises ``BadInput`` for any other."""
    root = (Path.cwd() if root is None else root).resolve()
    parts = Path(folder.strip() or ".").parts
    if any(not _PART.fullmatch(part) for part in parts):
        raise _refused(
            "folder",
            "unusable-folder",
            f'"{folder[:80]}" is not below {root.name}.',
            "name a folder in it, such as detections",
        )
    wanted = root.joinpath(*parts)
    if not wanted.resolve().is_relative_to(root):
        raise _refused(
            "folder", "unusable-folder", f'"{folder[:80]}" leads out of {root.name}.', "name a folder that is no link"
        )
    return wanted


def to_save(folder: str, root: Path | None = None) -> Path:
    """The folder that *folder* names, where it is ``saved`` or below it; raises ``BadInput`` for any other."""
    root = (Path.cwd() if root is None else root).resolve()
    wanted, kept = below(folder, root), root / SAVED
    if not (wanted.is_relative_to(kept) and wanted.resolve().is_relative_to(kept)):
        raise _refused(
            "folder", "unusable-folder", f'"{folder[:80]}" is not below {SAVED}, and pages write nowhere else.',
            f"name a folder in it, such as {SAVED}/mine",
        )  # fmt: skip
    return wanted


def save(files: Mapping[str, str], folder: str, root: Path | None = None) -> list[Path]:
    """Write *files* (text by name) into *folder*; raises ``BadInput`` where one is there with other words."""
    where = to_save(folder, root)
    taken = [name for name, text in files.items() if _other(where / name, text)]
    if taken:
        problem = f"{', '.join(taken)} exists there and says something else."
        raise _refused("name", "duplicate-name", problem, "choose another name, or remove it first")
    try:
        where.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (where / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise _refused(
            "folder", "read-only-folder", f"nothing can be written there: {error.strerror}.", "choose another folder"
        ) from None
    return [where / name for name in files]


def _other(path: Path, text: str) -> bool:
    """Whether something else than *text* is there; a link is, wherever it leads."""
    if path.is_symlink():
        return True
    if not path.exists():
        return False
    try:
        return path.read_text(encoding="utf-8") != text
    except (OSError, UnicodeDecodeError):
        return True


def _refused(place: str, code: str, problem: str, remedy: str) -> BadInput:
    return BadInput([Fault(Place(place), code, problem, remedy)])
