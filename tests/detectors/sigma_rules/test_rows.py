"""Rows: what every holder of rows has in common."""

from __future__ import annotations

import numpy as np
import pytest

from twin.detectors.sigma_rules.events import Events
from twin.detectors.sigma_rules.rows import Likeness, alike


def test_an_answer_is_worked_out_once() -> None:
    """The second time it is looked up, and is the same object."""
    rows, asked = Events([{}, {}]), []

    def answer() -> np.ndarray:
        asked.append(1)
        return np.array([True, False])

    assert rows.once("question", answer) is rows.once("question", answer)
    assert len(asked) == 1
    assert rows.once("another", answer).tolist() == [True, False]
    assert len(asked) == 2


def test_none_and_every_have_a_flag_a_row() -> None:
    """False and True."""
    rows = Events([{}, {}, {}])
    assert (rows.none.tolist(), rows.every.tolist(), rows.size) == ([False] * 3, [True] * 3, 3)


@pytest.mark.parametrize(
    ("how", "expected"),
    [("equals", [True, False, False, False]), ("startswith", [True, True, False, False]),
     ("endswith", [True, False, True, False]), ("contains", [True, True, True, False])],
)  # fmt: skip
def test_texts_are_alike_without_regard_to_case(how: Likeness, expected: list[bool]) -> None:
    """Four ways of being alike."""
    assert [alike(text, "AB", how) for text in ("ab", "abc", "cab", "a-b")] == expected
