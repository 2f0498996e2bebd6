"""Commands that read policies as an architect does: policy show, policy diff, policy check, path."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.options import NO, AsJson, print_json

PolicyName = Annotated[
    str, typer.Argument(metavar="NAME", help="A posture (twin list postures), or a kind of policy without options.")
]
OnSite = Annotated[str, typer.Option("--site", metavar="S", help="Name or path of a site (twin list sites).")]
OfRun = Annotated[
    Path | None, typer.Option("--run", metavar="DIR", help="Count hits in this run (twin run --out DIR).")
]


def show_command(
    name: PolicyName,
    site: OnSite = "small",
    run: OfRun = None,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE", help="Draw zones and conduits, as .png or .svg.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a policy on a site: zones with their security levels, conduits, rules and what needs them."""
    from twin.lab.policy import show_and_draw
    from twin.lab.policy.show import show_sheet

    sheet = show_and_draw(name, site, run, figure)
    if as_json:
        print_json({**sheet.to_json(), "figure": str(figure) if figure else None})
    else:
        show_sheet(sheet, figure)


def diff_command(
    before: Annotated[str, typer.Argument(metavar="A", help="The policy before: a posture or a kind.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The policy after.")],
    site: OnSite = "small",
    as_json: AsJson = False,
) -> None:
    """Say who gains and who loses which path between two policies."""
    from twin.lab.policy import diff_policies
    from twin.lab.policy.show import show_difference

    difference = diff_policies(before, after, site)
    if as_json:
        print_json(difference.to_json())
    else:
        show_difference(difference)


def review_command(name: PolicyName, site: OnSite = "small", run: OfRun = None, as_json: AsJson = False) -> None:
    """Find needs a policy breaks, rules that never decide, devices that fit no zone; exit 1 where it is not sound."""
    from twin.lab.policy import check_policy
    from twin.lab.policy.show import show_review

    review = check_policy(name, site, run)
    if as_json:
        print_json(review.to_json())
    else:
        show_review(review)
    if not review.sound:
        raise typer.Exit(NO)


def path_command(
    src: Annotated[str, typer.Argument(metavar="A", help="Who asks: an asset, a kind, or a pattern like amr-*.")],
    dst: Annotated[str, typer.Argument(metavar="B", help="Whom: an asset, a kind, or a pattern.")],
    posture: Annotated[str, typer.Option("--posture", metavar="P", help="Name or path of a posture.")],
    site: OnSite = "small",
    as_json: AsJson = False,
) -> None:
    """Say who can reach whom, over what, by which rule, enforced and seen by whom; exit 1 where nobody can."""
    from twin.lab.policy import find_paths
    from twin.lab.policy.show import show_answer

    answer = find_paths(src, dst, posture, site)
    if as_json:
        print_json(answer.to_json())
    else:
        show_answer(answer)
    if not answer.open_pairs:
        raise typer.Exit(NO)
