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
    from twin.exercise.host.process import FULL, serve

    code = serve(exercise, store)
    if code:
        why = "another host plays it, it is not in this store, or it failed"
        typer.echo(f"{exercise}: {'as many are played here as may be' if code == FULL else why}", err=True)
        raise typer.Exit(code)
