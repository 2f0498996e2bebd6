"""Commands that read what a run left behind, or what somebody brings: export, flows, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.options import AsJson, Columns, Register, RunFolder, TimeFormat, print_json


def export_command(
    folder: RunFolder,
    kind: Annotated[str, typer.Option("--format", metavar="F", help="A format: twin list exporters, importers.")],
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


def import_command(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A file, or a folder of Zeek logs or one capture; gzip is read too.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Write it there: new, empty, or an earlier import.")
    ],
    kind: Annotated[
        str | None, typer.Option("--format", metavar="F", help="A format: twin list exporters, importers.")
    ] = None,
    register: Register = None,
    starts: Annotated[
        str | None, typer.Option("--starts", metavar="DATE", help="Time 0, such as 2026-03-02T08:30; the first record.")
    ] = None,
    columns: Columns = None,
    time_format: TimeFormat = "",
    as_json: AsJson = False,
) -> None:
    """Read Zeek, EVE, captures or a process's CSV into a folder that detectors and questions read like a run's."""
    from twin.lab.import_data import import_data
    from twin.lab.import_words import options_of

    done = import_data(path, out, kind, options_of(starts, columns or (), time_format), register)
    if as_json:
        print_json(done.to_json())
        return
    from twin.lab.show_records import show_import

    show_import(done, out)
