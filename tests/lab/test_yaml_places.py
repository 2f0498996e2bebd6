"""YAML with places: safe, bounded, and never anything but values or faults."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lab.written_files import at, faults_of, only, position
from twin.core.errors import BadInput
from twin.lab.written import plain
from twin.lab.yaml_places import MAX_DEPTH, read_yaml, scalar

STOPS = [
    ("", "empty-file", (1, 1), "format: 1"),
    ("# only a comment\n", "empty-file", (1, 1), "format: 1"),
    ("a: 1\n\tb: 2\n", "bad-yaml", (2, 1), "spaces"),
    ("a: [1, 2\n", "bad-yaml", (2, 1), "quotes"),
    ("a: 1\n---\nb: 2\n", "several-documents", (2, 1), "one document"),
    ("a: !!python/object/apply:os.system [ls]\n", "tag-refused", (1, 4), "remove the tag"),
    ("a: 1\nb: !mine x\n", "tag-refused", (2, 4), "remove the tag"),
    ("a: &x [*x]\n", "bad-alias", (1, 8), "write the value itself"),
    ("a: *nowhere\n", "bad-alias", (1, 4), "write the value itself"),
    ("? [a, b]\n: 1\n", "bad-key", (1, 3), "plain text"),
    ("a: \x00\n", "bad-yaml", (0, 0), "quotes"),
]


@pytest.mark.parametrize(("text", "code", "place", "remedy"), STOPS)
def test_what_stops_reading_is_named_with_its_place(text: str, code: str, place: tuple[int, int], remedy: str) -> None:
    """Each way a text can fail to be a scenario has its own code, place and remedy."""
    fault = only(lambda: read_yaml(text, "s.yaml"))
    assert (fault.code, fault.place.source, at(fault)) == (code, "s.yaml", place)
    assert remedy in fault.remedy


def test_no_tag_constructs_an_object() -> None:
    """A tag that asks for a Python object is refused by name, and nothing is called."""
    fault = only(lambda: read_yaml("a: !!python/object/apply:os.system ['exit 3']", "s.yaml"))
    assert "!!python/object/apply:os.system" in fault.message


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 60 + "x", "a: " + "{a: " * 60])
def test_deep_nesting_is_refused_where_it_gets_too_deep(text: str) -> None:
    """Depth is bounded while reading, so no nesting exhausts the stack."""
    fault = only(lambda: read_yaml(text, "s.yaml"))
    assert fault.code == "too-deep"
    assert str(MAX_DEPTH) in fault.message


def test_a_bomb_of_aliases_is_refused() -> None:
    """An alias counts as often as it is used, so ten lines cannot become a billion values."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)
    )
    assert only(lambda: read_yaml(bomb, "s.yaml")).code == "too-many-values"


def test_a_repeated_key_is_a_fault_that_does_not_stop_reading() -> None:
    """Both duplicates of a file are found, each at the key that repeats."""
    text = "a: 1\nb: {c: 1, c: 2}\na: 3\n"
    _, faults = read_yaml(text, "s.yaml")
    assert [(fault.code, at(fault), fault.message) for fault in faults] == [
        ("duplicate-key", (2, 11), "b.c: written twice, first in line 2"),
        ("duplicate-key", (3, 1), "a: written twice, first in line 1"),
    ]


def test_every_value_knows_its_place_and_path() -> None:
    """Lines and columns count from 1; a path reads as a person would say it."""
    text = "plant:\n  rooms:\n    - {name: chill-1}\n"
    tree, _ = read_yaml(text, "s.yaml")
    name = tree["plant"]["rooms"].items[0]["name"]
    assert (name.place.line, name.place.column) == position(text, "chill-1")
    assert (name.key.line, name.key.column) == position(text, "name")
    assert name.path == "plant.rooms[0].name"


def test_an_alias_gives_the_value_at_its_new_path() -> None:
    """An alias is the same value; a fault about it names the path where it is used."""
    tree, _ = read_yaml("a: &x {n: 1}\nb: *x\n", "s.yaml")
    assert plain(tree) == {"a": {"n": 1}, "b": {"n": 1}}
    assert tree["b"].path == "b"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-7", -7),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("no", "no"),
        ("on", "on"),
        ("00:10", "00:10"),
        ("~", None),
        ("2026-03-02", "2026-03-02"),
        ("9" * 60, 1e60),
        (".inf", math.inf),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    """Only true and false are booleans, and a time of day stays text."""
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_quoted_scalars_stay_text() -> None:
    """Quotes mean text, whatever stands between them."""
    assert plain(read_yaml("a: '12'\nb: \"true\"\n", "s.yaml")[0]) == {"a": "12", "b": "true"}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t0", max_size=80))
def test_no_text_raises_anything_but_bad_input(text: str) -> None:
    """Whatever is written, the answer is values or faults with a remedy."""
    for fault in faults_of(lambda: read_yaml(text, "s.yaml")):
        assert fault.code
        assert fault.remedy


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.integers() | st.text("abc", min_size=1) | st.booleans(), lambda x: st.lists(x, max_size=3), max_leaves=8
    )
)
def test_flow_values_read_back(value: object) -> None:
    """What JSON can say reads back as it was (JSON is a subset of YAML 1.2)."""
    assert plain(read_yaml(json.dumps({"a": value}), "s.yaml")[0]) == {"a": value} or len(str(value)) > 40


def test_bad_input_is_the_only_error() -> None:
    """The reader's own errors never reach the caller."""
    with pytest.raises(BadInput):
        read_yaml('"\\UFFFFFFFF"', "s.yaml")
