"""JSON by column: members are taken out, the rest stands, and what is odd is left alone."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from twin.lab.importers.parts.json_columns import Reader, counted, inside_of, unrepeated
from twin.lab.importers.parts.lines import Chunk

READER = Reader({"a": "VARCHAR", "b": {"c": "VARCHAR", "d": "VARCHAR"}}, kept=("b.d",), within="b")


def test_members_are_taken_out_and_the_rest_stands() -> None:
    """Null members of the rest stay; what is kept stands in both."""
    found = READER.objects(Chunk(7, b'{"a":1.5,"b":{"c":"x","d":2},"e":null}\n{"e":[1]}\n'))
    assert found is not None
    assert {name: column.to_pylist() for name, column in found.texts.items()} == {
        "a": ["1.5", None], "b.c": ["x", None], "b.d": ["2", None],
    }  # fmt: skip
    assert json.loads(found.rest.to_pylist()[0]) == {"b": {"d": 2}, "e": None}
    assert (found.lines.tolist(), found.inner.to_pylist()[0]) == ([7, 8], "c\nd")


@pytest.mark.parametrize(
    "odd",
    ["{bad", "[1]", '{"a":NaN}', '{"a":-Infinity}', '{"a":[1,]}', '{"a":123456789012345678901}', "", '{"a":"\\ud800"}'],
)
def test_what_is_odd_is_left_alone(odd: str) -> None:
    """The line after it keeps its number."""
    found = READER.objects(Chunk(1, f'{odd}\n{{"a":2}}\n'.encode()))
    assert found is not None
    assert found.lines.tolist() == [2]


def test_a_piece_that_is_no_text_or_has_no_object_is_left_alone() -> None:
    """Bytes that are no UTF-8, a line without an end, nothing."""
    assert READER.objects(Chunk(1, b'{"a":1}\n\xff\n')) is None
    assert READER.objects(Chunk(1, b'{"a":1}')) is None
    assert READER.objects(Chunk(1, b"x\n")) is None


def test_names_are_counted_and_repetitions_seen() -> None:
    """An empty object has none."""
    keys = pa.array(["a\nb", "a", "", "a\na"])
    assert counted(keys) == {"a": 4, "b": 1}
    assert unrepeated(keys).tolist() == [True, True, True, False]
    assert inside_of(pa.array(["{}", '{"a":1}'])).to_pylist() == ["", '"a":1']
