"""Commands about stories and what a run found: story describe, story matrix, story baseline, inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.options import (
    NO,
    AsJson,
    Hours,
    RunFolder,
    Seed,
    Seeds,
    Settings,
    SiteName,
    StoryName,
    Workers,
    print_json,
)
from twin.core.errors import BadInput, RunInterrupted
from twin.lab import asked

if TYPE_CHECKING:
    from twin.lab.stories.matrix import Matrix

Count = Callable[[int, int], None]
MATRIX_FILE = "matrix.json"
Postures = Annotated[
    str, typer.Option("--postures", metavar="A,B,...", help="Postures, with commas between; all that there are.")
]


def describe_story_command(
    story: StoryName,
    postures: Postures = "",
    site: SiteName = None,
    seed: Seed = 1,
    hours: Hours = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Print a story: its steps, techniques and preconditions, which posture stops it where, and who saw it."""
    from twin.lab.stories.describe import describe_story
    from twin.lab.stories.show import show_story

    with _counted("running it under each posture") as count:
        told = describe_story(
            story, postures=_names(postures), site=site, seed=seed, hours=hours, workers=workers, progress=count
        )
    if as_json:
        print_json(told.to_json())
    else:
        show_story(told)


def matrix_command(
    stories: Annotated[
        str, typer.Option("--stories", metavar="A,B,...", help="Stories, with commas between; all that there are.")
    ] = "",
    postures: Postures = "",
    seeds: Seeds = 5,
    site: SiteName = None,
    most_hours: Annotated[
        float | None,
        typer.Option(
            "--most-hours",
            metavar="H",
            parser=asked.number("--most-hours"),
            help="Cut longer stories to so much.",
        ),
    ] = None,
    settings: Settings = None,
    workers: Workers = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="DIR", help="Keep finished runs there, and reuse them."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the matrix there as JSON, CSV and picture.")
    ] = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE", help="Draw it there, as .png or .svg.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run every story against every posture: where each was stopped, when detected, what it cost."""
    _check_outputs(out, figure)
    from twin.lab.stories.matrix import story_matrix
    from twin.lab.stories.show import show_matrix

    with _counted("running stories") as count:
        found = story_matrix(
            _names(stories), _names(postures), seeds, site=site, most_hours=most_hours, settings=settings or (),
            workers=workers, keep=keep, progress=count,
        )  # fmt: skip
    _write(found, out, figure)
    if as_json:
        print_json(found.to_json())
    else:
        show_matrix(found, out, figure)
    if found.interrupted:
        raise RunInterrupted("interrupted; complete runs were kept and the result is marked")


def baseline_command(
    story: StoryName,
    update: Annotated[bool, typer.Option("--update", help="Keep how it ends now, beside the story.")] = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare how a story ends now with the baseline beside it; exit 1 where it ends otherwise."""
    from twin.lab.stories.baseline import baseline_of, differences, read_baseline, write_baseline

    kept = None if update else read_baseline(story)
    with _counted("running it under three postures") as count:
        now = baseline_of(story, workers=workers, progress=count)
    changed = [] if update else list(differences(kept or {}, now))
    written = write_baseline(story, now) if update else None
    if as_json:
        print_json({"story": story, "kept": kept, "now": now, "differences": changed})
    else:
        typer.echo(f"kept in {written}" if written else "\n".join(changed) or "as in the baseline")
    if changed:
        raise typer.Exit(NO)


def inventory_command(
    folder: RunFolder,
    truth: Annotated[bool, typer.Option("--truth", help="Judge the guesses by what there really is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what passive monitoring found in a run beside the register: unknown, missing, in the wrong zone."""
    from twin.lab.inventory import take_inventory
    from twin.lab.inventory.show import show_inventory

    found = take_inventory(folder, truth=truth)
    if as_json:
        print_json(found.to_json())
    else:
        show_inventory(found, folder)


def _check_outputs(out: Path | None, figure: Path | None) -> None:
    from twin.lab.output import check_folder, check_picture

    faults = asked.faults_of(
        lambda: check_folder(out, MATRIX_FILE, "") if out else None, lambda: check_picture(figure) if figure else None
    )
    if faults:
        raise BadInput(faults)


def _write(found: Matrix, out: Path | None, figure: Path | None) -> None:
    from twin.lab.figures.matrix import draw
    from twin.lab.figures.style import save
    from twin.lab.stories.sheets import write_matrix

    if out and found.trials:
        write_matrix(found, out)
    if figure and found.trials:
        save(draw(found), figure, "svg" if figure.suffix == ".svg" else "png")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


@contextmanager
def _counted(words: str) -> Iterator[Count]:
    from twin.lab.show import progress_bar

    with progress_bar(words) as advance:
        yield lambda done, jobs: advance(done / jobs)
