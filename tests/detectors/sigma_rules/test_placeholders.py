"""Placeholders: names that each site fills."""

from __future__ import annotations

from pathlib import Path

import pytest
from sigma.types import SigmaCasedString, SigmaRegularExpression, SigmaString

from twin.detectors.sigma_rules.fields import Unsupported
from twin.detectors.sigma_rules.placeholders import filled, read_placeholders

TABLE = {"who": ("alice", "b*")}


def test_every_text_of_a_placeholder_is_one_value() -> None:
    """Before and after it what the rule says; wildcards in it are wildcards."""
    values = filled(SigmaString("x-%who%-y").insert_placeholders(), TABLE)
    assert [str(value) for value in values] == ["x-alice-y", "x-b*-y"]
    assert values[1].contains_special()


def test_a_cased_text_stays_cased() -> None:
    """Also when it is filled."""
    value = SigmaCasedString.from_sigma_string(SigmaString("%who%").insert_placeholders())
    assert [type(each) for each in filled(value, TABLE)] == [SigmaCasedString, SigmaCasedString]


def test_a_regular_expression_is_filled_too() -> None:
    """With its flags."""
    (first, second) = filled(SigmaRegularExpression("^%who%$").insert_placeholders(), TABLE)
    assert (str(first.regexp), str(second.regexp)) == ("^alice$", "^b*$")


def test_what_has_no_placeholder_is_itself() -> None:
    """Numbers too."""
    assert filled(5, TABLE) == [5]


def test_an_unknown_name_is_refused_with_its_neighbours() -> None:
    """Not a hole in the rule."""
    with pytest.raises(Unsupported, match="placeholder %whoo%: did you mean who"):
        filled(SigmaString("%whoo%").insert_placeholders(), TABLE)


def test_a_file_is_a_mapping_to_texts(tmp_path: Path) -> None:
    """One text or several."""
    path = tmp_path / "placeholders.yml"
    path.write_text("admins: [alice, bob]\nport: 22\n", encoding="utf-8")
    assert read_placeholders(path) == {"admins": ("alice", "bob"), "port": ("22",)}


@pytest.mark.parametrize(
    ("text", "words"),
    [("- a", "a mapping"), ("a: {b: c}", "placeholder 'a'"), ("a: []", "placeholder 'a'"), ("a: [", "while parsing")],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str, words: str) -> None:
    """The file and what is wrong with it."""
    path = tmp_path / "holes.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"holes\.yml") as caught:
        read_placeholders(path)
    assert words in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before the run."""
    with pytest.raises(ValueError, match=r"none\.yml"):
        read_placeholders(tmp_path / "none.yml")
