"""Words on a Markdown page."""

from __future__ import annotations

from dashboards.views.words import fault_text, plain
from twin.core.errors import BadInput, Fault, Place, RunInterrupted


def test_a_title_cannot_become_markup() -> None:
    """Links, emphasis, directives and formulas are shown as they were written."""
    assert plain("[a](b) *c* :red[d] $e$") == r"\[a\]\(b\) \*c\* \:red\[d\] \$e\$"


def test_every_fault_is_shown_with_place_and_remedy() -> None:
    """The page says what the command line says."""
    fault = Fault(Place("site.yaml", 3, 5), "unknown-kind", '"skan" is not a detector', "did you mean scan?")
    text = fault_text(BadInput([fault]))
    assert "site.yaml:3:5  unknown-kind" in text
    assert "did you mean scan?" in text


def test_a_fault_cannot_leave_its_frame() -> None:
    """Backticks of a scenario do not end the block they are shown in."""
    text = fault_text(BadInput([Fault(Place("x", 1), "bad", "```\n# big")]))
    assert text.count("```") == 2


def test_what_is_in_no_file_is_said_in_a_sentence() -> None:
    """Whoever typed a wrong code reads what is wrong and what to do, and no code of ours."""
    text = fault_text(BadInput([Fault(Place("join code"), "no-entry", "no seat has `this` code", "ask again")]))
    assert text == "No seat has \\`this\\` code\\. Ask again\\."


def test_an_interruption_is_no_fault() -> None:
    """A stopped run says so."""
    assert "stopped" in fault_text(RunInterrupted("Ctrl-C"))
