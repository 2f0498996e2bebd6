"""Lines come one at a time, plain or gzip, never too long, and marked where they do not end."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.lab.importers.sources import written
from twin.core.errors import BadInput
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.lines import LONGEST_LINE, first_line, head_of, lines


def _lines(path: Path) -> tuple[list[tuple[int, str, bool]], Account]:
    account = Account()
    return [tuple(line) for line in lines(path, account)], account


def test_lines_are_numbered_and_the_last_may_lack_its_end(tmp_path: Path) -> None:
    """Both ends of line."""
    assert _lines(written(tmp_path / "x", "a\r\nb\n\nc"))[0] == [
        (1, "a", True),
        (2, "b", True),
        (3, "", True),
        (4, "c", False),
    ]


def test_a_compressed_file_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    """The account says where."""
    text = "".join(f"line {n} {n * 7919 % 1000003}\n" for n in range(20_000)).encode()
    packed = gzip.compress(text)
    found, account = _lines(written(tmp_path / "x.gz", packed[: len(packed) // 2]))
    assert 1_000 < len(found) < 20_000
    assert "breaks off" in account.partial[0].message


def test_a_line_without_an_end_in_sight_is_passed_over(tmp_path: Path) -> None:
    """The next one is read, and its number is right as lines go."""
    found, account = _lines(written(tmp_path / "x", b"a\n" + b"z" * (3 * LONGEST_LINE) + b"\nb\n"))
    assert found == [(1, "a", True), (3, "b", True)]
    assert account.skipped[0].first.place.line == 2


def test_a_line_that_is_no_text_is_counted(tmp_path: Path) -> None:
    """With the byte."""
    found, account = _lines(written(tmp_path / "x", b"a\n\xff\nb\n"))
    assert [text for _, text, _ in found] == ["a", "b"]
    assert "byte 1" in account.skipped[0].first.message


def test_what_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    """A folder, or nothing; looking at its head says nothing."""
    with pytest.raises(BadInput, match="unreadable-file"):
        list(lines(tmp_path, Account()))
    assert head_of(tmp_path / "none") == b""
    assert first_line(tmp_path) == ""


def test_the_first_line_is_the_first_that_says_something(tmp_path: Path) -> None:
    """Empty ones are passed."""
    assert first_line(written(tmp_path / "x", "\n \n a b \nc")) == "a b"
