"""The command line: thin commands over ``import twin``, quiet by default.

Data goes to standard output and progress to standard error, only where that is a terminal. ``--json`` prints one JSON
document and nothing else. Exit codes: 0 good, 1 the answer is no, 2 bad input, 130 interrupted. Nothing heavy is
imported before a command needs it; a command is there because a line of :data:`COMMANDS` says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from io import TextIOWrapper
from typing import Any

import typer

from twin.cli.asking import check_command, describe_command, explain_command, list_command, schema_command
from twin.cli.detect_codes import GROUP, refuse
from twin.cli.detection import detect_lint_command, detect_run_command
from twin.cli.detection_tools import (
    detect_convert_command,
    detect_coverage_command,
    detect_diff_command,
    detect_explain_command,
)
from twin.cli.exercise_game import game_command
from twin.cli.exercise_host import host_command
from twin.cli.exercise_papers import msel_command, pack_command, report_command
from twin.cli.exercises import check_exercise_command, list_exercises_command, play_exercise_command
from twin.cli.learning import train_command
from twin.cli.options import BAD_INPUT, GOOD, INTERRUPTED, NO, NOTHING_WRITTEN, print_json
from twin.cli.policies import diff_command, path_command, review_command, show_command
from twin.cli.records import export_command, flows_command, import_command
from twin.cli.runs import Told, compare_command, demo_command, replay_command, run_command, what_if_command
from twin.cli.stories import baseline_command, describe_story_command, inventory_command, matrix_command
from twin.cli.verifying import verify_command
from twin.core.errors import BadInput, Fault, RunInterrupted

__all__ = ["BAD_INPUT", "COMMANDS", "GOOD", "INTERRUPTED", "NO", "app", "main"]

COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("run", run_command),
    ("compare", compare_command),
    ("replay", replay_command),
    ("whatif", what_if_command),
    ("export", export_command),
    ("import", import_command),
    ("inventory", inventory_command),
    ("flows", flows_command),
    ("path", path_command),
    ("verify", verify_command),
    ("list", list_command),
    ("explain", explain_command),
    ("check", check_command),
    ("schema", schema_command),
    ("demo", demo_command),
)
"""Commands in the order of the help."""

GROUPS: tuple[tuple[str, str, tuple[tuple[str, Callable[..., Any]], ...]], ...] = (
    (
        "story",
        "What a story does, and how far it gets against every posture.",
        (("describe", describe_story_command), ("matrix", matrix_command), ("baseline", baseline_command)),
    ),
    ("site", "What a site is, before anything runs.", (("describe", describe_command),)),
    (
        "policy",
        "What a policy allows, forbids and breaks on a site, before anything runs.",
        (("show", show_command), ("diff", diff_command), ("check", review_command)),
    ),
    (
        "detect",
        "What detectors say about records, a run's or your own, and whether a ruleset keeps its promises.",
        (
            ("run", detect_run_command),
            ("lint", detect_lint_command),
            ("explain", detect_explain_command),
            ("diff", detect_diff_command),
            ("coverage", detect_coverage_command),
            ("convert", detect_convert_command),
            ("train", train_command),
        ),
    ),
    (
        "exercise",
        "Tabletop exercises on a running hub: checked, played, written up.",
        (
            ("list", list_exercises_command),
            ("check", check_exercise_command),
            ("play", play_exercise_command),
            ("game", game_command),
            ("report", report_command),
            ("msel", msel_command),
            ("pack", pack_command),
            ("host", host_command),
        ),
    ),
)
"""Commands of two words, by their first."""

app = typer.Typer(
    name="twin",
    help="A cyber-physical digital twin of a logistics hub: run an attack, change the segmentation, read the damage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the time of a drawn one
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for _name, _command in COMMANDS:
    app.command(_name)(_command)

for _group, _help, _members in GROUPS:
    _app = typer.Typer(help=_help, no_args_is_help=True, rich_markup_mode=None)
    for _name, _command in _members:
        _app.command(_name)(_command)
    app.add_typer(_app, name=_group)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that has no ± shows a question mark
    try:
        app(args=words)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else GOOD
        return _fail(words, code, NOTHING_WRITTEN) if code == INTERRUPTED else code
    except BadInput as error:
        return _refuse(words, error)
    except Told as stop:
        typer.echo(str(stop), err=True)
        return INTERRUPTED
    except (KeyboardInterrupt, RunInterrupted) as stop:
        return _fail(words, INTERRUPTED, str(stop) or NOTHING_WRITTEN)
    except OSError as error:
        return _fail(words, BAD_INPUT, f"{error.filename or 'twin'}  {error.strerror or error}")
    return GOOD


def _refuse(words: Sequence[str], error: BadInput) -> int:
    if words[:1] == [GROUP]:
        return refuse(error, as_json="--json" in words)
    return _fail(words, BAD_INPUT, f"{error}\n{error.summary()}", error.faults)


def _fail(words: Sequence[str], code: int, message: str, faults: Sequence[Fault] = ()) -> int:
    """Say it in words on standard error, and with ``--json`` as the one document on standard output."""
    from twin.lab.wording import tame

    typer.echo(tame(message), err=True)
    if "--json" in words:
        told = [
            {**asdict(fault.place), "code": fault.code, "message": fault.message, "remedy": fault.remedy}
            for fault in faults
        ]
        print_json({"error": {"exit_code": code, "message": message, "faults": told}})
    return code
