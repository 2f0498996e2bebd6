"""Values of parsed rules as criteria."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from sigma.modifiers import modifier_mapping
from sigma.rule import SigmaDetectionItem
from sigma.types import SigmaString

from twin.detectors.sigma_rules.criteria import ANYTHING, criterion_of, keyword_of, pieces
from twin.detectors.sigma_rules.fields import Field
from twin.detectors.sigma_rules.values import AnyOf, Compare, Criterion, DatePart, Network, Number, Pattern, Truth, Wild

TEXT, COUNT, TIME = Field("object", "name"), Field("bytes_out", "int"), Field("time", "us")
LASTS = Field("duration_us", "us", 1e6)


def value(key: str, given: Any) -> Any:
    """The value that pySigma makes of ``key: given``."""
    return SigmaDetectionItem.from_mapping(key, given).value[0]


@pytest.mark.parametrize(
    ("field", "key", "given", "criterion"),
    [
        (TEXT, "f", "a", Wild((("a",),))),
        (TEXT, "f|cased", "A", Wild((("A",),), cased=True)),
        (TEXT, "f|contains", "a?b", Wild((("",), ("a", "b"), ("",)))),
        (TEXT, "f|re|i|s", "a.b", Pattern("a.b", "is")),
        (TEXT, "f", 5, Number(5.0)),
        (TEXT, "f|gt", 5, Compare("gt", 5.0)),
        (TEXT, "f|cidr", "10.0.0.0/8", Network(ip_network("10.0.0.0/8"))),
        (TEXT, "f", True, Truth(holds=True)),
        (COUNT, "f", "5", Number(5.0)),
        (COUNT, "f", "5*", Wild((("5",), ("",)))),
        (LASTS, "f", 2, Number(2e6)),
        (LASTS, "f|gte", 2, Compare("gte", 2e6)),
        (TIME, "f|hour", 8, DatePart("hour", 8)),
        (Field("t", ANYTHING), "f|week", 8, DatePart("week", 8)),
        (TEXT, "f|windash", "-p", AnyOf(tuple(Wild(((f"{dash}p",),)) for dash in "-/–—―"))),  # noqa: RUF001
    ],
)
def test_values_become_criteria(field: Field, key: str, given: Any, criterion: Criterion) -> None:
    """Scaled to the column's unit."""
    assert criterion_of(field, "f", value(key, given)) == criterion


@pytest.mark.parametrize(
    ("field", "given", "criterion"),
    [
        (TEXT, SigmaString("a*"), Wild((("",), ("a",), ("",), ("",)))),
        (COUNT, SigmaString("a"), None),
        (COUNT, value("f", 22), Number(22.0)),
        (TEXT, value("f", 22), Wild((("",), ("22",), ("",)))),
        (TEXT, value("f|re", "a+"), Pattern("a+")),
        (COUNT, value("f|windash", "-p"), None),
    ],
)
def test_keywords_ask_what_a_field_can_answer(field: Field, given: Any, criterion: Criterion | None) -> None:
    """Texts are contained, numbers are equal or contained as written."""
    assert keyword_of(field, given) == criterion


def test_pieces_are_cut_at_stars_and_question_marks() -> None:
    """``a?b*c`` is two pieces, the first with a free character."""
    assert pieces(SigmaString("a?b*c").s) == (("a", "b"), ("c",))
    assert pieces(SigmaString("").s) == (("",),)
    assert pieces(SigmaString("*").s) == (("",), ("",))


def test_utf16le_is_known() -> None:
    """By its name in the specification."""
    assert modifier_mapping["utf16le"] is modifier_mapping["wide"]
