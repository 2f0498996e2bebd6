"""A document with one of everything, for tests of formats."""

from __future__ import annotations

from matplotlib.figure import Figure

from twin.exercise.papers.document import (
    Attachment,
    Bullets,
    Cite,
    Document,
    Fact,
    Facts,
    Picture,
    Row,
    Section,
    Statement,
    Table,
)
from twin.lab.figures.style import house_style, panel, sheet

ODD = 'Ruß & Söhne <b>*bold*</b> | "quoted" `code` ≥ 5 °C'
"""What people type."""


def figure() -> Figure:
    """A small picture."""
    with house_style():
        drawn = sheet(1.0, "The finding", "what is drawn")
        panel(drawn, 1.0, 0.4, 6.0, 0.5).plot([1, 2, 3])
    return drawn


def paper(rows: int = 3) -> Document:
    """One of every block, some of it private."""
    table = Table(
        ("when", "what", "count"),
        tuple(Row((f"03:12:{n:02}", f"{ODD} {n}", str(n)), (Cite(n + 1),), private=n == 1, anchor=Cite(n + 1).anchor)
              for n in range(rows)),
        "All rows", numbers=(2,),
    )  # fmt: skip
    return Document(
        "What did it show?", "Report · Trial", "The answer is so.", "2026-11-22T10:40:05+00:00",
        (
            Section("facts", "Facts", (
                Statement("Computed.", (Cite(1), Cite(7, "alert"))), Statement(ODD, (), "people"),
                Facts((Fact("Time", Statement("4 min", (Cite(2),)), "from here to there"),), tiles=True),
                Facts((Fact("Held", Statement("today", source="filed")),)),
                Bullets((Statement("one"), Statement("hidden", private=True))),
                Picture("shown", "The finding", figure()),
            )),
            Section("rows", "Rows", (table, Table(("a", "b"), (), "Nothing here", "None was found."))),
            Section("notes", "Notes of facilitators", (Statement("secret words"),), private=True),
        ),
        "TLP:GREEN",
        (Attachment("open.json", "application/json", b"{}"),
         Attachment("secret.yaml", "text/yaml", b"s: 1", private=True)),
        figures={"n": 3},
    )  # fmt: skip
