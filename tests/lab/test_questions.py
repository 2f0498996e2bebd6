"""Questions in SQL get the log's own rows, and nothing outside the log."""

from __future__ import annotations

import pytest

from twin.core.errors import BadInput
from twin.core.log import Log
from twin.lab.questions import ask, named


@pytest.fixture
def log() -> Log:
    """Two alarms and a piece of truth."""
    made = Log()
    made.one("alarm", time=5, source="chill-1", alarm="high_temperature")
    made.one("alarm", time=9, source="chill-2", alarm="jam")
    made.one("compromise", time=7, asset="chill-2", state="compromised", step="foothold")
    made.seal(10)
    return made


def test_names_are_text_and_times_microseconds(log: Log) -> None:
    """As the columns are documented."""
    rows = ask(log, "select time, source from alarm order by time desc").to_pylist()
    assert rows == [{"time": 9, "source": "chill-2"}, {"time": 5, "source": "chill-1"}]


def test_tables_of_both_books_can_be_joined(log: Log) -> None:
    """On what is the same thing in both."""
    query = "SELECT a.alarm FROM alarm a JOIN compromise c ON a.source = c.asset AND a.time > c.time"
    assert ask(log, query).to_pylist() == [{"alarm": "jam"}]


def test_only_the_tables_that_are_asked_for_are_made() -> None:
    """A question about alarms does not spell out a million flows."""
    assert named("select * from Alarm, order_in") == ["alarm", "order_in"]


@pytest.mark.parametrize(
    "query",
    ["selec 1", "select * from alarms", "select nothing from alarm", "", "select 1/'x'"],
)
def test_a_bad_question_is_answered_with_the_tables_there_are(log: Log, query: str) -> None:
    """One line of what is wrong, and what may be asked."""
    with pytest.raises(BadInput, match="bad-query") as caught:
        ask(log, query)
    assert "flow, reading" in caught.value.faults[0].remedy
    assert "\n" not in caught.value.faults[0].message


def test_no_file_can_be_read(log: Log) -> None:
    """Somebody else's query stays inside the run."""
    with pytest.raises(BadInput, match="disabled"):
        ask(log, "select * from read_text('pyproject.toml')")
