"""What the commands about records print: an export's files, an answer, what an import read, what detectors say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from twin.lab.show import console
from twin.lab.wording import plural

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from twin.lab.export import Exported
    from twin.lab.import_data import Imported

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
    for words, count in done.left_out:
        say.print(f"left out {count:,} {words}", soft_wrap=True)
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


def show_import(done: Imported, out: Path) -> None:
    """What was read and what was not, by count, and what to do next."""
    say, account = console(), done.account
    read = ", ".join(f"{log} {count:,}" for log, count in sorted(account.read.items()))
    say.print(f"{done.kind}  {plural(account.records, 'record')}: {read}", soft_wrap=True)
    rows = ", ".join(f"{name} {count:,}" for name, count in done.rows.items()) or "no rows"
    say.print(f"rows   {rows}; {plural(len(done.recording.assets), 'asset')} seen", soft_wrap=True)
    for each in account.skipped:
        say.print(f"left out {each.count:,}: {each.first.message}  (first: {each.first.place})", soft_wrap=True)
    for text, count in sorted(account.notes.items()):
        say.print(f"note   {text} ({count:,})", soft_wrap=True)
    unknown = sum(len(names) for names in account.unknown.values())
    if unknown:
        say.print(f"{plural(unknown, 'field')} that the lab does not know, kept in {out / 'beside'}", soft_wrap=True)
    if done.lacks:
        say.print(f"A file of this kind says nothing about: {', '.join(done.lacks)}.", style="dim")
    for fault in account.partial:
        told = f"PARTIAL  {fault.place}: {fault.message} ({fault.remedy})"
        say.print(told, style="yellow", soft_wrap=True)
    say.print(f"next   twin detect run --logs {out}", soft_wrap=True)


def _is_number(kind: str) -> bool:
    return kind.startswith(("int", "uint", "double", "float", "decimal"))


def _text(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
