"""Documents of rule files: places, collections, and everything that can be wrong with YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.core.errors import Place
from twin.detectors.sigma_rules.documents import Document, documents

PATH = Path("rules.yml")


def read(text: str) -> list[Document]:
    """The documents of a sound text."""
    found, faults = documents(PATH, text)
    assert faults == []
    return found


def test_several_documents_keep_their_places() -> None:
    """Three dashes part them; an empty one is none."""
    first, second = read("title: a\n---\n---\ntitle: b\nlevel:  high\n")
    assert (first.data["title"], second.data) == ("a", {"title": "b", "level": "high"})
    assert second.place("level") == Place("rules.yml", 5, 9)
    assert second.place("status") == second.place() == Place("rules.yml", 4, 1)


def test_a_word_is_found_below_its_section_first() -> None:
    """``src`` stands in the tags too."""
    (rule,) = read("tags: [src]\ndetection:\n  s: {src|frob: x}\n  condition: s\n")
    assert rule.place_of("|frob", "detection") == Place("rules.yml", 3, 7)
    assert rule.place_of("nowhere", "detection") == Place("rules.yml", 3, 3)


def test_a_global_document_fills_in_what_rules_leave_open() -> None:
    """Nested mappings are merged; correlations and filters are left alone; reset ends it."""
    texts = ["action: global\nlevel: high\nlogsource: {product: zeek}", "title: a\nlogsource: {service: dns}",
             "title: b\ncorrelation: {}", "action: reset", "title: c"]  # fmt: skip
    found = read("\n---\n".join(texts))
    assert [each.data for each in found] == [
        {"title": "a", "level": "high", "logsource": {"service": "dns", "product": "zeek"}},
        {"title": "b", "correlation": {}},
        {"title": "c"},
    ]


def test_repeat_says_the_last_rule_again_with_changes() -> None:
    """And once more upon the result."""
    found = read("title: a\nlevel: low\n---\naction: repeat\ntitle: b\n---\naction: repeat\nlevel: high\n")
    assert [(each.data["title"], each.data["level"]) for each in found] == [("a", "low"), ("b", "low"), ("b", "high")]


def test_aliases_stand_for_what_they_name() -> None:
    """As YAML has them."""
    (rule,) = read("list: &x [a, b]\nother: *x\n")
    assert rule.data["other"] == ["a", "b"]


BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("title: x\n  bad: [\n", "bad-yaml", 2, 6),
        ("title: !!python/object/apply:os.system [ls]\n", "bad-yaml", 1, 8),
        ("title: a\ntitle: b\n", "duplicate-key", 2, 1),
        ("detection:\n  s:\n    a: 1\n    a: 2\n", "duplicate-key", 4, 5),
        ("- a\n- b\n", "not-a-mapping", 1, 1),
        ("title: x\n---\nonly words\n", "not-a-mapping", 3, 1),
        ("a: &x [*x]\n", "bad-alias", 1, 1),
        (BOMB, "bad-alias", 1, 1),
        ("title: a\n---\naction: globl\n", "not-a-choice", 3, 9),
        ("date: 2026-13-40\n", "bad-yaml", 1, 0),
        ("a: \0\n", "bad-yaml", 1, 0),
        ("a: " + "[" * 400 + "]" * 400, "too-deep", 1, 0),
        ("[" * 20_000, "bad-yaml", 2, 1),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_wrong_is_a_fault_at_its_line(text: str, code: str, line: int, column: int) -> None:
    """No file can end in an error of Python's, nor build objects, nor blow up."""
    found, faults = documents(PATH, text)
    assert [(fault.code, fault.place) for fault in faults] == [(code, Place("rules.yml", line, column))]
    assert all(fault.remedy for fault in faults)
    assert found == [] or code == "not-a-choice"
