"""The command that teaches detectors what is usual: detect train."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from twin.cli.options import AsJson, Workers, print_json
from twin.core.errors import BadInput
from twin.lab import asked

PartHours = Annotated[
    float,
    typer.Option("--hours", metavar="H", parser=asked.number("--hours"), help="Simulated hours; the story's own."),
]


def train_command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Write the model there, as .json.")],
    site: Annotated[
        str, typer.Option("--site", metavar="S", help="Name or path of a site (twin list sites).")
    ] = "small",
    postures: Annotated[
        str, typer.Option("--postures", metavar="A,B", help="Names of postures, with commas.")
    ] = "flat,vlan,zones,microsegmentation,zero-trust",
    parts: Annotated[
        int, typer.Option("--parts", metavar="N", parser=asked.whole("--parts"), help="Lessons a posture over a day.")
    ] = 4,
    hours: PartHours = 1.0,
    first_seed: Annotated[
        int,
        typer.Option("--first-seed", metavar="N", parser=asked.whole("--first-seed"), help="Seed of the first lesson."),
    ] = 1001,
    members: Annotated[
        str | None,
        typer.Option("--members", metavar="RULE", help="Learn as a federation: mean, median or trimmed_mean."),
    ] = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Learn what is usual on benign hours of a site, and write the model that anomaly or federated read."""
    from twin.lab.learning.show import show_model
    from twin.lab.learning.syllabus import Syllabus, check
    from twin.lab.learning.training import check_out, rule_of, train, write
    from twin.lab.loader import load_posture, load_site
    from twin.lab.show import progress_bar

    names = tuple(name for name in postures.split(",") if name)
    syllabus = Syllabus(site, names, parts, hours, first_seed=first_seed)
    wrong = asked.faults_of(
        partial(check_out, out), partial(rule_of, members), partial(asked.check_workers, workers),
        partial(asked.check_hours, hours), partial(load_site, site), *(partial(load_posture, name) for name in names),
        partial(check, syllabus),
    )  # fmt: skip
    if wrong:
        raise BadInput(wrong)
    rule = rule_of(members)
    count = workers if workers is not None else min(os.cpu_count() or 1, 8)
    with progress_bar("learning") as advance:
        model = train(syllabus, rule, count, lambda done, jobs: advance(done / jobs))
    size = write(model, out)
    if as_json:
        told = model.to_json()
        print_json({"file": str(out), "bytes": size, "digest": told["digest"], "origin": told["origin"]})
    else:
        show_model(model, out, size)
