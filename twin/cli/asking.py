"""Commands that answer questions about the lab and its files: list, explain, check, schema, site describe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.options import BAD_INPUT, AsJson, print_json
from twin.core.errors import BadInput, Fault, Place, remedy_for


def list_command(
    shelf: Annotated[
        str | None, typer.Argument(metavar="[SHELF]", help="One shelf; all of them when left out.")
    ] = None,
) -> None:
    """List stories, sites, postures, exercises and the kinds on every shelf."""
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


def explain_command(
    word: Annotated[str, typer.Argument(metavar="WORD", help="A kind, a metric, a case, an ATT&CK id, a fault.")],
) -> None:
    """Explain a word of the lab: a kind, a metric, a case, a technique, the code of a fault."""
    from twin.lab.explain import explain

    typer.echo("\n".join(str(meaning) for meaning in explain(word)).rstrip())


def check_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Scenario files, or folders of them.")],
) -> None:
    """Check scenario files and report every fault at once; exit 2 where there is one."""
    from twin.exercise.file import load_exercise
    from twin.exercise.moves import load_moves
    from twin.lab.check import check_paths, scenario_files
    from twin.lab.show import show_check

    missing = [path for path in paths if not path.exists()]
    if missing:
        remedy = "check the path; twin list names what comes with the lab"
        raise BadInput(
            [Fault(Place(str(path)), "missing-file", "there is no such file or folder.", remedy) for path in missing]
        )
    faults = check_paths(paths, {"exercise": load_exercise, "moves": load_moves})
    show_check(faults, sum(1 for path in paths for _ in scenario_files(path)))
    if faults:
        raise typer.Exit(BAD_INPUT)


def schema_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="site, story, posture, playbook, detect or exercise.")],
) -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from twin.exercise.schema import exercise_schema
    from twin.lab.schema import json_schema

    print_json(json_schema(name, {"exercise": exercise_schema}))


def describe_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name or path of a site (twin list sites).")],
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE", help="Draw the floor plan there, as .png or .svg.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a site: every number with its source, what follows from them, and what is odd."""
    from twin.lab.describe import describe_and_draw
    from twin.lab.describe.show import show_site

    described = describe_and_draw(name, figure)
    if as_json:
        print_json({**described.to_json(), "figure": str(figure) if figure else None})
    else:
        show_site(described, figure)
