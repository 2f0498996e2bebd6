"""An exercise file in the form of its schema."""

from __future__ import annotations

from tests.exercise.written import TEXT
from twin.core.errors import Fault
from twin.exercise.written_form import in_form, listed, names_of
from twin.lab.written import Written, plain
from twin.lab.yaml_places import read_yaml


def document() -> Written:
    """The short exercise as it was written."""
    return read_yaml(TEXT, "x.yaml")[0]


def test_durations_go_under_the_name_that_the_schema_has() -> None:
    """Whole microseconds, and nothing is left of what was written."""
    turned, _ = in_form(document(), [])
    inject, card = listed(turned, "injects")[0], listed(turned, "decisions")[0]
    assert plain(inject["expect"]) == {"decision": "cut", "by_us": 600_000_000}
    assert plain(inject["facilitator"]) == {"hint": "Look", "hint_after_us": 240_000_000}
    assert "closes_after" not in card.entries
    assert plain(card["closes_after_us"]) == 1_200_000_000


def test_one_seat_may_be_written_without_brackets() -> None:
    """A list of one."""
    turned, _ = in_form(document(), [])
    assert plain(listed(turned, "injects")[0]["to"]) == ["soc"]


def test_conditions_are_kept_in_words_and_as_trees_with_their_place() -> None:
    """Ratings come best first, however they were written."""
    swapped = TEXT.replace("rate: {P: t(contained", "rate: {M: happened(decision.cut), P: t(contained").replace(
        ", M: happened(decision.cut)}", "}"
    )
    turned, trees = in_form(read_yaml(swapped, "x.yaml")[0], [])
    assert plain(listed(turned, "injects")[1]["when"]) == "now >= t(inject.call) + 3 min"
    assert list(trees.rates["contain"]) == ["P", "M"]
    assert {written.place.line for _, written in trees.written} == {12, 16, 22, 27}


def test_a_response_is_a_kind_with_or_without_parameters() -> None:
    """One that takes no such parameter is a fault where it stands."""
    faults: list[Fault] = []
    in_form(read_yaml(TEXT.replace("messages_per_s", "messages_a_s"), "x.yaml")[0], faults)
    assert [(fault.code, fault.place.line) for fault in faults] == [("unknown-parameter", 32)]


def test_names_without_a_dot_are_injects_and_decisions() -> None:
    """Nothing else can be waited for by its name alone."""
    assert names_of(document()) == {"call": "inject.call", "later": "inject.later", "cut": "decision.cut"}


def test_what_is_no_list_has_no_entries() -> None:
    """The schema says what is wrong with it."""
    turned, _ = in_form(read_yaml("injects: 3\ndecisions: {a: 1}\n", "x")[0], [])
    assert plain(turned) == {"injects": 3, "decisions": {"a": 1}}
    assert listed(turned, "injects") == []
