"""The SOC's queue."""

from __future__ import annotations

from dashboards.views.queue_view import COLUMNS, SEVERITIES, evidence_html, hidden, judged, rows, waiting
from tests.dashboards.room_views import alerts


def test_rows_come_as_they_are_with_a_mark_for_severity() -> None:
    """Newest first, as the view has them; a cell for every column beside the mark."""
    found = rows(alerts())
    assert [row["id"] for row in found] == ["9", "4"]
    assert found[0]["mark"] == SEVERITIES["high"][0]
    assert all(len(row["cells"]) == len(COLUMNS) - 1 for row in found)


def test_severities_have_marks_of_their_own() -> None:
    """And one that nobody knows is shown like information."""
    marks = [mark for mark, _ in SEVERITIES.values()]
    assert len(set(marks)) == len(marks)
    assert rows([{**alerts()[0], "severity": "odd"}])[0]["mark"] == SEVERITIES["info"][0]


def test_verdicts_are_said_with_who_gave_them() -> None:
    """What nobody judged is counted as waiting."""
    assert [judged(one) for one in alerts()] == ["not yet", "false alarm (SOC analyst)"]
    assert waiting(alerts()) == 1


def test_evidence_leaves_nothing_out_and_nothing_empty() -> None:
    """A field without a value has no line; a rule is told by its title, never by its id."""
    new, old = map(evidence_html, alerts())
    for words in ("gw-hvac-2 wrote 14 registers", "T0836", "new-talker", "<dd>Modbus writes from a", "03:09:30"):
        assert words in new
    assert "modbus-write" not in new
    assert "Reason" not in new
    assert "Vendor inventory." in old
    assert "<dt>Rule</dt>" not in old


def test_how_many_are_hidden_is_said() -> None:
    """A queue that is cut says so."""
    assert "12 more are hidden." in hidden(12)
    assert hidden(0) == ""
