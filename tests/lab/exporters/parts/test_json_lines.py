"""Events of conversations and alerts, merged by time."""

from __future__ import annotations

import json
from pathlib import Path

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.json_lines import date_of, known, write_events


def test_conversations_and_alerts_come_in_one_order(tmp_path: Path) -> None:
    """An alert comes after everything that happened before it."""
    path = write_events(
        recording(), tmp_path / "x.json", lambda c: [{"at": c.epoch_us}], lambda n: {"at": n.epoch_us, "alert": True}
    )
    events = [json.loads(line) for line in path.read_text().splitlines()]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert [event["at"] for event in events if "alert" in event] == [1_772_438_420_000_000]


def test_what_says_nothing_is_left_out() -> None:
    """None and empty text; 0 says something."""
    assert known({"a": None, "b": "", "c": 0, "d": False}) == {"c": 0, "d": False}


def test_dates_count_from_1970() -> None:
    """With microseconds."""
    assert date_of(1_000_001).isoformat() == "1970-01-01T00:00:01.000001+00:00"
