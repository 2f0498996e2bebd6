"""Commands for who writes detections: why a rule did not fire, what a change changes, what tests cover, what converts.

Exit codes as those of ``twin detect run``: 0 as wanted, 1 not, 2 a rule that cannot be read or cannot match, 3 another
input that cannot be understood, 5 nothing to judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from twin.cli.detection import Cache, Logs, MaybeSeeds, Paths, check_apart
from twin.cli.options import AsJson, Hours, OutFolder, Register, Seed, SiteName, Workers, print_json
from twin.core.errors import BadInput, Fault, Place

_ONE_RUN, _RUNS = "give either --story S or --logs DIR", "give either --tests PATH or --stories S"
PostureName = Annotated[str, typer.Option("--posture", metavar="P", help="Name or path of a posture.")]


def detect_explain_command(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Title, id or file of a rule; or a kind of detector.")],
    story: Annotated[str | None, typer.Option("--story", metavar="S", help="Name or path of a story.")] = None,
    logs: Logs = None,
    posture: PostureName = "zones",
    seed: Seed = 1,
    entity: Annotated[str, typer.Option("--entity", metavar="E", help="Only what concerns this asset.")] = "",
    site: SiteName = None,
    register: Register = None,
    hours: Hours = None,
    cache: Cache = None,
    as_json: AsJson = False,
) -> None:
    """Say why a rule did or did not fire: the rows through each leaf, the nearest row, the best group."""
    from twin.lab.detection.explain_asked import explanations, sight_of_logs, sight_of_story
    from twin.lab.detection.explain_show import show_explanations
    from twin.lab.detection.regress import CACHE

    if (story is None) == (logs is None):
        raise BadInput([Fault(Place("--story"), "missing-value", "explain looks at one run", _ONE_RUN)])
    check_apart(logs, {"--register": register})
    if story is not None:
        sight = sight_of_story(story, posture, seed, cache or CACHE, site, hours)
    else:
        sight = sight_of_logs(logs or Path(), posture, site, cache or CACHE, register)
    found = explanations(rule, sight, posture, entity)
    code = _worst(each.exit_code for each in found)
    if as_json:
        print_json({"exit_code": code, "run": sight.label, "rules": [each.to_json() for each in found]})
    else:
        show_explanations(found, sight.label)
    raise typer.Exit(code)


def detect_diff_command(
    first: Annotated[str, typer.Argument(metavar="A", help="Rules, a posture, or a revision of git (main:rules).")],
    second: Annotated[str, typer.Argument(metavar="B", help="What is to be compared with it.")],
    tests: Annotated[list[Path] | None, typer.Option("--tests", metavar="PATH", help="Test files; repeatable.")] = None,
    stories: Annotated[str, typer.Option("--stories", metavar="A,B,...", help="Stories, with commas between.")] = "",
    postures: Annotated[
        str, typer.Option("--postures", metavar="A,B,...", help="Postures, with commas between.")
    ] = "zones",
    seeds: MaybeSeeds = None,
    hours: Hours = None,
    site: SiteName = None,
    cache: Cache = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare two rulesets on the same runs: what fires no more, what got slower, what got noisier."""
    from twin.lab.detection.diff_run import Stage, diff
    from twin.lab.detection.diff_show import show_difference
    from twin.lab.detection.diff_sides import side_of
    from twin.lab.detection.regress import CACHE
    from twin.lab.show import progress_bar

    if bool(tests) == bool(stories):
        raise BadInput([Fault(Place("--tests"), "missing-value", "a difference needs runs", _RUNS)])
    stage = Stage(tuple(tests or ()), _listed(stories), _listed(postures), seeds, hours, site)
    with TemporaryDirectory() as scratch, progress_bar("comparing") as advance:
        sides = side_of(first, Path(scratch) / "a"), side_of(second, Path(scratch) / "b")
        found = diff(*sides, stage, cache=cache or CACHE, workers=workers,
                     progress=lambda done, of: advance(done / of))  # fmt: skip
    if as_json:
        print_json(found.to_json())
    else:
        show_difference(found)
    raise typer.Exit(found.exit_code)


def detect_coverage_command(
    paths: Paths = None,
    cache: Cache = None,
    workers: Workers = None,
    seeds: MaybeSeeds = None,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Measure what detection tests cover: recall by technique, rules that never fire, leaves that nothing exercises."""
    from twin.lab.detection.coverage import coverage
    from twin.lab.detection.coverage_layers import COVERAGE_FILE, write_coverage
    from twin.lab.detection.coverage_show import show_coverage
    from twin.lab.detection.regress import CACHE
    from twin.lab.output import check_folder
    from twin.lab.show import progress_bar

    if out is not None:
        check_folder(out, COVERAGE_FILE, "")
    with progress_bar("listening") as advance:
        found = coverage(paths or [Path()], cache=cache or CACHE, workers=workers, seeds=seeds,
                         progress=lambda done, of: advance(done / of))  # fmt: skip
    if out is not None:
        write_coverage(found, out)
    if as_json:
        print_json(found.to_json())
    else:
        show_coverage(found)
    raise typer.Exit(found.exit_code)


def detect_convert_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A rule file, or a folder of rules.")],
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Turn old aggregations into correlations, and say of each rule whether it can be used here."""
    from twin.lab.detection.convert import CONVERT_FILE, convert
    from twin.lab.detection.convert_show import show_conversion
    from twin.lab.output import check_folder

    if out is not None:
        check_folder(out, CONVERT_FILE, "")
    found = convert(path)
    if out is not None:
        found.write(out)
    if as_json:
        print_json(found.to_json())
    else:
        show_conversion(found, out)
    raise typer.Exit(found.exit_code)


def _worst(codes: Iterable[int]) -> int:
    """2 where any rule is unable; otherwise 0 where one fired, or the reason why none did."""
    from twin.lab.detection.results import PASSED, RULE_ERROR

    told = set(codes)
    return next((code for code in (RULE_ERROR, PASSED) if code in told), max(told, default=PASSED))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())
