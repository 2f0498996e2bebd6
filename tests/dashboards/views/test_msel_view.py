"""The list of injects for those who lead."""

from __future__ import annotations

import pytest

from dashboards.views.msel_view import (
    COLUMNS,
    STATES,
    fires,
    guide_html,
    hint_html,
    hints_due,
    meaning,
    next_html,
    rows,
    state_words,
    truth_html,
)
from tests.dashboards.room_views import inject


@pytest.mark.parametrize("state", list(STATES))
def test_every_state_has_a_mark_of_its_own(state: str) -> None:
    """The list can be read without colours."""
    (row,) = rows([inject("i1", state=state)])
    assert row["mark"] == STATES[state][0]
    assert len({mark for mark, _, _ in STATES.values()}) == len(STATES)


def test_a_row_has_a_cell_for_every_column() -> None:
    """The first column is the mark."""
    (row,) = rows([inject("i1")])
    assert len(row["cells"]) == len(COLUMNS) - 1
    assert row["id"] == row["cells"][0] == "i1"


def test_a_fired_inject_says_when() -> None:
    """State and time in one cell."""
    assert state_words(inject("i1", state="fired", fired_clock="02:30:00")) == "fired 02:30:00"


def test_the_state_of_what_is_still_to_come_says_what_it_means() -> None:
    """Beside the next ones and in the guide; what has come needs no more than its word."""
    words = {state: meaning(inject("i1", state=state)) for state in STATES}
    assert words["armed"] == "ready: waits only for its time or condition"
    assert words["queued"] == "waits: for another inject, a decision or a hand"
    assert (words["fired"], words["skipped"]) == ("fired", "skipped")
    assert words["armed"] in next_html(inject("i1"))
    assert words["armed"] in guide_html(inject("i1"))


def test_a_time_says_more_than_a_condition() -> None:
    """Where only the clock keeps it, the clock's time is shown."""
    assert fires(inject("i1")) == "picks an hour less than 350, for 3 min"
    assert fires(inject("i1", due_clock="03:20:00")) == "at 03:20:00"
    assert "Fires: at 03:20:00<" in next_html(inject("i1", due_clock="03:20:00"))


def test_each_part_of_a_trigger_says_whether_it_is_true() -> None:
    """The facilitator sees how near it is, with the number of now."""
    html = truth_html(inject("i1"))
    assert "✓ met:</span> picks an hour: 287, must be less than 350" in html
    assert "○ open:</span> held for 1 min of 3 min" in html


def test_the_guide_shows_what_is_there_and_nothing_else() -> None:
    """An empty field has no line; a hint that is due says so; what was expected says whether it was met."""
    guide = inject("i1")["guide"]
    html = guide_html(inject("i1", guide={**guide, "red_flag": "", "hint_due": True}))
    assert "Red flag" not in html
    assert "Compare two sensors. (due now)" in html
    assert "“Isolate the climate gateway?” within 10 min 0 s: not met yet" in html
    assert "Expected" not in guide_html(inject("i1", expect=None))


def test_what_a_scenario_wrote_is_text() -> None:
    """Neither text nor condition can write markup."""
    html = next_html(inject("i1", text="<script>", when="a < b"))
    assert "<script>" not in html
    assert "a &lt; b" in html


def test_a_hint_is_offered_when_its_time_has_come() -> None:
    """Not before, and with those whom it is for."""
    due = inject("i1", guide={**inject("i1")["guide"], "hint_due": True})
    assert hints_due([inject("i2"), due]) == [due]
    assert "hint due for i1, to Incident commander" in hint_html(due)
