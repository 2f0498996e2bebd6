"""Papers of exercises: exercise report, exercise msel, exercise pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twin.cli.exercise_host import StoreAddress
from twin.cli.exercises import ExerciseName
from twin.cli.options import AsJson, OutFolder, Seeds, print_json

if TYPE_CHECKING:
    from twin.exercise.report.cover import Cover
    from twin.exercise.report.review import Review

Formats = Annotated[
    list[str] | None, typer.Option("--as", metavar="FORMAT", help="html, md, docx, pdf or json; repeatable.")
]
CoverWords = Annotated[
    list[str] | None,
    typer.Option("--cover", metavar="NAME=WORDS", help="sponsor, contact, place, marking or summary; repeatable."),
]
MSEL_SUFFIXES = (".csv", ".xlsx")


def report_command(
    source: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder that twin exercise play --out wrote, or an id of the store.")
    ],
    edition: Annotated[
        str, typer.Option("--edition", metavar="WHICH", help="facilitator, participant, or both.")
    ] = "both",
    formats: Formats = None,
    cover: CoverWords = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            "--earlier", metavar="DIR", help="An exercise before it, folder or id as DIR is; repeatable, in order."
        ),
    ] = None,
    seeds: Seeds = 0,
    store: StoreAddress = None,
    out: OutFolder = None,
    as_json: AsJson = False,
) -> None:
    """Write the after-action report of an exercise that is over, from its file and its log.

    With --seeds other courses are run as well: nobody deciding anything, and what the exercise file asks for.
    """
    from twin.exercise.papers.json_text import document_of
    from twin.exercise.papers.to_disk import check_formats, papers_of, write_papers
    from twin.exercise.report.compose import editions, report
    from twin.exercise.report.cover import read_cover
    from twin.exercise.show_papers import show_report

    wanted, told, named = check_formats(formats or ["html"]), read_cover(cover or []), editions(edition)
    review = _review(source, told, earlier or [], store)
    if seeds:
        _run_others(review, seeds)
    documents = {f"{each}/after-action": report(review, each) for each in named}
    name = review.exercise.name
    written = write_papers(papers_of(documents, wanted), out, name) if out else []
    first = documents[f"{named[0]}/after-action"]
    if as_json:
        print_json(document_of(first) | {"written": [str(path) for path in written]})
    else:
        show_report(review, first, written)


def msel_command(
    name: ExerciseName,
    read: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help="A CSV or XLSX whose rows become the injects.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Where to: .csv or .xlsx, or with --read the new exercise.yaml."),
    ] = None,
) -> None:
    """Write the list of injects as a table, or take it back from one."""
    from twin.exercise.file import load_exercise
    from twin.exercise.outside import seconds, wall_of
    from twin.exercise.papers.msel import msel_rows
    from twin.exercise.papers.msel_in import with_msel
    from twin.exercise.papers.sheets import csv_of, read_file, xlsx_of
    from twin.exercise.papers.to_disk import write_file

    loaded = load_exercise(name)
    if read is not None:
        changed = with_msel(loaded.text, read_file(read), str(read), loaded.exercise.name)
        _give(changed.text.encode(), to, write_file, (".yaml", ".yml"))
        return
    rows = msel_rows(loaded.exercise)
    workbook = to is not None and to.suffix == ".xlsx"
    content = xlsx_of(rows, wall_of(seconds()).replace("Z", "+00:00")) if workbook else csv_of(rows)
    _give(content, to, write_file, MSEL_SUFFIXES)


def pack_command(
    name: ExerciseName,
    formats: Formats = None,
    cover: CoverWords = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write the papers there: a folder, or a file.zip.")
    ] = None,
) -> None:
    """Write every paper of an exercise before play: manual, guide, cards, forms, list of injects."""
    from twin.exercise.file import load_exercise
    from twin.exercise.outside import seconds, wall_of
    from twin.exercise.papers.pack import PAPERS, pack
    from twin.exercise.papers.to_disk import check_formats, write_papers
    from twin.exercise.report.cover import read_cover
    from twin.exercise.show_papers import show_written

    loaded, wanted, told = load_exercise(name), check_formats(formats or ["pdf"]), read_cover(cover or [])
    written = []
    if out is not None:
        files = pack(loaded, wall_of(seconds()), told.marking, wanted)
        written = write_papers(files, out, loaded.exercise.name)
    else:
        typer.echo(f"{loaded.exercise.title}: {', '.join(PAPERS)}, msel")
    show_written(written, f"twin exercise pack {name} --out pack.zip")


def _review(source: str, cover: Cover, earlier: list[Path], store: str | None) -> Review:
    """The exercise in a folder, where there is one of that name; else that of the store."""
    from twin.exercise.report.origin import review_in_store, review_of_folder

    if Path(source).is_dir() or (store is None and "/" in source):
        return review_of_folder(Path(source), cover, earlier)
    from twin.exercise.store.store import Store

    return review_in_store(Store(store), source, cover, map(str, earlier))


def _run_others(review: Review, seeds: int) -> None:
    """Add branches that are run now; say which could not be."""
    from twin.exercise.report.others import other_courses
    from twin.lab.asked import check_seeds

    check_seeds(seeds)
    branches, left_out = other_courses(review.loaded, review.events, seeds)
    review.branches = [*review.branches, *branches]
    for line in left_out:
        typer.echo(f"not run: {line}", err=True)


def _give(
    content: bytes, to: Path | None, write: Callable[[bytes, Path, tuple[str, ...]], None], known: tuple[str, ...]
) -> None:
    """To a file, or to standard output as text."""
    if to is None:
        typer.echo(content.decode("utf-8-sig"), nl=False)
    else:
        write(content, to, known)
        typer.echo(str(to))
