"""What ``twin detect explain`` prints: the answer first, then the funnel, the near miss and the bases.

Source: none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from twin.lab.detection.explain import Explained, Verdict
from twin.lab.show import console

_COLOURS: dict[Verdict, str] = {"fired": "#009E73", "silent": "#D55E00", "unable": "#CC79A7", "no-rows": "#E69F00"}
_MOST_COLUMNS = 100


def show_explanations(found: Sequence[Explained], label: str) -> None:
    """Each explanation, the answer in the first line."""
    for each in found:
        _show(each, 0)
    console().print(Text(f"on {label}"), style="dim", soft_wrap=True)


def _show(told: Explained, depth: int) -> None:
    say, indent = console(), "  " * depth
    line = Text(indent)
    line.append(told.title, style="bold")
    line.append(": ")
    word, found, rest = told.answer.partition(" ")
    line.append(word, style=_COLOURS[told.verdict])
    line.append(found + rest)
    say.print(line, soft_wrap=True)
    place = f"{shown_path(told.file)}:{told.line}" if told.line else told.file
    say.print(Text(f"{indent}  {place}"), style="dim", soft_wrap=True)
    if any(stage.left is not None for stage in told.funnel):
        say.print(Text(f"{indent}  {'rows':>9} {'left':>9}"), style="dim", soft_wrap=True)
        for stage in told.funnel:
            left = f"{stage.left:,}" if stage.left is not None else ""
            where = f"  line {stage.line}" if stage.line else ""
            words = Text(f"{indent}  {stage.alone:>9,} {left:>9}  {'  ' * stage.depth}{_cut(stage.words)}")
            say.print(words.append(where, style="dim"), soft_wrap=True)
    else:
        for stage in told.funnel:
            say.print(Text(f"{indent}  {stage.words}"), soft_wrap=True)
    if told.near is not None:
        row = ", ".join(f"{name} {value}" for name, value in told.near.row.items())
        say.print(Text(f"{indent}  nearest row: {row}"), soft_wrap=True)
    for base in told.bases:
        _show(base, depth + 1)


def shown_path(path: str) -> str:
    """*path* from here, where it lies below."""
    here = Path.cwd()
    return str(Path(path).resolve().relative_to(here)) if Path(path).resolve().is_relative_to(here) else path


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_COLUMNS else f"{words[: _MOST_COLUMNS - 3]}..."
