"""What the after-action page shows: rows, choices and files, made from a finished exercise without a browser.

The run is made once for an exercise; what is said after its end changes the report, not the run.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from threading import Lock
from typing import Any, NamedTuple

from dashboards.views.figure import on_theme
from dashboards.views.tiles import Tile
from twin.exercise.event import Event
from twin.exercise.papers.document import Bullets, Cite, Document, Facts, Picture, Section, Statement, Table
from twin.exercise.papers.formats import FORMATS, written
from twin.exercise.report.candidates import Candidate, candidates
from twin.exercise.report.compose import Edition, report
from twin.exercise.report.objectives import of_record
from twin.exercise.report.review import Review
from twin.exercise.spec import RATINGS

OWN_WORDS = "In my own words"
LONG = 24
"""Letters of a word that a narrow column cannot hold."""
_DRAWING = Lock()
"""Figures are drawn under one set of settings at a time, whoever asks."""


class Rated(NamedTuple):
    """An objective on the page: its words, what is proposed and why, what is of record; what people said last, and why.

    ``given`` is not of record where it was said during play.
    """

    id: str
    text: str
    capability: str
    proposed: str
    because: str
    of_record: str
    given: str
    why: str


def over(events: Sequence[Event]) -> bool:
    """Whether the exercise has ended."""
    return any(event.kind == "finished" for event in events)


def document_of(review: Review, edition: Edition = "facilitator") -> Document:
    """The report in one edition."""
    with _DRAWING:
        return report(review, edition)


def file_of(review: Review, edition: Edition, name: str) -> bytes:
    """The report as a file in format *name*."""
    document = document_of(review, edition)
    with _DRAWING:
        return written(document, name)


def file_name(review: Review, edition: Edition, name: str) -> str:
    """What that file is called."""
    return f"{review.exercise.name}-{edition}{FORMATS[name].suffix}"


def tiles_of(document: Document) -> list[Tile]:
    """The five facts as tiles."""
    facts = next(block for block in section(document, "summary").blocks if isinstance(block, Facts))
    return [Tile(fact.name, fact.said.text, fact.said.text[:1].isdigit()) for fact in facts.facts]


def section(document: Document, anchor: str) -> Section:
    """One section by its anchor."""
    return next(each for each in document.sections if each.anchor == anchor)


def ratings_of(review: Review) -> list[Rated]:
    """The objectives, in the order of the file."""
    found = []
    for objective in review.exercise.objectives:
        proposal, event = review.proposals.get(objective.id), review.state.ratings.get(objective.id)
        found.append(
            Rated(
                objective.id, objective.text, objective.capability, proposal.rating if proposal else "",
                proposal.because if proposal else "", of_record(review, objective.id),
                str(event.body["rating"]) if event else "", str(event.body.get("why", "")) if event else "",
            )
        )  # fmt: skip
    return found


def first_choice(rated: Rated) -> str:
    """The letter that a rating begins with: what people said last, else proposed, else the middle of the scale."""
    return rated.given or rated.proposed or RATINGS[1]


def standing(rated: Rated) -> str:
    """Whether a rating is of record, in words."""
    if rated.of_record:
        return f"Of record: {rated.of_record}."
    return f"Not confirmed: {rated.given} was given during play." if rated.given else "Not confirmed."


def choices_of(review: Review) -> dict[str, Candidate]:
    """Candidates that nobody has picked, by id."""
    taken = {event.ref for event in review.of("finding")}
    return {candidate.id: candidate for candidate in candidates(review) if candidate.id not in taken}


def evidence_of(candidate: Candidate) -> str:
    """Its events, as the form has them; rows of the run's log go with its id."""
    return ", ".join(str(cite) for cite in candidate.cites if not cite.table)


def read_evidence(text: str, last: int) -> list[int]:
    """Numbers of events in *text*; raises ``ValueError`` with words where one is none of the *last*."""
    found = []
    for word in text.replace(",", " ").split():
        number = word.removeprefix("#")
        if not number.isdecimal() or not 1 <= int(number) <= last:
            raise ValueError(f"{word} is no number of an event: write #1 to #{last}, with commas between them")
        found.append(int(number))
    return found


def blocks_html(section: Section, *, dark: bool) -> str:
    """A section as HTML for a page that is light or dark; its heading is the page's."""
    return STYLE + "".join(_block(block, dark=dark) for block in section.blocks)


STYLE = """<style>
.aa { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; margin: 4px 0 14px; }
.aa th, .aa td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid rgba(128, 140, 150, 0.35);
  vertical-align: top; }
.aa td.aa-long { overflow-wrap: anywhere; min-width: 10em; }
.aa th { font-size: 12.5px; font-weight: 400; opacity: 0.85; }
.aa caption { text-align: left; font-size: 13px; opacity: 0.85; }
.aa-box { overflow-x: auto; } .aa-cite { font-size: 12px; opacity: 0.85; white-space: nowrap; }
.aa-pic img { display: block; width: 100%; max-width: 980px; margin-bottom: 14px; } .aa-dl { margin: 0 0 12px; }
.aa-dl dt { font-weight: 600; display: inline; } .aa-dl dd { display: inline; margin: 0 0 0 6px; }
</style>"""


def _block(block: Any, *, dark: bool) -> str:
    if isinstance(block, Statement):
        return f"<p>{_said(block)}</p>"
    if isinstance(block, Facts):
        lines = (f"<div><dt>{escape(fact.name)}</dt><dd>{_said(fact.said)}</dd></div>" for fact in block.facts)
        return f"<dl class='aa-dl'>{''.join(lines)}</dl>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_said(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Picture):
        return f"<div class='aa-pic'><img alt='{escape(block.words)}' src='{_drawn(block, dark=dark)}'></div>"
    return _table(block)


def _drawn(picture: Picture, *, dark: bool) -> str:
    """The figure as an address that holds it: a page takes no drawing inside its text."""
    from twin.lab.figures.style import PAPER, to_svg

    with _DRAWING:
        drawn = to_svg(picture.figure).replace(PAPER.lower(), "none")  # the page's own ground shows
    plain = on_theme(drawn, dark=dark).replace("'DejaVu Sans'", "'Source Sans 3', 'DejaVu Sans', sans-serif")
    return f"data:image/svg+xml;base64,{b64encode(plain.encode()).decode('ascii')}"


def _said(one: Statement) -> str:
    hand = "✎ " if one.source == "people" else ""
    return f"{hand}{escape(one.text)}{_cites(one.cites)}"


def _cites(cites: tuple[Cite, ...]) -> str:
    return f" <span class='aa-cite'>{escape(', '.join(map(str, cites)))}</span>" if cites else ""


def _cell(text: str) -> str:
    """One with a long word may break it; clocks and names stay whole."""
    name = " class='aa-long'" if any(len(word) > LONG for word in text.split()) else ""
    return f"<td{name}>{escape(text)}</td>"


def _table(table: Table) -> str:
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    if not table.rows:
        return f"<p>{escape(': '.join(filter(None, [table.caption, table.empty])))}</p>"
    heads = "".join(f"<th scope='col'>{escape(head)}</th>" for head in table.columns)
    lines = "".join(f"<tr>{''.join(map(_cell, table.cells(row)))}</tr>" for row in table.rows)
    label = escape(table.caption or table.heads[0])
    return (
        f"<div class='aa-box' role='region' tabindex='0' aria-label='{label}'><table class='aa'>{caption}"
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )
