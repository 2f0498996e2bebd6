"""Whole detections, against SQL: the same rows on random rows, whoever asks."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.rule import SigmaRule

from tests.watching import batch, flow, watch
from twin.detectors.sigma_rules.detections import matcher
from twin.detectors.sigma_rules.fields import Source
from twin.detectors.sigma_rules.view import Facts, Views

WORDS = ["alpha", "Beta", "alpha-beta", "gamma*", "be?ta", "a.b", "42", "4"]
COLUMNS = {"object": "TEXT", "verb": "TEXT", "status": "TEXT", "bytes_out": "INTEGER", "dst_port": "INTEGER"}
Rows = list[dict[str, Any]]


def rule_of(detection: dict[str, Any]) -> SigmaRule:
    """A rule on flows."""
    return SigmaRule.from_dict(
        {"title": "t", "id": "00000000-0000-4000-8000-000000000000", "logsource": {"category": "network_connection"},
         "detection": detection}
    )  # fmt: skip


def ours(detection: dict[str, Any], rows: Rows) -> list[int]:
    """Numbers of the rows that the evaluator finds."""
    seen = watch()
    flows = [flow(number, "ws-01", "dc-01", **row) for number, row in enumerate(rows)]
    view = Views(batch(seen, 10_000, flow=flows), {}, Facts(seen)).of(Source("flow"))
    assert view is not None
    found: list[int] = matcher(rule_of(detection), Source("flow"))(view).nonzero()[0].tolist()
    return found


def sqlite_finds(detection: dict[str, Any], rows: Rows) -> list[int]:
    """Numbers of the rows that pySigma's SQLite backend finds."""
    base = sqlite3.connect(":memory:")
    base.create_function(
        "REGEXP", 2, lambda pattern, text: text is not None and re.search(pattern, str(text)) is not None
    )
    base.execute(f"CREATE TABLE logs (number INTEGER, {', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    base.executemany(
        f"INSERT INTO logs VALUES ({marks})",  # noqa: S608
        [(number, *(row[name] for name in COLUMNS)) for number, row in enumerate(rows)],
    )
    (query,) = sqliteBackend().convert(SigmaCollection([rule_of(detection)]))
    found = base.execute(query.replace("<TABLE_NAME>", "logs").replace("SELECT *", "SELECT number")).fetchall()
    return sorted(number for (number,) in found)


texts = st.sampled_from(WORDS)
plain = st.sampled_from(["alpha", "Beta", "alpha-beta", "a.b", "et", "a", "ta", "zeta"])
numbers = st.integers(0, 5)
ROWS = st.lists(
    st.fixed_dictionaries({"object": texts, "verb": texts, "status": texts, "bytes_out": numbers, "dst_port": numbers}),
    min_size=1, max_size=12,
)  # fmt: skip
TEXT_FIELDS = st.sampled_from(["object", "verb", "status"])
NUMBER_FIELDS = st.sampled_from(["bytes_out", "dst_port"])
WILD = st.sampled_from(["al*", "*ta", "*et*", "b?ta", "*a-b*", r"gamma\*", r"be\?ta", "?", "*"])
ITEMS = st.one_of(
    st.tuples(TEXT_FIELDS, st.one_of(plain, WILD, st.lists(plain, min_size=2, max_size=3))),
    st.tuples(
        TEXT_FIELDS.flatmap(
            lambda name: st.sampled_from([f"{name}|contains", f"{name}|startswith", f"{name}|endswith"])
        ),
        st.one_of(plain, st.lists(plain, min_size=2, max_size=3)),
    ),
    st.tuples(
        TEXT_FIELDS.map(lambda name: f"{name}|contains|all"), st.lists(plain, min_size=2, max_size=3, unique=True)
    ),
    st.tuples(TEXT_FIELDS.map(lambda name: f"{name}|cased"), plain),
    st.tuples(TEXT_FIELDS.map(lambda name: f"{name}|re"), st.sampled_from(["^al", "ta$", "a.b", "^[a-z]+$", "B|g"])),
    st.tuples(NUMBER_FIELDS, st.one_of(numbers, st.lists(numbers, min_size=2, max_size=3))),
    st.tuples(
        NUMBER_FIELDS.flatmap(lambda name: st.sampled_from([f"{name}|{how}" for how in ("lt", "lte", "gt", "gte")])),
        numbers,
    ),
)
MAPS = st.lists(ITEMS, min_size=1, max_size=2).map(dict)
CONDITIONS = st.sampled_from([
    "a", "a and b", "a or b", "not a", "a and not b", "not (a or b) and c", "a or b and c", "1 of them", "all of them",
    "all of a*", "c and not 1 of a*", "not a or not (b and c)",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(MAPS, MAPS, st.one_of(MAPS, st.lists(MAPS, min_size=2, max_size=2)), CONDITIONS, ROWS)
def test_the_rows_are_those_that_sqlite_finds(a: Any, b: Any, c: Any, condition: str, rows: Rows) -> None:
    """Texts, wildcards, lists, regular expressions, numbers, comparisons, under every form of condition."""
    detection = {"a": a, "b": b, "c": c, "condition": condition}
    assert ours(detection, rows) == sqlite_finds(detection, rows)


@pytest.mark.parametrize("detection", [
    {"s": {"object|base64offset|contains": "et"}, "condition": "s"},
    {"s": {"object|windash": "-b"}, "condition": "s"},
    {"s": {"object|fieldref": "verb"}, "condition": "s"},
    {"s": {"bytes_out|fieldref": "dst_port"}, "condition": "s"},
], ids=str)  # fmt: skip
@given(rows=ROWS)
@settings(max_examples=20, deadline=None)
def test_rarer_modifiers_find_what_sqlite_finds(detection: dict[str, Any], rows: Rows) -> None:
    """Encodings, dashes, other fields; texts whose case agrees, because SQL's equality looks at it."""
    lower = [{name: value.lower() if isinstance(value, str) else value for name, value in row.items()} for row in rows]
    assert ours(detection, lower) == sqlite_finds(detection, lower)


def test_a_list_of_conditions_is_any_of_them() -> None:
    """As if they were joined with or."""
    rows = [{"object": word} for word in ("a", "b", "c")]
    detection = {"a": {"object": "a"}, "b": {"object": "b"}, "condition": ["a", "b"]}
    assert ours(detection, rows) == [0, 1]
