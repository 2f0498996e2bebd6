"""The report as a whole: headings, citations, what is computed, and what participants read."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

pytest.importorskip("docx")
pytest.importorskip("fpdf")

from tests.exercise.papers.pdf_words import words
from tests.exercise.reviewed import GUIDE, NEVER, NOTE, played, review
from tests.exercise.trial import OPENS, RATES
from twin.core.errors import BadInput
from twin.exercise.papers.document import cites_of, computed_share, read_cite
from twin.exercise.papers.formats import FORMATS, written
from twin.exercise.report.annexes import AIM
from twin.exercise.report.compose import EDITIONS, Edition, _answer, editions, report
from twin.exercise.report.cover import Cover
from twin.exercise.report.decisions import Taken
from twin.exercise.report.facts import five_facts
from twin.exercise.report.review import follow, review_of

HEADINGS = [
    "Overview", "Executive summary", "Timeline", "Objectives and capabilities", "Detection", "Decisions",
    "Physical impact and money", "Counterfactuals", "Strengths and areas for improvement", "Improvement plan",
    "Hot wash and feedback",
]  # fmt: skip
SECRETS = [
    *GUIDE.values(), NOTE, NEVER, OPENS["first"], OPENS["busy"], OPENS["silence"], OPENS["second"],
    *(rule for rules in RATES.values() for rule in rules.values()),
]  # fmt: skip
_CITED = re.compile(r"#\d+|\b(?:alert|alarm|attack|compromise|decision|incident|triage):\d+")


def _text(edition: Edition, name: str) -> str:
    """Everything that somebody could read in a file of that format."""
    content = written(report(review(), edition), name)
    if name == "pdf":
        return words(content)
    if name == "docx":
        import docx

        word = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(each.text for each in word.paragraphs), *cells])
    return content.decode()


def test_the_headings_are_those_of_an_after_action_report() -> None:
    """In both editions, the annexes after them."""
    for edition in EDITIONS:
        titles = [section.title for section in report(review(), edition).sections]
        assert titles[: len(HEADINGS)] == HEADINGS
        assert all(title.startswith("Annex") for title in titles[len(HEADINGS) : -1])


_TAKEN = Taken("c", "T", "L", "soc", 0, 0, 0, "", 50, "", True, "", True, undone=False)


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ((), "the team decided nothing"),
        ((None,), "1 decision of the team could not be judged"),
        ((None, None), "2 decisions of the team could not be judged"),
        ((True,), "1 decision of the team was right"),
        ((False, None), "1 decision of the team was not right, 1 could not be judged"),
        ((False, False), "none of 2 decisions of the team was right"),
        ((True, False, None, None), "1 of 2 decisions of the team was right, 2 could not be judged"),
        ((True, True), "2 of 2 decisions of the team were right"),
    ],
)
def test_the_answer_counts_as_wrong_only_what_was_judged(rights: Sequence[bool | None], said: str) -> None:
    """What was never approved, or never took effect, is neither right nor wrong, and is counted beside."""
    facts = five_facts(review(), [], [])
    assert f"; {said}, and the day cost " in _answer(facts, [replace(_TAKEN, right=right) for right in rights])


def test_every_citation_leads_to_an_event_or_a_row() -> None:
    """In both editions; a computed statement of the body cites something, bar what speaks of the paper itself."""
    made = review()
    for edition in EDITIONS:
        cites = cites_of(report(made, edition))
        assert len(cites) > 20
        for cite in cites:
            assert follow(cite, made) is not None


def test_citations_in_the_written_text_are_those_of_the_document() -> None:
    """Read back from Markdown: none is lost, and each is in one of the logs."""
    made, document = review(), report(review())
    found = {read_cite(each) for each in _CITED.findall(written(document, "md").decode()) if read_cite(each).number}
    assert set(cites_of(document)) <= found
    assert all(follow(cite, made) is not None for cite in cites_of(document))


def test_every_citation_has_a_line_to_go_to_in_the_page() -> None:
    """In the annexes, in both editions."""
    for edition in EDITIONS:
        page = written(report(review(), edition), "html").decode()
        wanted = set(
            re.findall(r'<a href="#((?:event|alert|alarm|attack|compromise|decision|incident|triage)-\d+)"', page)
        )
        assert wanted
        assert wanted <= set(re.findall(r'id="([a-z]+-\d+)"', page))


def test_most_of_it_is_computed_and_it_says_how_much() -> None:
    """At least the aim, and the sentence at the end is counted from the same document."""
    document = report(review())
    last = document.sections[-1]
    told = last.blocks[0]
    found = re.match(r"(\d+) of (\d+) statements", str(getattr(told, "text", "")))
    assert found is not None
    computed, of = computed_share(document)
    assert (int(found[1]) + 1, int(found[2]) + 1) == (computed, of)  # the sentence itself is one more
    assert computed / of >= AIM


@pytest.mark.parametrize("name", list(FORMATS))
def test_participants_read_nothing_that_is_for_facilitators(name: str) -> None:
    """No guide, no note, no condition, no rule, no inject that never came: in any format, files inside included."""
    text = _text("participant", name)
    assert [secret for secret in SECRETS if secret in text] == []
    assert "They spoke to each other" in text.replace("\n", " ")


def test_the_facilitators_edition_has_them() -> None:
    """So the words of the test before are ones that could be there."""
    text = _text("facilitator", "md").replace("\\", "")
    exercise = report(review()).attachments[0].content.decode()
    assert [secret for secret in (NOTE, OPENS["first"], NEVER) if secret not in text] == []
    assert [secret for secret in GUIDE.values() if secret not in exercise] == []


def test_no_file_of_the_exercise_goes_with_the_participants_edition() -> None:
    """The layers do."""
    names = [each.name for each in report(review(), "participant").attachments]
    assert names == ["layer-ics.json", "layer-enterprise.json"]


def test_answers_stand_without_a_seat_for_participants() -> None:
    """Nobody can tell who said it, the log in the annex included."""
    document = report(review(), "participant")
    log = next(section for section in document.sections if section.anchor == "log").blocks[0]
    answered = [row.cells for row in getattr(log, "rows", ()) if row.cells[4] == "answered"]
    assert [cells[3] for cells in answered] == ["a participant"]


def test_the_same_logs_give_the_same_report() -> None:
    """Played twice, and written twice: byte for byte."""
    one, other = report(review_of(played())), report(review_of(played()))
    for name in ("html", "md", "json"):
        assert written(one, name) == written(other, name)


def test_numbers_for_machines_say_what_the_text_says() -> None:
    """And only facilitators have them."""
    told = json.loads(written(report(review()), "json"))["figures"]
    assert told["ratings"]["decide"]["of_record"] == "S"
    assert told["calibration"]["n"] == 1
    assert json.loads(written(report(review(), "participant"), "json"))["figures"] == {}


def test_the_cover_and_its_mark_are_on_it() -> None:
    """What people know and no log says."""
    document = report(review(cover=Cover(sponsor="Hub North", marking="TLP:AMBER", summary="It went well.")))
    text = written(document, "md").decode()
    for wanted in ("Hub North", "**TLP:AMBER**", "It went well.", "point of contact, place"):
        assert wanted in text


def test_an_edition_is_named_or_both() -> None:
    """Anything else is refused with what there is."""
    assert editions("both") == ["facilitator", "participant"]
    assert editions("participant") == ["participant"]
    with pytest.raises(BadInput, match="unknown-word"):
        editions("everyone")
