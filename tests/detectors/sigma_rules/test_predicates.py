"""Conditions on columns, against the specification's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sigma.rule import SigmaRule

from tests.watching import batch, flow, watch
from twin.core.units import epoch_us
from twin.detectors.sigma_rules.fields import Source, Unsupported
from twin.detectors.sigma_rules.predicates import Predicate, predicate
from twin.detectors.sigma_rules.sieve import Sieve
from twin.detectors.sigma_rules.view import Facts, Views

STARTS_US = epoch_us(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
ROWS = [
    flow(1, "ws-01", "dc-01", "smb", user="Alice", bytes_out=100, object="\\\\dc-01\\C$", status="401"),
    flow(2, "ws-02", "dc-01", "smb", user="alice-admin", bytes_out=5_000, value=3.5),
    flow(3, "camera-01", "dc-01", "ssh", bytes_out=0, duration_us=2_500_000, transport="tcp"),
    flow(1_800, "hvac-01", "resolver-public", "dns", object="update.invalid", transport="udp"),
]


def matched(detection: dict[str, Any] | str) -> list[int]:
    """Numbers (from 1) of the rows that a detection matches."""
    parsed = yaml.safe_load(detection) if isinstance(detection, str) else detection
    detections = parsed if "condition" in parsed else {"s": parsed, "condition": "s"}
    rule = SigmaRule.from_dict({"title": "t", "logsource": {"category": "network_connection"}, "detection": detections})
    seen, source = replace(watch(), starts_us=STARTS_US), Source("flow")
    given, facts = batch(seen, 2_000, flow=ROWS), Facts(seen)
    views = Views(given, {}, facts)
    view = views.of(source)
    assert view is not None
    match = predicate(source, rule.detection.parsed_condition[0].parsed, {"people": ("alice", "bob")})
    found = [number + 1 for number, fits in enumerate(match(view)) if fits]
    left, rows = Sieve([(source, match)], seen.names, facts).sifted(given.tables, views).matches(source, match)
    assert (left.places()[rows] + 1).tolist() == found if left else not found
    return found


@pytest.mark.parametrize(
    ("detection", "rows"),
    [
        ({"src": "ws-01"}, [1]),
        ({"src": "WS-01"}, [1]),
        ({"src|cased": "WS-01"}, []),
        ({"src": "ws-*"}, [1, 2]),
        ({"src": "ws-0?"}, [1, 2]),
        ({"src": ["ws-01", "camera-01"]}, [1, 3]),
        ({"user|contains": "ali"}, [1, 2]),
        ({"user|startswith": "alice-"}, [2]),
        ({"user|endswith": "admin"}, [2]),
        ({"user|contains|all": ["alice", "admin"]}, [2]),
        ({"object|endswith": "C$"}, [1]),
        ({"src|re": "^ws-0[2-9]$"}, [2]),
        ({"src|re|i": "^WS-"}, [1, 2]),
        ({"src|re": "^WS-"}, []),
        ({"user": None}, [3, 4]),
        ({"user|exists": True}, [1, 2]),
        ({"user|exists": False}, [3, 4]),
        ({"value": None}, [1, 3, 4]),
        ({"value|exists": True}, [2]),
        ({"bytes_out": 100}, [1]),
        ({"bytes_out": "100"}, [1]),
        ({"bytes_out": [0, 100]}, [1, 3]),
        ({"bytes_out|gt": 100}, [2, 4]),
        ({"bytes_out|gte": 100}, [1, 2, 4]),
        ({"bytes_out|lt": 200}, [1, 3]),
        ({"bytes_out|lte": 200}, [1, 3, 4]),
        ({"src|neq": "ws-01"}, [2, 3, 4]),
        ({"status": 401}, [1]),
        ({"duration|gte": 2.5}, [3]),
        ({"value": 3.5}, [2]),
        ({"src_kind": "workstation", "dst": "dc-01"}, [1, 2]),
        ({"dst_function": "internet"}, [4]),
        ([{"src": "ws-01"}, {"service": "dns"}], [1, 4]),
        ({"user": ""}, [3, 4]),
    ],
    ids=str,
)
def test_leaves(detection: dict[str, Any], rows: list[int]) -> None:
    """Each form of a field and its value."""
    assert matched(detection) == rows


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("ws and smb", [1, 2]),
        ("ws or dns", [1, 2, 4]),
        ("not ws", [3, 4]),
        ("not ws and not dns", [3]),
        ("ws and not (big or dns)", [1]),
        ("1 of them", [1, 2, 4]),
        ("any of them", [1, 2, 4]),
        ("all of them", []),
        ("1 of d*", [4]),
        ("all of *s and not big", []),
    ],
)
def test_conditions(condition: str, rows: list[int]) -> None:
    """And, or, not, parentheses, and the quantifiers."""
    assert matched({"ws": {"src": "ws-*"}, "smb": {"service": "smb"}, "dns": {"service": "dns"},
                    "big": {"bytes_out|gt": 1000}, "condition": condition}) == rows  # fmt: skip


def test_not_is_true_of_what_is_missing() -> None:
    """A row without the field does not have the value."""
    assert matched({"s": {"user": "alice"}, "condition": "not s"}) == [2, 3, 4]


@pytest.mark.parametrize(
    ("detection", "rows"),
    [
        ({"src|cidr": "10.0.0.0/8"}, [1, 2, 3, 4]),
        ({"src|cidr": "10.20.1.0/24"}, []),
        ({"id.orig_h|startswith": "10."}, [1, 2, 3, 4]),
        ({"src": "10.0.0.9"}, [3]),
        ({"src|fieldref": "dst"}, []),
        ({"user|fieldref|startswith": "user"}, [1, 2]),
        ({"src_port|fieldref": "dst_port"}, []),
        ({"bytes_in|fieldref|neq": "bytes_out"}, [1, 2, 3]),
        ({"dst_port|startswith": "44"}, [1, 2]),
        ({"dst_port|re": "^(22|53)$"}, [3, 4]),
        ({"time|hour": 8}, [1, 2, 3]),
        ({"ts|minute": [0, 30]}, [1, 2, 3, 4]),
        ({"ts|year": 2026, "ts|month": 3, "ts|day": 2, "ts|week": 10}, [1, 2, 3, 4]),
        ({"user|expand": "%people%"}, [1]),
        (["ALICE"], [1, 2]),
        (["resolver"], [4]),
        ([445], [1, 2]),
        ({"|all": ["ws-", "admin"]}, [2]),
        ({"|re": "^hvac-[0-9]+$"}, [4]),
        ({"user": "*"}, [1, 2]),
        ({"user|re": ".*"}, [1, 2]),
        ({"user|contains": ""}, [1, 2]),
        ({"value|neq": 3.5}, [1, 3, 4]),
        ({"time|exists": True}, [1, 2, 3, 4]),
    ],
    ids=str,
)
def test_leaves_that_need_more_than_their_column(detection: dict[str, Any], rows: list[int]) -> None:
    """The register's addresses, another field, the date of time 0, a table of placeholders, the whole row."""
    assert matched(detection) == rows


@pytest.mark.parametrize(
    ("detection", "words"),
    [
        ({"src|expand": "%hosts%"}, "placeholder %hosts%: known: people"),
        ({"bytes_out": "many"}, "which holds numbers"),
        ({"src|gt": 5}, "which holds text"),
        ({"duration|contains": "5"}, "counts in another unit"),
        ({"bytes_out|hour": 5}, "no point in time"),
        ({"time|gt": 5}, "is a point in time"),
        ({"keywords": [True], "condition": "keywords"}, "SigmaBool without a field"),
        ({"colour": "red"}, "field 'colour'"),
        ({"src|fieldref": "colour"}, "field 'colour'"),
    ],
    ids=str,
)
def test_what_is_not_understood_is_refused_by_name(detection: dict[str, Any], words: str) -> None:
    """Never skipped: the construct and the field are named."""
    with pytest.raises(Unsupported, match=words):
        matched(detection)


def test_rules_share_what_they_ask() -> None:
    """The same detection in two rules is one node; so are parts that two rules have in common."""
    first, second = (compiled({"s": {"src": "ws-*", "user": "alice"}, "condition": "s"}) for _ in range(2))
    assert first is second
    part = compiled({"s": {"src": "ws-*"}, "condition": "s"})
    both = compiled({"s": {"src": "ws-*"}, "t": {"dst_port": 22}, "condition": "s or t"})
    assert part in both.parts  # type: ignore[attr-defined]


def compiled(detections: dict[str, Any]) -> Predicate:
    """The predicate of a detection section."""
    rule = SigmaRule.from_dict({"title": "t", "logsource": {"category": "network_connection"}, "detection": detections})
    return predicate(Source("flow"), rule.detection.parsed_condition[0].parsed)


@given(st.lists(st.integers(0, 3), min_size=40, max_size=120), st.integers(0, 3), st.integers(0, 3))
def test_looking_on_at_few_rows_changes_nothing(kinds: list[int], one: int, two: int) -> None:
    """A conjunction that narrows gives the rows that every part gives."""
    seen = watch()
    rows = [flow(n, f"ws-0{kind + 1}", "dc-01", bytes_out=n % 7, bytes_in=n % 3) for n, kind in enumerate(kinds)]
    view = Views(batch(seen, 1000, flow=rows), {}, Facts(seen)).of(Source("flow"))
    assert view is not None
    test = compiled(
        {
            "s": {"src": f"ws-0{one + 1}", "bytes_out": two, "bytes_in|gte": 1},
            "n": {"bytes_out|lt": 1},
            "condition": "s and not n",
        }
    )
    expected = [kind == one and n % 7 == two and n % 3 >= 1 and not n % 7 < 1 for n, kind in enumerate(kinds)]
    assert test(view).tolist() == expected


@given(st.text(alphabet="ab*?.\\", max_size=6))
def test_wildcards_do_what_they_say(pattern: str) -> None:
    """A star is any text, a question mark one character, and nothing else is special."""
    plain = "".join("ab." if mark == "*" else "a" if mark == "?" else mark for mark in pattern if mark != "\\")
    wild = pattern.replace("\\", "")
    rule = SigmaRule.from_dict(
        {"title": "t", "logsource": {"category": "dns"}, "detection": {"s": {"user": wild}, "condition": "s"}}
    )
    seen = watch()
    rows = [flow(1, "ws-01", "dc-01", user=plain or ""), flow(2, "ws-01", "dc-01", user=f"{plain}#")]
    view = Views(batch(seen, 10, flow=rows), {}, Facts(seen)).of(Source("flow"))
    assert view is not None
    mask = predicate(Source("flow"), rule.detection.parsed_condition[0].parsed)(view).tolist()
    assert mask == [fits(wild, plain), fits(wild, f"{plain}#")] == [True, fits(wild, f"{plain}#")]


def fits(wild: str, text: str) -> bool:
    """The definition of wildcards, one mark at a time; only the empty pattern fits the empty text's absence."""
    if not wild:
        return not text
    if wild[0] == "*":
        return fits(wild[1:], text) or bool(text and fits(wild, text[1:]))
    return bool(text) and wild[0] in ("?", text[0]) and fits(wild[1:], text[1:])


def test_a_pattern_is_tried_once_on_each_text() -> None:
    """A second batch with the same names looks up what it knows; new names are tried."""
    seen = watch()
    rule = SigmaRule.from_dict(
        {"title": "t", "logsource": {"category": "dns"}, "detection": {"s": {"src": "ws-*"}, "condition": "s"}}
    )
    test = predicate(Source("flow"), rule.detection.parsed_condition[0].parsed)
    for source, expected in (("ws-01", True), ("dc-01", False), ("ws-99", True), ("ws-01", True)):
        view = Views(batch(seen, 10, flow=[flow(1, source, "dc-01")]), {}, Facts(seen)).of(Source("flow"))
        assert view is not None
        assert test(view).tolist() == [expected]
