"""Commands that simulate: run, compare, replay, demo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.options import (
    NO,
    NOTHING_WRITTEN,
    AsJson,
    Decisions,
    Hours,
    OutFolder,
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
    from twin.lab.comparison import Comparison
    from twin.lab.recipe import Recipe
    from twin.lab.run import Run
    from twin.lab.scenario import Decision

POSTURES = "flat,vlan,zones,microsegmentation,zero-trust"
DEMO_FOLDER = Path("runs/demo")
DEMO_SEEDS = 3

Exports = Annotated[
    list[str] | None,
    typer.Option("--export", metavar="KIND", help="Write DIR/exports/KIND too (twin list exporters); repeatable."),
]


def run_command(
    story: StoryName,
    site: SiteName = None,
    posture: Annotated[str, typer.Option("--posture", metavar="P", help="Name or path of a posture.")] = "zones",
    seed: Seed = 1,
    hours: Hours = None,
    settings: Settings = None,
    decisions: Decisions = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="The same hub and seed without the story's attack.")] = False,
    out: OutFolder = None,
    exports: Exports = None,
    as_json: AsJson = False,
) -> None:
    """Run one story under one posture."""
    from twin.lab.recipe import Recipe, read_decision
    from twin.lab.results import check_exports, write_run

    decided: list[Decision] = []
    faults = asked.faults_of(
        partial(check_exports, exports or (), out),
        partial(_check_folder, out, "run.json", story),
        *(lambda text=text: decided.append(read_decision(text)) for text in decisions or ()),
    )
    recipe = Recipe(story, posture, site, seed, hours, tuple(settings or ()), tuple(decided), quiet)
    if faults or decided:
        faults += [*recipe.wrong_numbers(), *recipe.wrong_inputs(), *recipe.wrong_decisions()]
    if faults:
        raise BadInput(faults)
    from twin.lab.show import show_run
    from twin.lab.spill import spill_folder

    with spill_folder(out) as spill:
        done = _run(recipe, spill)
        if out:
            write_run(done, recipe, out, exports or ())
        if as_json:
            print_json({**done.to_json(), "inputs": recipe.to_json()})
        else:
            show_run(done, recipe, out)


def compare_command(
    story: StoryName,
    postures: Annotated[str, typer.Option("--postures", metavar="A,B,...", help="Postures, with commas between.")],
    seeds: Seeds = 5,
    site: SiteName = None,
    hours: Hours = None,
    settings: Settings = None,
    workers: Workers = None,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Compare postures under one story, paired by seed, with intervals."""
    names = [name.strip() for name in postures.split(",") if name.strip()]
    faults = asked.faults_of(
        partial(_check_folder, out, "compare.json", story),
        partial(asked.check_comparison, story, names, seeds, site, hours, workers, settings or ()),
    )
    if faults:
        raise BadInput(faults)
    result = _compare(story, names, seeds, site, hours, workers, settings or ())
    if out and result.attacked:
        _write_comparison(result, story, names, out)
    if as_json:
        print_json(result.to_json())
    else:
        from twin.lab.show import show_comparison

        show_comparison(result, out if result.attacked else None)
    _end_of(result)


def replay_command(
    folder: RunFolder,
) -> None:
    """Run again from run.json and say whether the digest is equal."""
    from twin.lab.recipe import read_recipe
    from twin.lab.show import show_replay

    recipe, digest = read_recipe(folder)
    done = _run(recipe)
    show_replay(folder, digest, done.digest)
    if done.digest != digest:
        raise typer.Exit(NO)


def what_if_command(
    folder: RunFolder,
    decisions: Decisions,
    seeds: Seeds = 1,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Run a finished run again with another decision: isolate:amr-017@00:12, undo:2@00:20, move:1@00:20 or remove:1.

    It says what that changes, what first, and by how much. move and remove number the decisions that the run was given.
    An undo means the measure that had its number in the run, whatever number that has then; it goes with its measure.
    An exercise that was played (twin exercise play --out) is a run too.
    """
    from twin.lab.show import progress_bar
    from twin.lab.what_if import read_moves, what_if
    from twin.lab.what_if.show import show_what_if

    faults = asked.faults_of(partial(asked.check_seeds, seeds), partial(read_moves, decisions or ()))
    if faults:
        raise BadInput(faults)
    try:
        with progress_bar("simulating both branches") as advance:
            count: Callable[[int, int], None] = lambda done, jobs: advance(done / jobs)  # noqa: E731
            run, digest = _run_in(folder)
            found = what_if(run, decisions or (), seeds, workers=workers, progress=count, digest=digest)
    except KeyboardInterrupt:
        raise RunInterrupted(NOTHING_WRITTEN) from None
    if as_json:
        print_json(found.to_json())
    else:
        show_what_if(found)
    _end_of(found.comparison)


def _run_in(folder: Path) -> tuple[Path | Recipe, str]:
    """What is run again: a run's folder, or the run that an exercise's folder stands for, with its digest."""
    from twin.exercise.otherwise import is_played, recipe_in

    return recipe_in(folder) if is_played(folder) else (folder, "")


def demo_command() -> None:
    """Compare five ways to segment one hub under one attack, and write the report."""
    from twin.lab.show import show_comparison

    _check_folder(DEMO_FOLDER, "compare.json", "compromised-robot")
    names = ["unwatched", *POSTURES.split(",")]
    result = _compare("compromised-robot", names, DEMO_SEEDS, "small", None, None)
    if result.attacked:
        _write_comparison(result, "compromised-robot", names, DEMO_FOLDER)
    show_comparison(result, DEMO_FOLDER if result.attacked else None)
    _end_of(result)


class Told(RunInterrupted):
    """Interrupted, and what is complete has been printed."""


def _end_of(result: Comparison) -> None:
    if result.interrupted:
        kept = "complete runs were kept and the result is marked"
        raise Told(f"interrupted; {kept if result.attacked else 'no run was complete, nothing was written'}")


def _check_folder(folder: Path | None, file: str, story: str) -> None:
    from twin.lab.output import check_folder

    if folder:
        check_folder(folder, file, story)


def _run(recipe: Recipe, spill: Path | None = None) -> Run:
    from twin.lab.show import progress_bar

    try:
        with progress_bar("simulating") as advance:
            return recipe.run(advance, spill)
    except KeyboardInterrupt:
        raise RunInterrupted(NOTHING_WRITTEN) from None


def _compare(
    story: str, postures: list[str], seeds: int, site: str | None, hours: float | None, workers: int | None,
    settings: Sequence[str] = (),
) -> Comparison:  # fmt: skip
    from twin.lab.compare import compare
    from twin.lab.show import progress_bar

    with progress_bar("comparing") as advance:
        count: Callable[[int, int], None] = lambda done, jobs: advance(done / jobs)  # noqa: E731
        return compare(
            story, postures, seeds, site=site, hours=hours, settings=settings, workers=workers, progress=count
        )


def _write_comparison(result: Comparison, story: str, postures: list[str], out: Path) -> None:
    from twin.lab.results import write_comparison
    from twin.lab.show import progress_bar

    with progress_bar("writing the report") as advance:
        write_comparison(result, story, postures, out, advance)
