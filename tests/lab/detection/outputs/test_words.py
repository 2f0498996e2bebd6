"""Words that every form shares: the worst first, a number with its interval, paths as a reader types them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.detection.outputs.outcomes import BROKEN, CASE, EMPTY, FAULTY, KEPT, MUTE, outcome
from twin.lab.detection.outputs.words import (
    details,
    escaped,
    headline,
    interval_of,
    is_here,
    measured_of,
    name_of,
    plain,
    where_of,
)  # fmt: skip
from twin.lab.statistics import Estimate


def test_the_headline_is_never_green_on_nothing() -> None:
    """Kept, broken, faulty, empty."""
    assert headline(outcome(KEPT)) == "The one promise was kept"
    assert headline(outcome(KEPT, KEPT)) == "All 2 promises were kept"
    assert headline(outcome(KEPT, BROKEN, MUTE)) == "1 broken, 1 mute of 3 promises"
    assert headline(FAULTY) == "1 fault in 1 file; nothing was run"
    assert headline(EMPTY) == "No promise was found; nothing was judged"


def test_a_number_has_its_unit_and_its_interval() -> None:
    """A time whose end is not reached says so; a rate is made of days, not of n."""
    late = replace(KEPT, unit="s", measured=Estimate(90.0, 60.0, None, 3, 1))
    assert (measured_of(late), interval_of(late)) == ("1 min 30 s", "1 min 0 s to not reached, n = 3")
    rate = replace(KEPT, unit="alerts a day", measured=Estimate(0.5, 0.1, 2.0, 1))
    assert (measured_of(rate), interval_of(rate)) == ("0.5 alerts a day", "0.1 to 2")
    never = replace(KEPT, unit="s", measured=Estimate(None, None, None, 0, 3))
    assert (measured_of(never), interval_of(never)) == ("not reached", "no interval, n = 0")
    assert (measured_of(MUTE), interval_of(MUTE)) == ("", "")


def test_names_places_and_details() -> None:
    """Everything that a failure says stands in one text."""
    assert name_of(KEPT) == "expect[0].recall of scan on coffee-01"
    assert (where_of(KEPT), where_of(CASE)) == ("coffee-machine under zones", "")
    assert "rule: rules/scan.yml:4" in details(BROKEN)
    assert details(BROKEN).splitlines()[-1].endswith("not detected by scan on coffee-01")


def test_one_is_singular() -> None:
    """An alert, and an alert a day."""
    one = Estimate(1.0, 0.5, 2.0, 4)
    assert measured_of(replace(KEPT, unit="alerts", measured=one)) == "1 alert"
    assert measured_of(replace(KEPT, unit="alerts a day", measured=one)) == "1 alert a day"


def test_marks_are_set_below_the_working_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies elsewhere is in nobody's pull request."""
    monkeypatch.chdir(tmp_path)
    assert is_here("b.yml")
    assert not is_here("../b.yml")
    assert not is_here(str(tmp_path.parent / "b.yml"))
    assert not is_here("")


def test_control_characters_are_spelled_out() -> None:
    """A title cannot colour, erase or ring, nor a whole check; letters and line breaks stay."""
    assert escaped("a\x1b[31m\x07é\n") == "a\\x1b[31m\\x07é\n"
    check = plain(replace(CASE, subject="\x1b]0;x", timeline=("\x1b[2J",)))
    assert (check.subject, check.timeline) == ("\\x1b]0;x", ("\\x1b[2J",))
