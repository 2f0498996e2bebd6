"""What-if in words."""

from __future__ import annotations

import pytest

from twin.lab.recipe import Recipe
from twin.lab.what_if import read_moves, what_if
from twin.lab.what_if.show import show_what_if

BRIEF = Recipe("quiet-day", "unwatched", hours=0.05)


def test_it_says_what_was_decided_what_changed_first_and_what_it_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """In this order, with a word on how much one seed says."""
    show_what_if(what_if(BRIEF, read_moves(["isolate:amr-001@00:01"]), workers=1))
    told = capsys.readouterr().out
    places = [told.index(words) for words in ("isolate_device on amr-001", "What changed first", "needs_contained")]
    assert places == sorted(places)
    assert "--seeds 20" in told


def test_it_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """No table of nothing."""
    show_what_if(what_if(BRIEF, (), workers=1))
    assert "the same to the last bit" in capsys.readouterr().out
