"""The table of faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from twin.lab.faults import FAULTS

CALLS = {"Fault": 1, "fault": 0, "_refuse": None, "_stop": 1}
WORD = re.compile(r"[a-z]+(-[a-z]+)+")


def codes_used(repo: Path) -> Iterator[tuple[str, str]]:
    """Every literal code of a fault under twin/, with its file."""
    for path in (repo / "twin").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                yield from ((code, path.name) for code in _codes(call))


def _codes(call: ast.Call) -> Iterator[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    position = CALLS.get(name)
    if position is None or len(call.args) <= position:
        return
    argument = call.args[position]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


def test_every_code_used_is_in_the_table(repo: Path) -> None:
    """``twin explain`` knows what any message calls itself."""
    used = dict(codes_used(repo))
    assert len(used) > 30
    assert {code: file for code, file in used.items() if code not in FAULTS} == {}


def test_every_code_of_the_table_is_used(repo: Path) -> None:
    """Nothing is explained that cannot happen: the word stands somewhere in the lab besides the table."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (repo / "twin").rglob("*.py")
        if path.name not in ("faults.py", "exercise_faults.py")
    )
    assert [code for code in FAULTS if f'"{code}"' not in text] == []


def test_every_code_says_what_it_means_by_an_example_and_what_to_do() -> None:
    """Codes are words with hyphens; meanings and remedies are sentences."""
    for code, entry in FAULTS.items():
        assert WORD.fullmatch(code)
        assert entry.meaning.endswith(".")
        assert entry.example
        assert entry.remedy.endswith(".")
