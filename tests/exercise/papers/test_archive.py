"""Archives that know no clock."""

from __future__ import annotations

import io
import zipfile

from twin.exercise.papers.archive import settled, zipped

DATED = "2026-11-22T10:40:05+00:00"


def test_every_member_bears_the_day_that_was_given() -> None:
    """And the bytes depend on nothing else."""
    content = zipped({"a.txt": b"one", "b/c.txt": b"two"}, DATED)
    assert content == zipped({"a.txt": b"one", "b/c.txt": b"two"}, DATED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("b/c.txt") == b"two"
        assert {member.date_time for member in archive.infolist()} == {(2026, 11, 22, 10, 40, 4)}


def test_an_office_file_forgets_when_it_was_written() -> None:
    """Its properties name the day of what it holds."""
    core = b'<x><dcterms:created xsi:type="t">2031-01-01T00:00:00Z</dcterms:created></x>'
    content = settled(zipped({"docProps/core.xml": core}, DATED), DATED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b">2026-11-22T10:40:05Z</dcterms:created>" in archive.read("docProps/core.xml")
