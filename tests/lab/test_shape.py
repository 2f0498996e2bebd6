"""Values against their schema: code, place, value and remedy of every fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.written_files import SITE, at, inside, only, write
from twin.core.errors import BadInput, Fault
from twin.lab.loader import load_site
from twin.lab.scenario import PriceList
from twin.lab.shape import check, check_parameters, fits, range_words
from twin.lab.yaml_places import read_yaml

ROWS = [
    # what is written, code, what the fault points at, what the message quotes, what the remedy says
    ("fleet: {count: 3}", "fleet: {cuont: 3}", "unknown-key", "cuont", "plant.fleet.cuont", "did you mean count?"),
    ("fleet: {count: 3}", 'fleet: {count: "3"}', "wrong-type", '"3"', '"3" is not a whole number', "without quotes"),
    ("fleet: {count: 3}", "fleet: {count: 3.5}", "wrong-type", "3.5", "3.5", "whole number"),
    ("fleet: {count: 3}", "fleet: {count: true}", "wrong-type", "true", "true", "whole number"),
    ("fleet: {count: 3}", "fleet: {count: }", "wrong-type", "", "nothing", "whole number"),
    ("fleet: {count: 3}", "fleet: {count: -3}", "out-of-range", "-3", "-3 is out of range", "from 1 to 5000"),
    ("fleet: {count: 3}", "fleet: {mass_kg: .nan}", "not-finite", ".nan", "nan", "above 0 to 5000"),
    ("fleet: {count: 3}", "fleet: {mass_kg: nan}", "not-finite", "nan}", '"nan"', "above 0 to 5000"),
    ("fleet: {count: 3}", "fleet: {mass_kg: -.inf}", "not-finite", "-.inf", "-inf", "above 0 to 5000"),
    ("fleet: {count: 3}", "fleet: {turn_s: 1500}", "mistaken-unit", "1500", "milliseconds", "did you mean 1.5 s?"),
    ("fleet: {count: 3}", "fleet: [3]", "wrong-type", "[3]", "a list", "a mapping"),
    ("{name: chill-1}", "{name: chill-1, setpoint_c: 277.15}", "mistaken-unit", "277.15", "kelvin", "4 degC"),
    ("{name: chill-1}", "{name: chill-1, limit_high_c: hot}", "wrong-type", "hot}", '"hot"', "a number"),
    ("title: A tiny hub", "title: 7", "wrong-type", "7", "7 is not text", "quotes"),
    ("format: 1", "format: 2", "not-a-choice", "2", "2", "known: 1"),
    ("format: 1\n", "", "missing-key", "title", "format is missing", "add format"),
    ("{kind: gateway}", "{kind: gateway, numbered: yes}", "wrong-type", "yes", '"yes"', "true or false"),
    ("{kind: gateway}", "{kind: gateway, traits: {physical_port: [1]}}", "wrong-type", "[1]", "a list", "write"),
    ("plant:\n", "plant:\n  orders: {day_profile: [1, 2]}\n", "wrong-length", "[1, 2]", "24", ""),
]


@pytest.mark.parametrize(("old", "new", "code", "place", "quoted", "remedy"), ROWS)
def test_each_bad_value_has_code_place_value_and_remedy(
    tmp_path: Path, old: str, new: str, code: str, place: str, quoted: str, remedy: str
) -> None:
    """One thing wrong in a good site gives one fault, at the very value."""
    text = SITE.replace(old, new)
    path = write(tmp_path, "tiny.yaml", text)
    fault = only(lambda: load_site(path))
    assert (fault.code, fault.place.source) == (code, str(path))
    assert quoted in fault.message
    assert remedy in fault.remedy
    if place:
        assert at(fault) == inside(text, new, place)


def test_all_faults_of_a_value_come_at_once() -> None:
    """Five mistakes are five faults, each with its own place."""
    tree, _ = read_yaml("late_order: -1\nlate_hour: x\nheld_hour: .inf\nnear_mis: 2\ncontact: [1]\n", "p.yaml")
    faults: list[Fault] = []
    assert check(PriceList, tree, faults) is None
    assert sorted((fault.place.line, fault.code) for fault in faults) == [
        (1, "out-of-range"),
        (2, "wrong-type"),
        (3, "not-finite"),
        (4, "unknown-key"),
        (5, "wrong-type"),
    ]


def test_what_fits_is_given_and_what_does_not_is_nothing() -> None:
    """``fits`` asks quietly."""
    assert fits(PriceList, read_yaml("late_order: 3", "p.yaml")[0]) == PriceList(late_order=3)
    assert fits(PriceList, read_yaml("late_order: -3", "p.yaml")[0]) is None


def test_parameters_stand_beside_other_keys() -> None:
    """A key that is neither a parameter nor a neighbour is named with the nearest of both."""
    tree, _ = read_yaml("late_order: 3\naftr: x\n", "p.yaml")
    faults: list[Fault] = []
    check_parameters(PriceList, tree, ("after", "at"), faults)
    assert [(fault.code, at(fault)) for fault in faults] == [("unknown-parameter", (2, 1))]
    assert "did you mean after?" in faults[0].remedy


def test_ranges_are_said_in_words() -> None:
    """Open and closed ends are told apart."""
    assert range_words(PriceList.model_fields["late_order"]) == "allowed: from 0"
    assert range_words(None) == ""


@given(
    st.dictionaries(
        st.sampled_from([*PriceList.model_fields, "x"]),
        st.none() | st.floats() | st.integers() | st.text() | st.lists(st.booleans()),
    )
)
def test_whatever_is_written_the_answer_is_a_value_or_faults(values: dict[str, object]) -> None:
    """No mapping makes the check itself fail, and what it refuses it explains."""
    try:
        tree, _ = read_yaml(json.dumps({"format": 1, **values}), "p.yaml")
    except BadInput:
        return
    faults: list[Fault] = []
    made = check(PriceList, tree.with_entries({k: v for k, v in tree.entries.items() if k != "format"}), faults)
    assert (made is None) == bool(faults)
