"""Reading a file: size, text, includes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.written_files import at, faults_of, only, write
from twin.core.errors import Fault
from twin.lab.document import MAX_BYTES, read_document, read_plain_document
from twin.lab.written import plain


def read(path: Path) -> tuple[object, list[Fault]]:
    """The values of a document, and the faults that did not stop it."""
    faults: list[Fault] = []
    return plain(read_document(path, faults)), faults


def test_a_large_file_is_refused_at_once(tmp_path: Path) -> None:
    """50 MB are answered by their size in well under a second, without being read."""
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    began = time.perf_counter()
    fault = only(lambda: read(path))
    assert time.perf_counter() - began < 0.5
    assert (fault.code, fault.place.source) == ("file-too-large", str(path))
    assert "50,000,000" in fault.message
    assert f"{MAX_BYTES:,}" in fault.message
    assert "count:" in fault.remedy


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "empty-file", (1, 1)),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-text", (0, 0)),
        (b"title: ok\nname: caf\xe9\n", "not-text", (2, 10)),
        (b"- a\n- b\n", "not-a-mapping", (1, 1)),
        (b"just words\n", "not-a-mapping", (1, 1)),
    ],
)
def test_what_is_no_scenario_text_says_so(tmp_path: Path, raw: bytes, code: str, place: tuple[int, int]) -> None:
    """Empty, binary, undecodable and shapeless files each have their code, and a remedy."""
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    fault = only(lambda: read(path))
    assert (fault.code, at(fault)) == (code, place)
    assert fault.remedy


@pytest.mark.parametrize("text", ["root:secret:0\n", "- secret\n"])
def test_what_a_file_of_another_kind_says_is_not_told(tmp_path: Path, text: str) -> None:
    """Whoever names a file by mistake, or on purpose, does not read it in the answer."""
    assert "secret" not in str(only(lambda: read(write(tmp_path, "a.yaml", text))))


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    """Each is refused before anything waits for it."""
    os.mkfifo(tmp_path / "pipe.yaml")
    assert only(lambda: read(tmp_path / "none.yaml")).code == "missing-file"
    assert only(lambda: read(tmp_path)).code == "not-a-file"
    assert only(lambda: read(tmp_path / "pipe.yaml")).code == "not-a-file"
    assert only(lambda: read(Path("a\0b.yaml"))).code == "unreadable-file"


def test_includes_merge_underneath(tmp_path: Path) -> None:
    """Mappings merge, lists are replaced, the including file wins, a later include wins over an earlier one."""
    write(tmp_path, "parts/a.yaml", "x: {one: 1, two: 1}\nlist: [1]\nonly: a\n")
    write(tmp_path, "parts/b.yaml", "x: {two: 2, three: 2}\nonly: b\n")
    path = write(tmp_path, "c.yaml", "include: [parts/a.yaml, parts/b.yaml]\nx: {three: 3}\nlist: [3]\n")
    values, faults = read(path)
    assert values == {"x": {"one": 1, "two": 2, "three": 3}, "list": [3], "only": "b"}
    assert faults == []


def test_an_included_value_keeps_its_own_place(tmp_path: Path) -> None:
    """A fault in a part is reported in the part."""
    part = write(tmp_path, "part.yaml", "# part\nx: 1\n")
    path = write(tmp_path, "a.yaml", "include: part.yaml\n")
    assert str(read_document(path, [])["x"].place) == f"{part}:2:4"


def test_a_cycle_of_includes_is_named_with_its_chain(tmp_path: Path) -> None:
    """Where a, b, c and a include each other, the message shows the way around, at the line that closes it."""
    path = write(tmp_path, "a.yaml", "include: [b.yaml]\n")
    write(tmp_path, "b.yaml", "include: [c.yaml]\n")
    write(tmp_path, "c.yaml", "x: 1\ninclude: [a.yaml]\n")
    _, faults = read(path)
    assert [(fault.code, fault.place.source, at(fault)) for fault in faults] == [
        ("include-cycle", str(tmp_path / "c.yaml"), (2, 11))
    ]
    assert "a.yaml -> b.yaml -> c.yaml -> a.yaml" in faults[0].message


@pytest.mark.parametrize(
    ("include", "code"),
    [
        ("[../secret.yaml]", "include-outside"),
        ("[/etc/hostname]", "include-outside"),
        ("[none.yaml]", "missing-include"),
        ("[3]", "wrong-type"),
        ('["a\\0b"]', "missing-include"),
    ],
)
def test_includes_stay_inside_and_exist(tmp_path: Path, include: str, code: str) -> None:
    """A scenario reads nothing outside of its own folder."""
    write(tmp_path, "secret.yaml", "x: 1\n")
    path = write(tmp_path, "sites/a.yaml", f"include: {include}\ny: 2\n")
    values, faults = read(path)
    assert [(fault.code, at(fault)[0]) for fault in faults] == [(code, 1)]
    assert values == {"y": 2}


def test_parts_that_double_are_bounded(tmp_path: Path) -> None:
    """Thirty parts that include each other's successor twice would be read a billion times."""
    for number in range(30):
        write(tmp_path, f"p{number}.yaml", f"include: [p{number + 1}.yaml, p{number + 1}.yaml]\n")
    write(tmp_path, "p30.yaml", "x: 1\n")
    _, faults = read(tmp_path / "p0.yaml")
    assert {fault.code for fault in faults} == {"too-many-includes"}


def test_where_including_is_not_offered_it_is_an_ordinary_key(tmp_path: Path) -> None:
    """A story's ``include`` is left for its schema to refuse."""
    path = write(tmp_path, "a.yaml", "include: b.yaml\n")
    assert plain(read_plain_document(path, [])) == {"include": "b.yaml"}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_bad_input(tmp_path: Path, raw: bytes) -> None:
    """Whatever a file holds, the answer is values or faults."""
    path = tmp_path / "fuzz.yaml"
    path.write_bytes(raw)
    for fault in faults_of(lambda: read(path)):
        assert fault.place.source == str(path)
        assert fault.remedy
