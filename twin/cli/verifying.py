"""The command that holds the models to known answers: verify."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.options import NO, AsJson, Seed, Workers, print_json

if TYPE_CHECKING:
    from twin.lab.verify.suite import Request, Verdict


def verify_command(
    cases: Annotated[list[str] | None, typer.Option("--case", metavar="ID", help="One case; repeatable.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change an input of the case; repeatable.")
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="List cases and their inputs, and run nothing.")] = False,
    seed: Seed = 1,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Hold the models to exact and published answers; exit 1 where one is missed."""
    from twin.lab.verify.request import read_settings
    from twin.lab.verify.suite import plan

    changed = read_settings(settings or ())
    if only_list:
        _list_cases(plan(cases or (), changed), as_json=as_json)
        return
    from twin.lab.verify.show import show_verdicts, verdicts_json

    verdicts = _verify(cases or (), changed, seed, workers)
    if as_json:
        print_json(verdicts_json(verdicts, seed))
    else:
        show_verdicts(verdicts, seed)
    if not all(verdict.passed for verdict in verdicts):
        raise typer.Exit(NO)


def _list_cases(requests: Sequence[Request], *, as_json: bool) -> None:
    from twin.lab.verify.show import cases_json, show_cases

    if as_json:
        print_json(cases_json(requests))
    else:
        show_cases(requests)


def _verify(cases: Sequence[str], settings: Mapping[str, float], seed: int, workers: int | None) -> list[Verdict]:
    from twin.lab.show import progress_bar
    from twin.lab.verify.suite import verify

    count = workers if workers is not None else min(os.cpu_count() or 1, 8)
    with progress_bar("verifying") as advance:
        return verify(cases, settings, seed=seed, workers=count, progress=lambda done, jobs: advance(done / jobs))
