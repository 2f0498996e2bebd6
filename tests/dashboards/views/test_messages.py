"""Messages, acts, questions and notes as lists."""

from __future__ import annotations

from dashboards.views.messages import asks_html, empty_html, hidden_html, log_html, message_html, notes_html
from tests.dashboards.room_views import asks, log, messages


def test_a_new_message_says_so_and_asks_its_questions() -> None:
    """Unread is a word, not only a colour; when, by what and from whom stand above."""
    html = message_html(messages()[0])
    heads = ("<b>new</b>", "03:10:00", "phone", "from Night shift", "to SOC analyst")
    for words in (*heads, "<li>Which source do you trust"):
        assert words in html
    assert "<b>new</b>" not in message_html(messages()[1])


def test_what_a_scenario_wrote_is_text() -> None:
    """A sender cannot write markup."""
    html = message_html(messages()[1])
    assert "Facility &lt;b&gt;desk&lt;/b&gt;" in html


def test_the_log_cites_the_record_and_says_what_it_hides() -> None:
    """Each act has its number; what is left out is counted."""
    html = log_html(log(), shown=1)
    assert "#44" in html
    assert "#30" not in html
    assert "1 more are hidden." in html


def test_what_nobody_did_is_the_exercise_itself() -> None:
    """An act without a seat is the engine's."""
    assert ">exercise</td>" in log_html([{**log()[0], "by": ""}])


def test_a_question_waits_or_has_its_answer() -> None:
    """No answer is said in words."""
    (ask,) = asks()
    assert "No answer yet." in asks_html([ask])
    assert "Answer: Yes, &amp; now." in asks_html([{**ask, "reply": "Yes, & now."}])


def test_notes_cite_the_record() -> None:
    """A private note can be cited afterwards."""
    html = notes_html([{"seq": 40, "clock": "03:09:00", "by": "Evaluator", "text": "Good <hand-over>"}])
    assert "#40" in html
    assert "&lt;hand-over&gt;" in html


def test_nothing_hidden_is_not_said() -> None:
    """Zero hidden rows have no sentence; an empty list has one."""
    assert hidden_html(0) == ""
    assert "Press Start" in empty_html("Nothing yet. Press Start.")
