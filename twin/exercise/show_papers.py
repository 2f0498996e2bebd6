"""What the command line prints of papers: a report's five facts and findings, and what was written where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from twin.exercise.papers.document import Document, Facts, computed_share
from twin.exercise.report.candidates import candidates
from twin.exercise.report.objectives import of_record
from twin.exercise.report.review import Review
from twin.lab.show import console
from twin.lab.wording import plural

_MOST = 12


def show_report(review: Review, document: Document, written: Sequence[Path]) -> None:
    """The answer, the facts, ratings, candidates for findings, and how much is computed."""
    say = console()
    say.print(Text.assemble((review.exercise.title, "bold"), f"  {review.dated[:10]}"))
    say.print(document.answer, soft_wrap=True)
    summary = next(section for section in document.sections if section.anchor == "summary")
    facts = next(block for block in summary.blocks if isinstance(block, Facts))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for fact in facts.facts:
        cites = ", ".join(map(str, fact.said.cites[:3]))
        table.add_row(fact.name, fact.said.text, fact.detail, Text(cites, style="dim"))
    say.print(table)
    say.print(_ratings(review))
    _findings(review)
    computed, of = computed_share(document)
    say.print(f"\n{computed} of {of} statements computed from the logs ({100 * computed / of:.0f} %)")
    show_written(written, "twin exercise report DIR --as html --as docx --out report")


def _ratings(review: Review) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in ("objective", "proposed", "of record"):
        table.add_column(head)
    for objective in review.exercise.objectives:
        proposal = review.proposals.get(objective.id)
        given = of_record(review, objective.id) or "not confirmed"
        table.add_row(objective.text, proposal.rating if proposal else "none", given)
    return table


def _findings(review: Review) -> None:
    found, say = candidates(review), console()
    say.print("Candidates for findings" if found else "No candidate for a finding", style="bold")
    for candidate in found[:_MOST]:
        sign = "+" if candidate.kind == "strength" else "-"
        cites = ", ".join(map(str, candidate.cites[:3]))
        say.print(Text.assemble(f"  {sign} {candidate.text}  ", (cites, "dim")), soft_wrap=True)
    if len(found) > _MOST:
        say.print(f"  and {len(found) - _MOST} more", style="dim")


def show_written(written: Sequence[Path], otherwise: str) -> None:
    """The files that were written, or the command that would write them."""
    say = console()
    if not written:
        say.print(f"next   {otherwise}", soft_wrap=True)
        return
    say.print(f"{plural(len(written), 'file')} written")
    for path in written:
        say.print(f"  {path}", soft_wrap=True)
