"""What a report is made of, and how its citations are followed."""

from __future__ import annotations

import pytest

from tests.exercise.reviewed import finished, review
from tests.exercise.trial import begun
from twin.core.errors import BadInput
from twin.exercise.papers.document import Cite
from twin.exercise.report.review import CITED, cite, follow, review_of, row_cite


def test_an_exercise_that_goes_on_has_no_report() -> None:
    """It says so, and what to do."""
    with pytest.raises(BadInput, match="not-now"):
        review_of(begun(to_s=10))


def test_the_run_is_that_of_the_exercise() -> None:
    """Its log, and the decisions that lead to it again."""
    engine, made = finished(), review()
    assert engine.run is not None
    assert made.run.digest == engine.run.log.digest()
    assert made.run.recipe.decisions == tuple(engine.live.decisions)
    assert made.value("assets_compromised") == made.run.metrics["assets_compromised"].value


def test_proposals_come_with_the_events_they_rest_on() -> None:
    """For every objective."""
    made = review()
    assert set(made.proposals) == {each.id for each in made.exercise.objectives}
    assert made.proposals["decide"].rating in ("P", "S", "M", "U")


def test_a_citation_is_followed_to_its_event_or_row() -> None:
    """And one that leads nowhere is an error."""
    made = review()
    for event in made.events:
        assert follow(cite(event), made) == event
    for table in CITED:
        for number, row in enumerate(made.tables[table]):
            assert follow(row_cite(table, number), made) == row
    for lost in (Cite(0), Cite(len(made.events) + 1), Cite(0, "alert"), Cite(10**6, "alert"), Cite(1, "flow")):
        with pytest.raises(LookupError):
            follow(lost, made)


def test_seats_are_called_by_their_titles() -> None:
    """The engine itself is the exercise."""
    made = review()
    assert (made.title("soc"), made.title(""), made.title("facilitator")) == ("Analyst", "Exercise", "Facilitator")


def test_the_day_is_that_of_the_end() -> None:
    """Whatever was said after."""
    made = review()
    assert made.dated == made.of("finished")[0].wall
    assert made.ended_us == made.of("finished")[0].sim_us
