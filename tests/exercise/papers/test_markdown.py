"""A document as Markdown."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.papers.paper import paper
from twin.exercise.papers.document import Fact, Statement
from twin.exercise.papers.markdown import markdown, plain, told

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|#+.-])")


def test_headings_facts_and_rows_are_there() -> None:
    """One heading a section, a line a fact, as many cells in every line of a table."""
    text = markdown(paper()).decode()
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Facts",
        "Rows",
        "Notes of facilitators (facilitators only)",
    ]
    assert "- **Time:** 4 min, from here to there (#2)" in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == 5
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


def test_an_empty_table_says_so() -> None:
    """In words."""
    assert "Nothing here: None was found." in markdown(paper()).decode()


@given(st.text(max_size=60))
def test_plain_text_stays_what_it_says(text: str) -> None:
    """Taking the escapes away gives the words again, and none of the marks of Markdown stands alone."""
    made = plain(text)
    assert "\n" not in made
    assert _ESCAPED.sub(r"\1", made) == " ".join(text.split())
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|]", made)


def test_a_detail_joins_its_fact() -> None:
    """With a comma, and only where there is one."""
    assert told(Fact("a", Statement("4 min"), "from x")).text == "4 min, from x"
    assert told(Fact("a", Statement("4 min"))).text == "4 min"
