"""Commands about detections: what detectors say of records, and whether a ruleset keeps its promises.

Exit codes of ``detect``: 0 every promise kept, 1 one broken, 2 a rule that cannot be read or could not speak, 3 a test
file that cannot be understood, 5 nothing to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.options import AsJson, Columns, OutFolder, Register, SiteName, TimeFormat, Workers, print_json
from twin.core.errors import BadInput, Fault, Place, remedy_for
from twin.lab import asked

if TYPE_CHECKING:
    from twin.lab.detection.on_logs import Asked
    from twin.lab.detection.results import Outcome

Logs = Annotated[
    Path | None,
    typer.Option("--logs", metavar="PATH", help="Folder of twin import or run --out; or Zeek, EVE, a capture, a CSV."),
]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Test files (*.detect.yml), or folders of them; this folder."),
]
RulePaths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Test files (*.detect.yml), rules, or folders; this folder."),
]
Cache = Annotated[
    Path | None, typer.Option("--cache", metavar="DIR", help="Keep runs there and use those that are; .twin-cache.")
]
MaybeSeeds = Annotated[
    int | None, typer.Option("--seeds", metavar="N", parser=asked.whole("--seeds"), help="How many paired seeds.")
]
Form = Annotated[
    str, typer.Option("--format", metavar="F", help="Print text, json, junit, sarif, markdown, html or github.")
]
Labels = Annotated[
    Path | None, typer.Option("--labels", metavar="FILE", help="CSV of when (from, to) and what was attacked.")
]
Train = Annotated[
    Path | None, typer.Option("--train", metavar="FILE", help="A process's CSV without attacks, to learn from.")
]
RulesToHear = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="PATH", help="Rules to hear on --logs, instead of the posture's; repeatable."),
]
ToHear = Annotated[
    str, typer.Option("--detectors", metavar="A,B", help="Detectors to hear on --logs, instead of the posture's.")
]
MaybePosture = Annotated[
    str | None, typer.Option("--posture", metavar="P", help="Name or path of a posture.", show_default="zones")
]


def detect_run_command(
    paths: Paths = None,
    logs: Logs = None,
    posture: MaybePosture = None,
    site: SiteName = None,
    rules: RulesToHear = None,
    detectors: ToHear = "",
    labels: Labels = None,
    train: Train = None,
    register: Register = None,
    columns: Columns = None,
    time_format: TimeFormat = "",
    cache: Cache = None,
    workers: Workers = None,
    seeds: MaybeSeeds = None,
    out: OutFolder = None,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Judge what detection tests promise, on runs or on --logs; or let detectors read --logs, and score them."""
    from twin.lab.detection.files import check_out, write_outcome
    from twin.lab.detection.on_logs import Asked
    from twin.lab.detection.regress import CACHE, regress, regress_on
    from twin.lab.import_words import options_of
    from twin.lab.show import progress_bar

    about_logs = {
        "--posture": posture, "--site": site, "--rules": rules, "--detectors": detectors, "--labels": labels,
        "--train": train, "--register": register, "--column": columns, "--time-format": time_format,
    }  # fmt: skip
    checks = (partial(_check_form, form), partial(check_out, out), partial(check_apart, logs, about_logs),
              partial(asked.check_workers, workers), partial(_check_numbers, seeds),
              partial(_check_logs, logs))  # fmt: skip
    _check_all(checks, paths or ([Path()] if logs is None else []))
    if logs is None:
        with progress_bar("listening") as advance:
            found = regress(paths or [Path()], cache=cache or CACHE, workers=workers, seeds=seeds,
                            progress=lambda done, of: advance(done / of))  # fmt: skip
    else:
        options = options_of(None, columns or (), time_format)
        told = Asked(logs, cache or CACHE, posture or "zones", site, labels, train, options, register)
        if not paths:
            _hear(told, rules or (), detectors, None if form == "text" and out is None else form, out, as_json=as_json)
            return
        found = regress_on(paths, told.find().folder, told.posture, site, labels)
    if out is not None:
        write_outcome(found, out)
    _answer(found, "brief" if as_json else form, out)


def detect_lint_command(paths: RulePaths = None, as_json: AsJson = False) -> None:
    """Read rules and detection tests without running them: every fault, and what is left untested."""
    from twin.lab.detection.lint import lint
    from twin.lab.detection.results import fault_json
    from twin.lab.detection.show import show_lint

    found = lint(paths or [Path()])
    if as_json:
        told = {"faults": found.faults, "warnings": found.warnings}
        listed = {name: [*map(fault_json, said)] for name, said in told.items()}
        print_json({"exit_code": found.exit_code, "files": found.files, **listed})
    else:
        show_lint(found.faults, found.warnings, found.files)
    raise typer.Exit(found.exit_code)


def _answer(found: Outcome, form: str, out: Path | None) -> None:
    from twin.lab.detection.outputs import render
    from twin.lab.detection.show import show_outcome, show_written

    if form == "brief":
        print_json(found.to_json())
    elif form == "text":
        show_outcome(found)
        show_written(out)
    else:
        typer.echo(render(found, form), nl=False)
    raise typer.Exit(found.exit_code)


def _check_all(checks: Sequence[Callable[[], object]], paths: Sequence[Path]) -> None:
    """Raise what any of *checks* has to say, and with it every fault of the tests in *paths*."""
    from twin.lab.detection.regress import read_tests

    if faults := asked.faults_of(*checks):
        raise BadInput([*faults, *read_tests(paths)[1]])


def _check_numbers(seeds: int | None) -> None:
    if seeds is not None:
        asked.check_seeds(seeds)


def _check_logs(logs: Path | None) -> None:
    if logs is not None and not logs.exists():
        raise BadInput([Fault(Place(str(logs)), "missing-file", "there is no such file or folder", "check the path")])


def _check_form(form: str) -> None:
    from twin.lab.detection.outputs import FORMS

    known = ("text", *FORMS)
    if form not in known:
        fault = Fault(Place("--format"), "unknown-word", f'there is no form "{form}"', remedy_for(form, known))
        raise BadInput([fault])


def check_apart(logs: Path | None, given: Mapping[str, object]) -> None:
    """Options that say something about ``--logs`` say nothing without."""
    faults = [
        Fault(Place(name), "missing-key", "is about logs, and none are named.", "name them with --logs PATH")
        for name, value in given.items()
        if value and logs is None
    ]
    if faults:
        raise BadInput(faults)


def _hear(
    asked_for: Asked, rules: Sequence[Path], detectors: str, form: str | None, out: Path | None, *, as_json: bool
) -> None:
    """What detectors say of logs; as a report, in which each promises that it can speak, where *form* is one."""
    from twin.lab.detection.files import write_outcome
    from twin.lab.detection.on_logs import hear_logs, own_ruleset
    from twin.lab.detection.own_ruleset import ruleset_of
    from twin.lab.detection.show_logs import show_logs

    heard = hear_logs(asked_for, ruleset_of(own_ruleset(asked_for), rules, detectors))
    if form is not None and not as_json:
        found = heard.outcome()
        if out is not None:
            write_outcome(found, out)
        _answer(found, form, out)
    if as_json:
        print_json(heard.to_json())
    else:
        show_logs(heard)
    raise typer.Exit(heard.exit_code)
