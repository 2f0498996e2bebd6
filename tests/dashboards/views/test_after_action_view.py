"""What the after-action page shows, without a browser."""

from __future__ import annotations

import base64
import re

import pytest

pytest.importorskip("docx")

from dashboards.views import after_action_view as shown
from tests.exercise.reviewed import finished, review
from twin.exercise.papers.document import Row, Section, Table
from twin.exercise.papers.formats import FORMATS


def test_an_exercise_is_over_once_it_has_ended() -> None:
    """Whatever was said after."""
    events = finished().events
    ended = next(event.seq for event in events if event.kind == "finished")
    assert not shown.over(events[: ended - 1])
    assert shown.over(events)


def test_the_five_facts_are_tiles_and_a_word_is_no_number() -> None:
    """What is undefined is set apart."""
    tiles = {tile.title: tile for tile in shown.tiles_of(shown.document_of(review()))}
    assert len(tiles) == 5
    assert tiles["Time to detect"].defined
    assert not tiles["Time to recover"].defined


def test_an_objective_begins_with_its_rating_of_record_or_the_proposal() -> None:
    """Or with S, where nobody and nothing says anything."""
    by_id = {rated.id: rated for rated in shown.ratings_of(review())}
    assert shown.first_choice(by_id["decide"]) == "S"
    assert by_id["decide"].why == "slow, yet decided"
    assert shown.first_choice(by_id["contain"]) == by_id["contain"].proposed
    assert shown.first_choice(by_id["contain"]._replace(proposed="")) == "S"


def test_an_objective_that_was_rated_during_play_says_that_nobody_has_confirmed_it() -> None:
    """Its letter and its words wait to be confirmed."""
    rated = shown.ratings_of(review())[0]
    assert shown.standing(rated) == "Of record: S."
    early = rated._replace(of_record="", given="M")
    assert (shown.first_choice(early), shown.standing(early)) == ("M", "Not confirmed: M was given during play.")
    assert shown.standing(early._replace(given="")) == "Not confirmed."


def test_candidates_to_choose_from_are_those_that_nobody_picked() -> None:
    """Their events stand in the form; rows of the run's log go with their id."""
    choices = shown.choices_of(review())
    hit = next(candidate for name, candidate in choices.items() if name.startswith("hit-"))
    assert shown.read_evidence(shown.evidence_of(hit), 100) == [c.number for c in hit.cites if not c.table]


@pytest.mark.parametrize("wrong", ["x", "#0", "#101", "12 13 -4", "#999, foo", "#12, foo", "#²"])
def test_evidence_that_is_no_number_of_an_event_is_refused_in_words(wrong: str) -> None:
    """With the numbers that there are."""
    assert shown.read_evidence("#12, 18 3", 100) == [12, 18, 3]
    with pytest.raises(ValueError, match="#1 to #100"):
        shown.read_evidence(wrong, 100)


def test_a_long_word_in_a_table_may_break() -> None:
    """And a clock may not."""
    table = Table(("when", "what"), (Row(("03:12:05", "x" * 300)),))
    text = shown.blocks_html(Section("rows", "Rows", (table,)), dark=False)
    assert f"<td class='aa-long'>{'x' * 300}</td>" in text
    assert "<td>03:12:05</td>" in text


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_can_be_exported(name: str) -> None:
    """Under a name that says what it is."""
    made = review()
    assert len(shown.file_of(made, "participant", name)) > 1000
    assert shown.file_name(made, "participant", name) == f"trial-participant{FORMATS[name].suffix}"


@pytest.mark.parametrize("dark", [True, False])
def test_sections_are_html_that_follows_the_page(dark: bool) -> None:
    """With pictures in its colours and words for them, and tables that can be reached by keyboard."""
    document = shown.document_of(review())
    text = "".join(shown.blocks_html(section, dark=dark) for section in document.sections)
    assert "<svg" not in text
    pictures = [base64.b64decode(each).decode() for each in re.findall(r"svg\+xml;base64,([^']*)'", text)]
    assert len(pictures) == text.count("<img alt='") == 2
    assert all(("#e8ecef" in picture.lower()) is dark for picture in pictures)
    assert "<table class='aa'>" in text
    assert text.count("tabindex='0'") == text.count("<table class='aa'>")
