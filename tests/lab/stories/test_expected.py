"""Expected: promises are read with their faults, and a run keeps them or breaks them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from twin.core.errors import BadInput
from twin.lab.loader import load_site, load_story
from twin.lab.run import Run, run
from twin.lab.stories.expected import Expected, broken_promises, read_expected

TEXT = """
detections:
  - {posture: zones, detector: scan, entity: coffee-01, within_min: 31}
stopped:
  flat: ""
  zones: scan
notice: words
"""


def _read(tmp_path: Path, text: str) -> Expected:
    path = tmp_path / "expected.yaml"
    path.write_text(text, encoding="utf-8")
    return read_expected(load_story("coffee-machine"), load_site("small"), path)


@cache
def _done() -> Run:
    return run("coffee-machine", "zones", seed=1, hours=0.7)


def test_promises_are_read(tmp_path: Path) -> None:
    """Postures are those of both parts."""
    expected = _read(tmp_path, TEXT)
    assert expected.postures == ("flat", "zones")
    assert expected.detections[0].entity == "coffee-01"
    assert expected.notice == "words"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("coffee-01", "coffee-99"), ("detector: scan", "detector: scam"), ("posture: zones", "posture: zone"),
     ("zones: scan", "zones: scam"), ("  flat:", "  flatt:"), ("within_min", "within_hours")],
)  # fmt: skip
def test_a_name_that_stands_for_nothing_is_a_fault(tmp_path: Path, right: str, wrong: str) -> None:
    """A promise about nothing would always be kept."""
    with pytest.raises(BadInput):
        _read(tmp_path, TEXT.replace(right, wrong, 1))


def test_a_run_keeps_what_was_promised(tmp_path: Path) -> None:
    """The scan is noticed within a minute of its begin, and stopped."""
    assert list(broken_promises(_read(tmp_path, TEXT), _done())) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("within_min: 31", "within_min: 30", "zones: scan accuses coffee-01 after 30"),
        ("entity: coffee-01", "entity: dc-01", "zones: scan does not accuse dc-01"),
        ("zones: scan", 'zones: ""', "zones: stopped at scan, not at nothing"),
    ],
)
def test_a_broken_promise_is_told(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    """In one line each, and only those of the run's own posture."""
    (told,) = broken_promises(_read(tmp_path, TEXT.replace(right, wrong, 1)), _done())
    assert told.startswith(words)
