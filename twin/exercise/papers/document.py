"""A document: sections of statements, tables and pictures, without a word on how they are set.

Every statement says where it comes from and where it can be checked. ``computed`` was worked out from the logs by a
rule, ``filed`` stands in the exercise file, ``people`` is what somebody said or chose. What is **private** is for those
who lead and evaluate; :func:`for_participants` leaves it out, whatever the format.

Source: none; that every claim can be followed to its evidence is what an after-action review lives from (FEMA,
Homeland Security Exercise and Evaluation Program, 2020, chapter 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Source = Literal["computed", "filed", "people"]
HAND = "✎ "
"""Stands before what people said."""


@dataclass(frozen=True, order=True)
class Cite:
    """Where a claim can be checked: an event of the exercise (``#12``), or a row of the run's log (``alert:7``).

    Rows count from 1 in the order of their table.
    """

    number: int
    table: str = ""

    def __str__(self) -> str:
        return f"{self.table}:{self.number}" if self.table else f"#{self.number}"

    @property
    def anchor(self) -> str:
        """Its name inside a page."""
        return f"{self.table or 'event'}-{self.number}"


Cites = tuple[Cite, ...]


def read_cite(text: str) -> Cite:
    """The citation that is written ``#12`` or ``alert:7``; raises ``ValueError``."""
    table, _, number = ("", "#", text[1:]) if text.startswith("#") else text.partition(":")
    if not number.isdigit():
        raise ValueError(f"{text!r} is not a citation: write #12 or alert:7")
    return Cite(int(number), table)


@dataclass(frozen=True)
class Statement:
    """A sentence, or a few that stand together."""

    text: str
    cites: Cites = ()
    source: Source = "computed"
    private: bool = False


@dataclass(frozen=True)
class Fact:
    """A name, what is said of it, and what that means in small letters."""

    name: str
    said: Statement
    detail: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with what is said of each; as ``tiles`` they are the few that a reader takes along."""

    facts: tuple[Fact, ...]
    tiles: bool = False


@dataclass(frozen=True)
class Bullets:
    """Statements one after the other."""

    items: tuple[Statement, ...]


@dataclass(frozen=True)
class Row:
    """Cells of a table. ``sources`` has a source for each statement that the row makes."""

    cells: tuple[str, ...]
    cites: Cites = ()
    sources: tuple[Source, ...] = ("computed",)
    private: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under heads. ``empty`` is said where there are none; ``numbers`` are columns set to the right.

    ``widths`` are shares of the page, for formats that do not find them by themselves.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    empty: str = "None."
    numbers: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    private: bool = False
    lookup: bool = False
    """Rows that repeat what the logs hold, to be looked up: no statements of the document."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its heads, with one for the evidence where a row cites any."""
        return (*self.heads, "evidence") if self._cites else self.heads

    def cells(self, row: Row) -> tuple[str, ...]:
        """What stands in *row* of it, evidence included; a hand before what people alone said."""
        hand = HAND if set(row.sources) == {"people"} else ""
        cited = (", ".join(map(str, row.cites)),) if self._cites else ()
        return (hand + row.cells[0], *row.cells[1:], *cited)

    @property
    def _cites(self) -> bool:
        return any(row.cites for row in self.rows)


@dataclass(frozen=True)
class Picture:
    """A figure, and its words for those who do not see it."""

    name: str
    words: str
    figure: Figure = field(compare=False)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the document."""

    name: str
    media: str
    content: bytes = field(repr=False)
    private: bool = False


Block: TypeAlias = Statement | Facts | Bullets | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; a ``card`` is printed on a page of its own."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    private: bool = False
    card: bool = False


@dataclass(frozen=True)
class Replay:
    """A run to play inside a page: its bytes in base64, the script that plays it, and which run it is."""

    payload: str = field(repr=False)
    script: str = field(repr=False)
    words: str


@dataclass(frozen=True)
class Document:
    """A paper. ``over`` stands above its title, ``marking`` on every page; ``dated`` is the day it speaks of (UTC)."""

    title: str
    over: str
    answer: str
    dated: str
    sections: tuple[Section, ...]
    marking: str = ""
    attachments: tuple[Attachment, ...] = ()
    replay: Replay | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    """Numbers for machines, as JSON; goes into the JSON format alone."""


def for_participants(document: Document) -> Document:
    """*document* without anything that is private; numbers for machines stay out as a whole."""
    return replace(
        document,
        sections=tuple(_open_section(section) for section in document.sections if not section.private),
        attachments=tuple(each for each in document.attachments if not each.private),
        figures={},
    )


def _open_section(section: Section) -> Section:
    return replace(section, blocks=tuple(open_ for block in section.blocks if (open_ := _open_block(block))))


def _open_block(block: Block) -> Block | None:
    if isinstance(block, Statement):
        return None if block.private else block
    if isinstance(block, Facts):
        return replace(block, facts=tuple(fact for fact in block.facts if not fact.said.private))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(item for item in block.items if not item.private))
    if isinstance(block, Table):
        return None if block.private else replace(block, rows=tuple(row for row in block.rows if not row.private))
    return block


def sources(document: Document) -> Iterator[Source]:
    """Where each statement of *document* comes from; rows that only repeat a log are none."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (source for row in block.rows for source in row.sources if not block.lookup)
            else:
                yield from (statement.source for statement in _said(block))


def computed_share(document: Document) -> tuple[int, int]:
    """How many statements of *document* are computed, and how many there are."""
    found = list(sources(document))
    return found.count("computed"), len(found)


def cites_of(document: Document) -> tuple[Cite, ...]:
    """Every citation of *document*, once, events first."""
    found: set[Cite] = set()
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                found.update(cite for row in block.rows for cite in row.cites)
            else:
                found.update(cite for statement in _said(block) for cite in statement.cites)
    return tuple(sorted(found, key=lambda cite: (cite.table, cite.number)))


def _said(block: Block) -> tuple[Statement, ...]:
    if isinstance(block, Statement):
        return (block,)
    if isinstance(block, Facts):
        return tuple(fact.said for fact in block.facts)
    return block.items if isinstance(block, Bullets) else ()
