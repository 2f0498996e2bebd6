"""A document as JSON."""

from __future__ import annotations

import json

from tests.exercise.papers.paper import paper
from twin.exercise.papers.document import computed_share, read_cite
from twin.exercise.papers.json_text import document_of, json_text


def test_sections_statements_and_numbers_are_there() -> None:
    """As read, with sources, and with the numbers that only machines want."""
    told = json.loads(json_text(paper()))
    assert told == json.loads(json.dumps(document_of(paper())))
    assert [section["id"] for section in told["sections"]] == ["facts", "rows", "notes"]
    assert told["figures"] == {"n": 3}
    assert (told["statements"]["computed"], told["statements"]["all"]) == computed_share(paper())
    assert told["sections"][0]["blocks"][0] == {
        "kind": "statement", "text": "Computed.", "cites": ["#1", "alert:7"], "source": "computed",
    }  # fmt: skip


def test_every_citation_can_be_read_back() -> None:
    """By a program that follows them."""
    told = json.loads(json_text(paper()))
    rows = told["sections"][1]["blocks"][0]["rows"]
    assert [read_cite(cite).number for row in rows for cite in row["cites"]] == [1, 2, 3]
