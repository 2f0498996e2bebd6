"""What a document is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.papers.paper import paper
from twin.exercise.papers.document import (
    HAND,
    Cite,
    Document,
    Row,
    Section,
    Statement,
    Table,
    cites_of,
    computed_share,
    for_participants,
    read_cite,
    sources,
)
from twin.exercise.papers.json_text import json_text

_statements = st.builds(
    Statement, st.just("open"), source=st.sampled_from(("computed", "filed", "people")), private=st.booleans()
)


def test_a_citation_reads_as_it_is_written() -> None:
    """``#12`` and ``alert:7``; anything else is refused."""
    for cite in (Cite(12), Cite(7, "alert")):
        assert read_cite(str(cite)) == cite
    for wrong in ("12", "#", "#x", "alert:", "alert"):
        with pytest.raises(ValueError, match="not a citation"):
            read_cite(wrong)


def test_participants_see_nothing_that_is_private() -> None:
    """Sections, statements, rows and files that are private are gone, and so are the numbers for machines."""
    told = json_text(for_participants(paper())).decode()
    for secret in ("secret words", "hidden", "03:12:01"):
        assert secret in json_text(paper()).decode()
        assert secret not in told
    assert [each.name for each in for_participants(paper()).attachments] == ["open.json"]
    assert for_participants(paper()).figures == {}


@given(st.lists(_statements, max_size=8))
def test_what_is_not_private_stays_in_order(statements: list[Statement]) -> None:
    """Leaving out changes nothing else."""
    document = Document("t", "o", "a", "2026-01-01", (Section("s", "S", tuple(statements)),))
    kept = for_participants(document).sections[0].blocks
    assert list(kept) == [each for each in statements if not each.private]


def test_statements_are_sentences_facts_items_and_rows_but_no_looked_up_log() -> None:
    """Each counts by its source; a table that only repeats a log does not count."""
    assert list(sources(paper())).count("people") == 1
    computed, of = computed_share(paper())
    assert (computed, of) == (8, 10)
    looked_up = Table(("a",), (Row(("1",)),), lookup=True)
    assert computed_share(Document("t", "o", "a", "2026-01-01", (Section("s", "S", (looked_up,)),))) == (0, 0)


def test_every_citation_is_listed_once_events_first() -> None:
    """Of statements and of rows."""
    assert cites_of(paper()) == (Cite(1), Cite(2), Cite(3), Cite(7, "alert"))


def test_a_table_has_a_column_of_evidence_only_where_a_row_cites() -> None:
    """And a hand stands before a row that people alone said."""
    with_cites = Table(("a",), (Row(("x",), (Cite(1),)), Row(("y",), sources=("people",))))
    assert with_cites.columns == ("a", "evidence")
    assert [with_cites.cells(row) for row in with_cites.rows] == [("x", "#1"), (f"{HAND}y", "")]
    assert Table(("a",), (Row(("x",)),)).columns == ("a",)
