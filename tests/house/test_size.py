"""One file, one idea; one function, a few lines."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 50

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _length(function: Function) -> int:
    """Lines from ``def`` to the end, the docstring left out."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return total
    doc = function.body[0]
    return total - ((doc.end_lineno or doc.lineno) - doc.lineno + 1)


def test_no_file_is_longer_than_a_reader_holds(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """A file above the limit holds two ideas."""
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in sources("twin", "dashboards", "tests")}
    long = [f"{path.relative_to(repo)}: {n} lines" for path, n in lengths.items() if n > FILE_LINES]
    assert not long, f"files above {FILE_LINES} lines:\n" + "\n".join(long)


def test_no_function_is_longer_than_a_screen(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """A function above the limit does two things."""
    long = [
        f"{path.relative_to(repo)}:{function.lineno} {function.name}: {_length(function)} lines"
        for path in sources("twin", "dashboards")
        for function in _functions(ast.parse(path.read_text("utf-8")))
        if _length(function) > FUNCTION_LINES
    ]
    assert not long, f"functions above {FUNCTION_LINES} lines:\n" + "\n".join(long)
