"""Laws of the lines of an enforcement point."""

from __future__ import annotations

import numpy as np

from twin.core.names import Names
from twin.net.enforcement import Lines


def _lines() -> Lines:
    lines = Lines(Names())
    lines.add("first", "", allow=True)
    lines.add("second", "", allow=False, response=True)
    return lines


def test_a_line_is_a_number_with_a_name_in_the_log() -> None:
    """Numbers count from 0; the code is the name's."""
    names = Names()
    lines = Lines(names)
    number = lines.add("default", "no line fits", allow=False)
    assert number == 0
    assert names.text(int(lines.codes(np.array([number]))[0])) == "default"


def test_allowing_and_containing_are_asked_by_column() -> None:
    """One answer for each flow."""
    asked = np.array([1, 0, 1])
    assert _lines().allowed(asked).tolist() == [False, True, False]
    assert _lines().contained(asked).tolist() == [True, False, True]


def test_hits_add_up_and_survive_new_lines() -> None:
    """A response that adds a line does not reset the counters of the others."""
    lines = _lines()
    lines.count(np.array([0, 0, 1]))
    third = lines.add("third", "", allow=True)
    lines.count(third, 5)
    lines.count(np.array([0]), 2)
    assert lines.hits() == {"first": 4, "second": 1, "third": 5}


def test_lines_of_one_name_are_counted_together() -> None:
    """What people read is names."""
    lines = _lines()
    lines.count(lines.add("first", "again", allow=True))
    assert lines.hits()["first"] == 1


def test_a_watched_line_lets_pass_and_says_that_it_would_not() -> None:
    """Monitor mode: allowed, and written down by who would have refused it."""
    lines = Lines(Names())
    plain, trial = lines.add("plain", "", allow=True), lines.add("monitor:default", "", allow=True, watched=True)
    both = np.array([plain, trial])
    assert lines.allowed(both).all()
    assert lines.watched(both).tolist() == [False, True]
