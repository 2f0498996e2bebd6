"""What the commands about records print: the files of an export, the answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from twin.lab.show import console
from twin.lab.wording import plural

if TYPE_CHECKING:
    import pyarrow as pa

    from twin.lab.export import Exported

MOST_ROWS = 200


def show_export(done: Exported) -> None:
    """The files with their sizes, and where they are."""
    table = Table(box=SIMPLE_HEAD)
    table.add_column("file", overflow="fold")
    table.add_column("bytes", justify="right")
    for name, size in done.files:
        table.add_row(name, f"{size:,}")
    say = console()
    say.print(table)
    say.print(f"{plural(len(done.files), 'file')} in {done.folder}", soft_wrap=True)


def show_answer(answer: pa.Table) -> None:
    """The rows of an answer, as many as a reader bears."""
    table = Table(box=SIMPLE_HEAD)
    for name, kind in zip(answer.column_names, answer.schema.types, strict=True):
        table.add_column(name, justify="right" if _is_number(str(kind)) else "left", overflow="fold")
    for row in answer.slice(0, MOST_ROWS).to_pylist():
        table.add_row(*(_text(value) for value in row.values()))
    say = console()
    say.print(table)
    hidden = answer.num_rows - MOST_ROWS
    if hidden > 0:
        say.print(f"{plural(hidden, 'row')} more; add a limit to the query, or --json for all.", style="dim")


def _is_number(kind: str) -> bool:
    return kind.startswith(("int", "uint", "double", "float", "decimal"))


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
