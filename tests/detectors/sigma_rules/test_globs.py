"""Wildcards, against their definition."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from twin.detectors.sigma_rules.globs import Glob


def glob(pattern: str) -> Glob:
    """The glob of *pattern*, cut at its stars and question marks."""
    return Glob([tuple(piece.split("?")) for piece in pattern.split("*")])


def fits(pattern: str, text: str) -> bool:
    """The definition, one mark at a time."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return fits(pattern[1:], text) or bool(text and fits(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and fits(pattern[1:], text[1:])


@given(st.text("ab*?", max_size=7), st.lists(st.text("ab", max_size=8), max_size=4))
def test_a_glob_fits_what_its_definition_fits(pattern: str, texts: list[str]) -> None:
    """One by one and all at once."""
    expected = [fits(pattern, text) for text in texts]
    assert [glob(pattern).fits(text) for text in texts] == expected
    assert glob(pattern).fit(texts) == expected


def test_many_stars_take_no_more_time_than_the_text_is_long() -> None:
    """A backtracking matcher would not end in a lifetime."""
    began = time.process_time()
    assert not glob("*a" * 20 + "*b").fits("a" * 100_000)
    assert time.process_time() - began < 1.0
