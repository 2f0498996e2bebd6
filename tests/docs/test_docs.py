"""The docs are executed: every Python block, and every console block that is marked to run.

A page's Python blocks are read from top to bottom as one script, with the page's own line numbers, in an empty folder.
A block that begins with ```` ```console run ```` is typed line by line; what it prints must contain the lines written
below each command, in that order (``...`` stands for anything). Blocks without the mark set up machines or show long
work.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

REPO = Path(__file__).resolve().parents[2]
PAGES = sorted([REPO / "README.md", REPO / "CONTRIBUTING.md", *(REPO / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language, what follows the language, its first line's number and its text."""

    language: str
    mark: str
    line: int
    text: str


def _blocks(document: Path) -> list[Block]:
    text = document.read_text("utf-8")
    return [
        Block(found[1], found[2].strip(), text.count("\n", 0, found.start(3)) + 1, found[3])
        for found in FENCE.finditer(text)
    ]


def _script(document: Path) -> str:
    lines: list[str] = []
    for block in _blocks(document):
        if block.language == "python":
            lines += [""] * (block.line - 1 - len(lines)) + block.text.splitlines()
    return "\n".join(lines)


def _commands(text: str) -> list[tuple[str, list[str]]]:
    """Each ``$ command`` with the lines that it is said to print."""
    commands: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif line.strip() not in {"", "..."}:
            commands[-1][1].append(line.rstrip())
    return commands


def _said_in_order(wanted: list[str], printed: str) -> bool:
    lines = iter(line.rstrip() for line in printed.splitlines())
    return all(line in lines for line in wanted)


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(REPO), "COLUMNS": "100", "NO_COLOR": "1"}


@pytest.mark.parametrize(
    "document", [p for p in PAGES if p.exists() and _script(p)], ids=lambda document: document.name
)
def test_the_python_of_a_page_runs(document: Path, tmp_path: Path) -> None:
    """Who copies a page's Python into a file can run it."""
    script = tmp_path / f"{document.stem}.py"
    script.write_text(_script(document), "utf-8")
    ran = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{document.relative_to(REPO)} (line numbers are the page's):\n{ran.stderr}"


RUNNABLE = [
    (page, block)
    for page in PAGES
    if page.exists()
    for block in _blocks(page)
    if block.language in {"console", "bash"} and block.mark == "run"
]


@pytest.mark.parametrize(("document", "block"), RUNNABLE, ids=lambda value: getattr(value, "name", ""))
def test_a_console_block_does_what_it_says(document: Path, block: Block, tmp_path: Path) -> None:
    """Each command ends well and prints the lines that the page shows."""
    for command, wanted in _commands(block.text):
        ran = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False
        )
        place = f"{document.relative_to(REPO)}:{block.line}: $ {command}\n"
        assert ran.returncode == 0, place + ran.stderr
        assert _said_in_order(wanted, ran.stdout), f"{place}printed:\n{ran.stdout}\nbut the page shows:\n" + "\n".join(
            wanted
        )


def test_marked_blocks_are_found() -> None:
    """A change of the mark does not quietly leave every block out."""
    assert RUNNABLE
    assert all(_commands(block.text) for _, block in RUNNABLE)
