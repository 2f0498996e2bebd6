"""The command that plays an exercise for the pages: exercise host."""

from __future__ import annotations

from typing import Annotated

import typer

ExerciseId = Annotated[str, typer.Argument(metavar="ID", help="Id of an exercise of the store.")]
StoreAddress = Annotated[
    str | None, typer.Option("--store", metavar="S", help="Path or URL of the store; else TWIN_STORE, else in runs/.")
]


def host_command(exercise: ExerciseId, store: StoreAddress = None) -> None:
    """Play an exercise for the pages that show it; they start this by themselves. Exit 1 where another does."""
    from twin.exercise.host.process import serve

    code = serve(exercise, store)
    if code:
        typer.echo(f"{exercise}: another host plays it, it is not in this store, or it failed", err=True)
        raise typer.Exit(code)
