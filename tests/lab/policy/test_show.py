"""What is printed about policies fits the terminal and ends with a verdict or the next command."""

from __future__ import annotations

import pytest

from tests.lab.policy.subjects import subject_of
from twin.lab.policy import show
from twin.lab.policy.check import check_policy, review
from twin.lab.policy.diff import diff_policies
from twin.lab.policy.path import find_paths
from twin.lab.policy.sheet import sheet_of, show_policy


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def _lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out = capsys.readouterr().out
    assert "\x1b" not in out
    return out.splitlines()


@pytest.mark.parametrize("kind", ["flat", "zones", "zero-trust"])
def test_a_sheet_fits_eighty_columns(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Zones with their levels, conduits, rules, and what to type next."""
    show.show_sheet(show_policy(kind, "small"))
    lines = _lines(capsys)
    assert max(map(len, lines)) <= 80
    assert lines[-1] == f"next   twin policy check {kind} --site small"
    assert any(line.startswith(" internet") and "none" in line for line in lines)


def test_hits_are_shown_where_there_is_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of rules in their column, those of implicit lines below."""
    hits = {"need:ws-01>dc-01:dns": 1_234, "default": 56, "conduit:a>b": 7}
    show.show_sheet(sheet_of(subject_of("microsegmentation"), hits))
    lines = _lines(capsys)
    assert any("1,234" in line and "ws-01 > dc-01" in " ".join(line.split()) for line in lines)
    assert "implicit lines: default 56" in lines


def test_what_a_session_needs_and_a_trial_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any table."""
    show.show_sheet(sheet_of(subject_of("zero_trust")))
    assert _lines(capsys)[1].startswith("A session needs the device's own key.")
    show.show_sheet(sheet_of(subject_of("zones", monitor=True)))
    assert _lines(capsys)[1] == "Nothing is enforced: lines that would deny only count."


def test_a_difference_ends_with_its_count(capsys: pytest.CaptureFixture[str]) -> None:
    """How many of how many."""
    found = diff_policies("zones", "microsegmentation", "small")
    show.show_difference(found)
    lines = _lines(capsys)
    assert max(map(len, lines)) <= 80
    (gained, lost), (before, _) = found.counts, found.paths
    words = f"microsegmentation opens {gained} and closes {lost:,} of the {before:,} paths of zones."
    assert words in " ".join(lines)


def test_a_review_says_what_is_to_repair(capsys: pytest.CaptureFixture[str]) -> None:
    """Or that nothing is."""
    show.show_review(check_policy("zones", "small"))
    lines = _lines(capsys)
    assert max(map(len, lines)) <= 80
    assert "Nothing is broken and nothing is shadowed." in lines
    assert lines[-1] == "Rules that are never hit need a run: --run DIR."


def test_a_broken_policy_is_called_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Each refused need counts."""
    subject = subject_of("zones", egress="none")
    found = review(subject)
    show.show_review(found)
    assert f"{found.counts['broken need']} to repair." in _lines(capsys)


def test_an_answer_counts_what_is_open_without_a_need_and_unseen(capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty paths from a camera to its neighbours and its recorder."""
    show.show_answer(find_paths("camera-01", "video", "zones", "small"))
    lines = _lines(capsys)
    assert max(map(len, lines)) <= 80
    assert lines[-1] == "30 paths open, 29 of them without a need, 30 that no tap sees."


def test_nothing_is_an_answer_too(capsys: pytest.CaptureFixture[str]) -> None:
    """In words."""
    show.show_answer(find_paths("coffee-01", "dc-01", "zones", "small"))
    assert "reaches nothing of dc-01" in _lines(capsys)[-1]
