"""Zeek's files give rows with types, whichever writer made them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lab.importers.sources import written
from twin.core.errors import Fault
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.zeek_files import log_of, rows

HEAD = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tmine\n"


def _rows(path: Path) -> tuple[list[tuple[str, dict[str, Any]]], Account, list[Fault]]:
    account, faults = Account(), list[Fault]()
    return [(row.log, row.fields) for row in rows(path, account, faults)], account, faults


def test_values_have_their_types(tmp_path: Path) -> None:
    """Sets, bools, numbers, unset, empty, escapes of bytes and of a backslash; times stay text."""
    types = "time\tcount\tbool\tset[string]\tvector[count]\tstring\tstring\tstring"
    fields = f"#fields\tt\tn\tb\ts\tv\tu\te\tx\n#types\t{types}\n"
    line = "1.5\t7\tT\ta,b\t1,-\t-\t(empty)\t\\xc3\\xa4\\\\\\x09\n"
    [(log, found)] = _rows(written(tmp_path / "x.log", HEAD + fields + line))[0]
    assert log == "mine"
    assert found == {"t": "1.5", "n": 7, "b": True, "s": ["a", "b"], "v": [1, None], "u": None, "e": "", "x": "ä\\\t"}


def test_a_header_may_come_again(tmp_path: Path) -> None:
    """Logs that were put together: the later header counts from there on."""
    text = f"{HEAD}#fields\ta\n1\n#close\tx\n{HEAD.replace('mine', 'other')}#fields\tb\n2\n"
    assert _rows(written(tmp_path / "x.log", text))[0] == [("mine", {"a": "1"}), ("other", {"b": "2"})]


def test_another_separator_is_taken(tmp_path: Path) -> None:
    """As ``#separator`` says."""
    assert _rows(written(tmp_path / "x.log", "#separator \\x2c\n#fields,a,b\n1,2\n"))[0] == [
        ("x", {"a": "1", "b": "2"})
    ]


def test_types_that_do_not_fit_the_names_are_counted(tmp_path: Path) -> None:
    """Values are text then."""
    found, account, _ = _rows(written(tmp_path / "x.log", HEAD + "#fields\ta\tb\n#types\tcount\n1\t2\n"))
    assert found == [("mine", {"a": "1", "b": "2"})]
    assert account.skipped[0].first.place.line == 7


def test_json_names_its_log_or_the_file_does(tmp_path: Path) -> None:
    """``_path`` is what log shippers add."""
    text = '{"_path": "dns", "a": null}\n{"a": 1}\n{"a": NaN}\n'
    found = _rows(written(tmp_path / "conn.log", text))[0]
    assert found == [("dns", {"_path": "dns", "a": None}), ("conn", {"a": 1}), ("conn", {"a": "NaN"})]


def test_json_that_is_too_deep_or_too_large_is_counted(tmp_path: Path) -> None:
    """No line brings the reader down."""
    text = f'{{"a": {"[" * 100_000}\n{{"a": {"9" * 10_000}}}\n'
    found, account, _ = _rows(written(tmp_path / "conn.log", text))
    assert found == []
    assert account.skipped[0].count == 2


def test_only_the_first_row_without_a_header_is_a_fault(tmp_path: Path) -> None:
    """The others are counted."""
    _, account, faults = _rows(written(tmp_path / "x.log", "1\t2\n3\t4\n5\t6\n"))
    assert [fault.place.line for fault in faults] == [1]
    assert account.skipped[0].count == 2


def test_a_log_is_named_by_its_file() -> None:
    """Rotated and compressed ones too."""
    names = ("conn.log", "conn.2026-03-02-08-00-00.log.gz", "mqtt_publish.log", "conn_20260302.log", "dns.10:00.log")
    assert [log_of(Path(name)) for name in names] == ["conn", "conn", "mqtt_publish", "conn", "dns"]
