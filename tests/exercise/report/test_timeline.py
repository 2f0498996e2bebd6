"""The timeline."""

from __future__ import annotations

from dataclasses import replace

from tests.exercise.reviewed import NEVER, NOTE, review
from twin.exercise.papers.document import Cite
from twin.exercise.report.review import follow
from twin.exercise.report.timeline import MARKS, all_cites, entries, rows, to_seats


def test_every_inject_decision_and_alert_is_in_it() -> None:
    """Each event of the table by its number, each alert and each measure by its row."""
    made = review()
    cited = all_cites(entries(made))
    kinds = (
        "fired",
        "card-opened",
        "decided",
        "approved",
        "ordered",
        "undone",
        "triaged",
        "noted",
        "finished",
        "joined",
    )
    assert {Cite(event.seq) for event in made.of(*kinds)} <= cited
    assert {Cite(n, "alert") for n in range(1, len(made.tables["alert"]) + 1)} <= cited
    applied = [n for n, row in enumerate(made.tables["decision"], 1) if row["phase"] == "applied"]
    assert {Cite(n, "decision") for n in applied} <= cited


def test_it_is_in_order_and_every_line_can_be_checked() -> None:
    """Each cites something that exists, at its time where it is one event."""
    made = review()
    found = entries(made)
    assert [entry.time_us for entry in found] == sorted(entry.time_us for entry in found)
    for entry in found:
        assert entry.sort in MARKS
        first = follow(entry.cites[0], made)
        time_us = first["time"] if isinstance(first, dict) else first.sim_us
        assert time_us == entry.time_us


def test_each_event_has_its_own_time_on_the_wall_while_the_clock_stands() -> None:
    """Who took a seat before the beginning did so when he did, and not when the clock began to run."""
    made = review()
    walls = {event.seq: f"2026-11-22T10:{event.seq:02d}:05Z" for event in made.events}
    made = replace(made, events=[replace(event, wall=walls[event.seq]) for event in made.events])
    told = {row.cites: row.cells[1] for row in rows(made, entries(made)) if not row.cites[0].table}
    assert len(set(told.values())) > 5
    for cites, wall in told.items():
        assert wall == f"10:{cites[0].number:02d}:05"


def test_what_repeats_shares_a_line_that_counts_it() -> None:
    """As many citations as it says."""
    for entry in entries(review()):
        assert len(entry.cites) == entry.count


def test_notes_and_what_was_kept_back_are_private() -> None:
    """And an inject that was never fired is nowhere."""
    made = review()
    said = {" ".join(row.cells): row.private for row in rows(made, entries(made))}
    assert [private for words, private in said.items() if NOTE in words] == [True]
    assert not any(NEVER in words for words in said)


def test_seats_are_told_by_title() -> None:
    """All of them is everybody."""
    assert to_seats(review(), ["all"]) == "everybody"
    assert to_seats(review(), ["soc", "ic"]) == "Analyst, Commander"
