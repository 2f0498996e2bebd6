"""What would make two machines disagree is not in the source at all.

A run replays byte for byte, so no module may ask the wall clock or an unkeyed source of chance, and on the run path
arithmetic keeps to what IEEE 754 rounds exactly: + - * / and the square root, and the lab's own log and exp.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

EVERYWHERE = {
    "time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns",
    "time.sleep", "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today", "random", "numpy.random", "secrets", "os.urandom", "uuid.uuid1", "uuid.uuid4",
}  # fmt: skip

OUTSIDE = "twin/exercise/outside.py"
"""The one module that asks; it says for whom."""

USES_OUTSIDE = ("twin/exercise/access", "twin/exercise/host", "twin/exercise/store", "twin/cli")

RUN_PATH = ("core", "plant", "net", "devices", "policies", "attacks", "detectors", "responses")
_INEXACT = (
    "exp", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh", "hypot",
)  # fmt: skip
_NUMPY = ("arcsin", "arccos", "arctan", "arctan2", "power", "dot", "vdot", "inner", "matmul", "einsum", "tensordot",
          "linalg", "fft", "convolve", "cov", "corrcoef", "polyfit")  # fmt: skip
_MATH = ("asin", "acos", "atan", "atan2", "pow", "dist", "gamma", "lgamma", "erf", "erfc")
ON_THE_RUN_PATH = (
    {f"numpy.{name}" for name in (*_INEXACT, *_NUMPY)}
    | {f"math.{name}" for name in (*_INEXACT, *_MATH)}
    | {"scipy", "hash", "time.process_time", "time.thread_time"}
)


def _aliases(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for, such as ``np`` for ``numpy``."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0] for a in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _dotted(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else None
    return None


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported, called or otherwise mentioned outside name, in full, with its line; ``@`` is ``numpy.matmul``."""
    aliases = _aliases(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        yield from ((line, name) for name in _imported(node))
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            yield line, "numpy.matmul"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in aliases:
            yield line, node.func.id
        dotted = _dotted(node) if isinstance(node, ast.Name | ast.Attribute) else None
        if dotted and dotted.split(".")[0] in aliases:
            first, _, rest = dotted.partition(".")
            yield line, f"{aliases[first]}.{rest}" if rest else aliases[first]


def _is_banned(name: str, banned: set[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:n]) in banned for n in range(1, len(parts) + 1))


def _hits(repo: Path, paths: list[Path], banned: set[str]) -> list[str]:
    found = {
        f"{path.relative_to(repo)}:{line}: {name}"
        for path in paths
        for line, name in _names(ast.parse(path.read_text("utf-8")))
        if _is_banned(name, banned)
    }
    return sorted(found)


def test_nothing_asks_the_wall_clock_or_draws_unkeyed(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """Time comes from the clock, chance from a keyed stream; one module is excepted, and no comment is."""
    hits = _hits(repo, [path for path in sources("twin") if path != repo / OUTSIDE], EVERYWHERE)
    assert not hits, "use clock.now_us and twin.core.chance:\n" + "\n".join(hits)


def test_only_the_room_around_an_exercise_knows_the_outside(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """Store, access and host of an exercise and the command line ask for the time of day; engine, run, report never."""
    allowed = tuple(repo / folder for folder in USES_OUTSIDE)
    inner = [path for path in sources("twin") if not any(path.is_relative_to(folder) for folder in allowed)]
    assert len(inner) > 100
    assert _hits(repo, inner, {"twin.exercise.outside"}) == []


def test_the_run_path_keeps_to_exact_arithmetic(repo: Path, sources: Callable[..., list[Path]]) -> None:
    """A last bit that depends on the processor, or a hash that depends on the process, changes a digest."""
    hits = _hits(repo, sources(*(f"twin/{folder}" for folder in RUN_PATH)), ON_THE_RUN_PATH)
    assert not hits, "use twin.core.elementary, and sums of products written out:\n" + "\n".join(hits)


def test_the_search_itself_finds_what_it_looks_for(tmp_path: Path) -> None:
    """Aliases, from-imports, submodules, operators and built-ins are all seen; look-alikes are not."""
    code = (
        "import numpy as np\nimport math\nfrom time import perf_counter as tick\nfrom twin.core import elementary\n"
        "a = np.exp(1) + np.linalg.norm([1])\nb = a @ a\nc = hash('x')\nd = elementary.exp(a)\ne = math.sqrt(2)\n"
    )
    path = tmp_path / "module.py"
    path.write_text(code, "utf-8")
    assert _hits(tmp_path, [path], EVERYWHERE) == ["module.py:3: time.perf_counter"]
    lines = [hit.split(": ") for hit in _hits(tmp_path, [path], ON_THE_RUN_PATH)]
    assert lines == [
        ["module.py:5", "numpy.exp"],
        ["module.py:5", "numpy.linalg"],
        ["module.py:5", "numpy.linalg.norm"],
        ["module.py:6", "numpy.matmul"],
        ["module.py:7", "hash"],
    ]
