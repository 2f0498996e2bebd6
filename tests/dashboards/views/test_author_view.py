"""An exercise file in somebody's hands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.views import author_view
from dashboards.views.author_view import NEW, Checked
from twin.core.errors import BadInput, Place
from twin.core.units import MINUTE_US
from twin.exercise.check import Finding
from twin.exercise.dry_run import DryRun
from twin.lab.document import MAX_BYTES

TEXT = author_view.text_of(NEW)


@pytest.fixture(scope="module")
def found() -> Checked:
    """The beginning of a new exercise, checked."""
    return author_view.checked(TEXT, "drill")


def test_a_new_exercise_begins_without_a_fault(found: Checked) -> None:
    """It can be played as it is."""
    assert found.faults == ()
    assert found.verdict is not None
    assert author_view.verdict_words(found.verdict).startswith("Go, as far as the text says.")
    assert found.loaded is not None
    assert author_view.facts(found.loaded).startswith("A short drill: 55 min for 1 seats, 1 injects")
    assert NEW in author_view.names()


def test_faults_stand_at_their_lines() -> None:
    """All at once."""
    wrong = author_view.checked(TEXT.replace("csf:", "csff:").replace("after: call", "after: cal"), "drill")
    lines = TEXT.splitlines()
    told = {fault.code: lines[fault.place.line - 1] for fault in wrong.faults}
    assert "csf:" in told["unknown-key"]
    assert "after: call" in told["missing-reference"]
    assert wrong.loaded is None


def test_the_list_of_injects_says_when_each_can_come(found: Checked) -> None:
    """What never comes is marked; after a dry run, when it came with nobody acting stands there too."""
    assert found.loaded is not None
    assert found.verdict is not None
    rows = author_view.msel_rows(found.loaded, found.verdict)
    assert [row["Inject or ◆ decision"] for row in rows] == ["call", "◆ cut"]
    assert "With nobody acting" not in rows[0]
    ran = replace(
        found.verdict, dry=DryRun({"call": 31 * MINUTE_US}, {}, {"contain": "U"}, {"loss_eur": 12.0}, MINUTE_US)
    )
    rows = author_view.msel_rows(found.loaded, ran)
    assert [row["With nobody acting"] for row in rows] == ["03:01:00", "not then"]
    told = list(author_view.dry_rows(ran))
    assert told[0]["With nobody acting"] == "rated U"
    assert told[1]["With nobody acting"] == "12 EUR"
    never = author_view.checked(TEXT.replace("when: {alert: coffee-01}", "when: {at: 50 min}"), "drill")
    assert never.loaded is not None
    assert {row["Not before"] for row in author_view.msel_rows(never.loaded, None)} == {"✕ never"}


def test_the_go_no_go_list_has_a_mark_for_every_check(found: Checked) -> None:
    """What was found stands beside it with its line; the flood of injects waits for a dry run."""
    assert found.verdict is not None
    place = Place("drill", 12)
    findings = (
        Finding("no-go", "dead-trigger", "it <never> comes", "drop it", place),
        Finding("look", "length", "long", "cut", place),
    )
    against = replace(found.verdict, findings=findings)
    html = author_view.list_of_checks(against)
    assert html.count("✓ go") == 6
    assert "✕ <b>no-go</b>" in html
    assert "<b>Line 12: </b>it &lt;never&gt; comes. Drop it." in html
    assert "press Dry run" in html
    assert author_view.verdict_words(against) == "No-go: 1 to put right. 1 to look at."


def test_a_dry_run_in_a_process_of_its_own_tells_how_far_it_is() -> None:
    """And gives the verdict that one here would."""
    shares: list[float] = []
    verdict = author_view.dry(TEXT.replace("hours: 0.75", "hours: 0.03"), "drill", shares.append)
    assert verdict.dry is not None
    assert verdict.dry.ratings == {"contain": "U"}
    assert shares[0] == 0.0
    assert shares == sorted(shares)


def test_an_upload_is_text_of_bounded_size() -> None:
    """A byte order mark and line ends of other systems are no matter."""
    assert author_view.uploaded_text("\ufefftitle: é\r\n".encode(), "x.yaml") == "title: é\n"
    with pytest.raises(BadInput, match="at most"):
        author_view.uploaded_text(b"a" * (MAX_BYTES + 1), "x.yaml")
    with pytest.raises(BadInput, match="not a text"):
        author_view.uploaded_text(b"\xff", "x.yaml")
