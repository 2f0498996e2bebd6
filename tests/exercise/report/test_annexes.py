"""Annexes."""

from __future__ import annotations

import json

from tests.exercise.reviewed import NEVER, review
from twin.exercise.event import Event
from twin.exercise.papers.document import Cite, Document, Section, Statement
from twin.exercise.report.annexes import (
    annex_sections,
    attachments,
    cited_rows,
    layers,
    log_table,
    measured,
    msel_table,
    planned_table,
)


def test_the_list_of_injects_says_what_came_and_how() -> None:
    """What never came is there for facilitators, and its row is private."""
    made = review()
    rows = {row.cells[0]: row for row in msel_table(made, private=True).rows}
    assert rows["first"].cells[4] == made.times.clock(made.state.injects["first"].us or 0)
    assert rows["first"].cells[5] == "by its condition"
    assert rows["first"].cells[6] == "Cut it off"
    assert rows["never"].cells[4:6] == ("not fired", "never came due")
    assert rows["never"].private
    assert len(msel_table(made, private=False).heads) == 6


def test_what_was_planned_is_private() -> None:
    """With its condition and text."""
    table = planned_table(review())
    assert table.private
    assert any(NEVER in row.cells for row in table.rows)


def test_the_log_has_a_line_for_each_event() -> None:
    """Fewer for participants, with the same numbers; one that is cited is there and does not say what it was about."""
    made = review()
    assert [row.anchor for row in log_table(made, [], private=True).rows] == [
        Cite(each.seq).anchor for each in made.events
    ]
    kinds = {row.cells[4] for row in log_table(made, [], private=False).rows}
    assert not kinds & {"noted", "armed", "rated", "joined"}
    rated = made.of("rated")[0]
    (line,) = (row for row in log_table(made, [Cite(rated.seq)], private=False).rows if row.cells[4] == "rated")
    assert line.cells[5] == ""


def test_cited_rows_are_those_of_the_log() -> None:
    """Each with its words, and nothing that only a machine reads."""
    made = review()
    (row,) = cited_rows(made, [Cite(1, "alert"), Cite(3)]).rows
    assert row.cells[0] == "alert:1"
    assert made.tables["alert"][0]["title"] in row.cells[2]
    assert "evidence" not in row.cells[2]


def test_the_files_are_those_to_play_it_again_with() -> None:
    """The log reads back event by event; the layers are ATT&CK's."""
    made = review()
    files = {each.name: each for each in attachments(made)}
    lines = files["events.jsonl"].content.decode().splitlines()
    assert [Event.from_json(line) for line in lines] == list(made.events)
    assert files["exercise.yaml"].private
    assert json.loads(layers(made)["layer-ics.json"])["domain"] == "ics-attack"


def test_the_share_is_counted_from_the_document() -> None:
    """Of what it is given."""
    document = Document("t", "o", "a", "2026-01-01", (
        Section("s", "S", (Statement("x"), Statement("y", source="people"))),))  # fmt: skip
    block = measured(document).blocks[0]
    assert isinstance(block, Statement)
    assert block.text.startswith("1 of 2 statements are computed from the logs (50.0 %")


def test_there_are_five_annexes() -> None:
    """Lettered."""
    titles = [section.title[:7] for section in annex_sections(review(), private=True, cites=[])]
    assert titles == ["Annex A", "Annex B", "Annex C", "Annex D", "Annex E"]
