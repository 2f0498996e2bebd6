"""The cover."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.exercise.report.cover import MOST, Cover, read_cover


def test_words_are_taken_by_name() -> None:
    """What nobody says stays empty; signs of equality may stand in the words."""
    assert read_cover(["sponsor=Hub North", "summary=a = b"]) == Cover(sponsor="Hub North", summary="a = b")
    assert read_cover([]) == Cover()


def test_all_faults_are_told_at_once() -> None:
    """A name that is none, words without a name, too many words."""
    with pytest.raises(BadInput) as refused:
        read_cover(["sponsr=x", "hello", f"place={'x' * (MOST + 1)}"])
    assert [fault.code for fault in refused.value.faults] == ["unknown-word", "bad-value", "wrong-length"]
    assert "did you mean sponsor?" in str(refused.value)
