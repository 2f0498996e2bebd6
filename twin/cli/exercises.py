"""Commands about exercises without a screen: exercise list, exercise check, exercise play."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from twin.cli.options import NO, AsJson, OutFolder, print_json

ExerciseName = Annotated[
    str, typer.Argument(metavar="FILE", help="Name of an exercise (twin exercise list), or a path.")
]


def list_exercises_command(as_json: AsJson = False) -> None:
    """List the exercises that come with the lab."""
    from twin.exercise.file import load_exercise
    from twin.exercise.show import show_exercises
    from twin.lab.find import scenario_names

    listed = {name: load_exercise(name) for name in scenario_names("exercise")}
    if as_json:
        shown = {name: _about(loaded) for name, loaded in listed.items()}
        print_json({"exercises": shown})
    else:
        show_exercises(listed)


def check_exercise_command(name: ExerciseName, as_json: AsJson = False) -> None:
    """Say go or no-go before anybody sits down, and play it once with nobody acting; exit 1 for no-go."""
    from twin.exercise.check import check_exercise
    from twin.exercise.file import load_exercise
    from twin.exercise.show import show_verdict

    verdict = check_exercise(load_exercise(name))
    if as_json:
        findings = [{**asdict(each), "place": str(each.place)} for each in verdict.findings]
        print_json(
            {"go": verdict.go, "findings": findings, "nobody_acting": asdict(verdict.dry) if verdict.dry else None}
        )
    else:
        show_verdict(verdict, name)
    if not verdict.go:
        raise typer.Exit(NO)


def play_exercise_command(
    name: ExerciseName,
    script: Annotated[Path, typer.Option("--script", metavar="FILE", help="Moves of the seats, and what they bring.")],
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Play an exercise with written moves instead of people; exit 1 where what the script expects is not so."""
    from twin.exercise.file import load_exercise
    from twin.exercise.moves import load_moves
    from twin.exercise.play import play
    from twin.exercise.played import PLAYED_FILE, document_of, write_played
    from twin.exercise.show import show_played
    from twin.lab.output import check_folder, whole_folder

    loaded = load_exercise(name)
    moves = load_moves(script, loaded)
    if out:
        check_folder(out, PLAYED_FILE, loaded.exercise.twin.story)
    played = play(moves)
    if out:
        with whole_folder(out) as folder:
            write_played(played, folder)
    if as_json:
        print_json(document_of(played))
    else:
        show_played(played, name, out)
    if not played.good:
        raise typer.Exit(NO)


def _about(loaded: Any) -> dict[str, Any]:
    exercise = loaded.exercise
    return {
        "title": exercise.title, "summary": exercise.summary, "minutes": exercise.minutes,
        "story": exercise.twin.story, "roles": [role.id for role in exercise.roles],
        "objectives": [each.id for each in exercise.objectives], "sha256": loaded.sha256,
    }  # fmt: skip
