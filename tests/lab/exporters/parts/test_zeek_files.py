"""Rows in Zeek's two forms, whole or not at all."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.zeek_columns import Column, Value
from twin.lab.exporters.parts.zeek_files import JsonLines, TabSeparated, ZeekFiles

COLUMNS = (Column("ts", "time"), Column("id.orig_h", "addr"), Column("ok", "bool"), Column("names", "set[string]"))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([1_500_000, "10.0.0.1", True, ["a", "b"]], "1.500000\t10.0.0.1\tT\ta,b\n"),
        ([0, None, False, []], "0.000000\t-\tF\t(empty)\n"),
        ([7, "", None, ["a,b"]], "0.000007\t(empty)\t-\ta\\x2cb\n"),
        ([0, "-", None, None], "0.000000\t\\x2d\t-\t-\n"),
        ([0, "tab\there\\", None, None], "0.000000\ttab\\x09here\\\\\t-\t-\n"),
    ],
)
def test_unset_empty_and_unsafe_values_stay_apart(values: list[Value], text: str) -> None:
    """A dash is unset, ``(empty)`` is empty, and a tab does not end a field."""
    assert TabSeparated().row(COLUMNS, values) == text


def test_json_leaves_unset_fields_out() -> None:
    """Dotted keys, seconds since 1970."""
    row = json.loads(JsonLines().row(COLUMNS, [1_500_000, None, True, ["a"]]))
    assert row == {"ts": 1.5, "ok": True, "names": ["a"]}


def test_a_log_is_whole_or_not_there(tmp_path: Path) -> None:
    """A fault in the middle leaves nothing that looks finished."""
    with ZeekFiles(recording(), tmp_path / "good", TabSeparated()) as files:
        files.add("x", COLUMNS, [0, None, True, None], 5_000_000)
    lines = (tmp_path / "good" / "x.log").read_text().splitlines()
    assert (lines[5], lines[-1]) == ("#open\t2026-03-02-08-00-00", "#close\t2026-03-02-08-00-05")
    with suppress(RuntimeError), ZeekFiles(recording(), tmp_path / "bad", TabSeparated()) as files:
        files.add("x", COLUMNS, [0, None, True, None], 0)
        raise RuntimeError
    assert not (tmp_path / "bad" / "x.log").exists()
