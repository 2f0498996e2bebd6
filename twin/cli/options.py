"""Options that several commands share, exit codes, and how a document is printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from twin.lab import asked

GOOD, NO, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
NOTHING_WRITTEN = "interrupted; nothing was written"

StoryName = Annotated[str, typer.Argument(metavar="STORY", help="Name or path of a story (twin list stories).")]
SiteName = Annotated[str | None, typer.Option("--site", metavar="S", help="Name or path of a site (twin list sites).")]
Hours = Annotated[
    float | None,
    typer.Option("--hours", metavar="H", parser=asked.number("--hours"), help="Simulated hours; the story's own."),
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the inputs; repeatable.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", parser=asked.whole("--seed"), help="Seed of all chance.")]
Seeds = Annotated[
    int, typer.Option("--seeds", metavar="N", parser=asked.whole("--seeds"), help="How many paired seeds.")
]
Decisions = Annotated[
    list[str] | None,
    typer.Option("--decision", metavar="WORDS", help="What somebody decides: isolate:amr-017@00:12; repeatable."),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="N", parser=asked.whole("--workers"), help="Processes; one per processor by default."
    ),
]
OutFolder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write results and the report there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Register = Annotated[
    Path | None, typer.Option("--register", metavar="FILE", help="A register.json that gives names to addresses.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME=QUANTITY", help="What a column of a process is; repeatable."),
]
TimeFormat = Annotated[
    str, typer.Option("--time-format", metavar="FORMAT", help="How a process's times are written, as strptime.")
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN_DIR", help="Folder that twin run --out wrote.")]


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(document, allow_nan=False))
