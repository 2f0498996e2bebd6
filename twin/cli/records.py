"""Commands that read what a run left behind: export, flows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.options import AsJson, RunFolder, print_json


def export_command(
    folder: RunFolder,
    kind: Annotated[str, typer.Option("--format", metavar="F", help="A format (twin list exporters).")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Write it there: new, empty, or an earlier export.")
    ],
    from_text: Annotated[str | None, typer.Option("--from", metavar="T", help="From this time on; the start.")] = None,
    to_text: Annotated[str | None, typer.Option("--to", metavar="T", help="Up to this time; the end.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a run's records in the format of another tool, without running it again."""
    from twin.lab.export import export

    done = export(folder, kind, out, from_text, to_text)
    if as_json:
        print_json({"folder": str(done.folder), "files": [{"file": name, "bytes": size} for name, size in done.files]})
        return
    from twin.lab.show_records import show_export

    show_export(done)


def flows_command(
    folder: RunFolder,
    query: Annotated[
        str | None, typer.Option("--sql", metavar="SELECT", help="Ask this; by default, who spoke to whom how often.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a run's tables in SQL: flow, alert, reading, pose and all others."""
    from twin.lab.questions import FLOWS, ask
    from twin.lab.recording import Recording

    answer = ask(Recording.read(folder), query or FLOWS)
    if as_json:
        print_json({"columns": answer.column_names, "rows": answer.to_pylist()})
        return
    from twin.lab.show_records import show_answer

    show_answer(answer)
