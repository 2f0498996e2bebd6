"""The command line: thin commands over ``import twin``, quiet by default.

Data goes to standard output and progress to standard error, only where that is a terminal. ``--json`` prints one JSON
document and nothing else. Exit codes: 0 good, 1 the answer is no, 2 bad input, 130 interrupted. Nothing heavy is
imported before a command needs it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twin.core.errors import BadInput, Fault, Place, RunInterrupted, remedy_for
from twin.lab import asked

if TYPE_CHECKING:
    from twin.lab.comparison import Comparison
    from twin.lab.recipe import Recipe
    from twin.lab.run import Run
    from twin.lab.scenario import Decision

GOOD, NO, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
_NOTHING_WRITTEN = "interrupted; nothing was written"
POSTURES = "flat,vlan,zones,microsegmentation,zero-trust"
DEMO_FOLDER = Path("runs/demo")
DEMO_SEEDS = 3

app = typer.Typer(
    name="twin",
    help="A cyber-physical digital twin of a logistics hub: run an attack, change the segmentation, read the damage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the time of a drawn one
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

StoryName = Annotated[str, typer.Argument(metavar="STORY", help="Name or path of a story (twin list stories).")]
SiteName = Annotated[str | None, typer.Option("--site", metavar="S", help="Name or path of a site; the story's own.")]
Hours = Annotated[
    float | None,
    typer.Option("--hours", metavar="H", parser=asked.number("--hours"), help="Simulated hours; the story's own."),
]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the inputs; repeatable.")
]
OutFolder = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write results and the report there.")]
Decisions = Annotated[
    list[str] | None, typer.Option("--decision", metavar="JSON", help="What somebody decides, and when; repeatable.")
]
Exports = Annotated[
    list[str] | None,
    typer.Option("--export", metavar="KIND", help="Write DIR/exports/KIND too (twin list exporters); repeatable."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command("run")
def run_command(
    story: StoryName,
    site: SiteName = None,
    posture: Annotated[str, typer.Option("--posture", metavar="P", help="Name or path of a posture.")] = "zones",
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", parser=asked.whole("--seed"), help="Seed of all chance.")
    ] = 1,
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
    if faults:
        raise BadInput([*faults, *recipe.wrong_numbers(), *recipe.wrong_inputs()])
    done = _run(recipe)
    if out:
        write_run(done, recipe, out, exports or ())
    if as_json:
        _print_json({**done.to_json(), "inputs": recipe.to_json()})
        return
    from twin.lab.show import show_run

    show_run(done, recipe, out)


@app.command("compare")
def compare_command(
    story: StoryName,
    postures: Annotated[str, typer.Option("--postures", metavar="A,B,...", help="Postures, with commas between.")],
    seeds: Annotated[
        int,
        typer.Option("--seeds", metavar="N", parser=asked.whole("--seeds"), help="Paired seeds for each posture."),
    ] = 5,
    site: SiteName = None,
    hours: Hours = None,
    settings: Settings = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", parser=asked.whole("--workers"), help="Processes; one per processor by default."
        ),
    ] = None,
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
        _print_json(result.to_json())
    else:
        from twin.lab.show import show_comparison

        show_comparison(result, out if result.attacked else None)
    _end_of(result)


@app.command("replay")
def replay_command(
    folder: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="Folder that twin run --out wrote.")],
) -> None:
    """Run again from run.json and say whether the digest is equal."""
    from twin.lab.recipe import read_recipe
    from twin.lab.show import show_replay

    recipe, digest = read_recipe(folder)
    done = _run(recipe)
    show_replay(folder, digest, done.digest)
    if done.digest != digest:
        raise typer.Exit(NO)


@app.command("list")
def list_command(
    shelf: Annotated[
        str | None, typer.Argument(metavar="[SHELF]", help="One shelf; all of them when left out.")
    ] = None,
) -> None:
    """List stories, sites, postures and the kinds on every shelf."""
    from twin.lab.show import shelf_contents, show_shelf, show_shelves

    contents = shelf_contents()
    if shelf is None:
        show_shelves(contents)
    elif shelf in contents:
        show_shelf(shelf, contents[shelf])
    else:
        raise BadInput(
            [Fault(Place("shelf"), "unknown-word", f'"{shelf}" is not a shelf.', remedy_for(shelf, contents))]
        )


@app.command("explain")
def explain_command(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A kind, a metric, or the code of a fault.")],
) -> None:
    """Explain a kind, a metric or the code of a fault."""
    from twin.lab.explain import explain

    typer.echo("\n".join(str(meaning) for meaning in explain(word)).rstrip())


@app.command("check")
def check_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Scenario files, or folders of them.")],
) -> None:
    """Check scenario files and report every fault at once."""
    from twin.lab.check import check_paths, scenario_files
    from twin.lab.show import show_check

    missing = [path for path in paths if not path.exists()]
    if missing:
        remedy = "check the path; twin list names what comes with the lab"
        raise BadInput(
            [Fault(Place(str(path)), "missing-file", "there is no such file or folder.", remedy) for path in missing]
        )
    faults = check_paths(paths)
    show_check(faults, sum(1 for path in paths for _ in scenario_files(path)))
    if faults:
        raise typer.Exit(NO)


@app.command("schema")
def schema_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="site, story or posture.")],
) -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from twin.lab.schema import json_schema

    _print_json(json_schema(name))


@app.command("demo")
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no ± shows a question mark
    try:
        app(args=words)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else GOOD
        return _fail(words, code, _NOTHING_WRITTEN) if code == INTERRUPTED else code
    except BadInput as error:
        return _fail(words, BAD_INPUT, f"{error}\n{error.summary()}", error.faults)
    except _Told as stop:
        typer.echo(str(stop), err=True)
        return INTERRUPTED
    except (KeyboardInterrupt, RunInterrupted) as stop:
        return _fail(words, INTERRUPTED, str(stop) or _NOTHING_WRITTEN)
    except OSError as error:
        return _fail(words, BAD_INPUT, f"{error.filename or 'twin'}  {error.strerror or error}")
    return GOOD


class _Told(RunInterrupted):
    """Interrupted, and what is complete has been printed."""


def _fail(words: Sequence[str], code: int, message: str, faults: Sequence[Fault] = ()) -> int:
    """Say it in words on standard error, and with ``--json`` as the one document on standard output."""
    typer.echo(message, err=True)
    if "--json" in words:
        told = [
            {**asdict(fault.place), "code": fault.code, "message": fault.message, "remedy": fault.remedy}
            for fault in faults
        ]
        _print_json({"error": {"exit_code": code, "message": message, "faults": told}})
    return code


def _end_of(result: Comparison) -> None:
    if result.interrupted:
        kept = "complete runs were kept and the result is marked"
        raise _Told(f"interrupted; {kept if result.attacked else 'no run was complete, nothing was written'}")


def _check_folder(folder: Path | None, file: str, story: str) -> None:
    from twin.lab.output import check_folder

    if folder:
        check_folder(folder, file, story)


def _run(recipe: Recipe) -> Run:
    from twin.lab.show import progress_bar

    try:
        with progress_bar("simulating") as advance:
            return recipe.run(advance)
    except KeyboardInterrupt:
        raise RunInterrupted(_NOTHING_WRITTEN) from None


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


def _print_json(document: dict[str, Any]) -> None:
    typer.echo(json.dumps(document, allow_nan=False))
