"""What is left of a played exercise can be read, and is the exercise."""

from __future__ import annotations

import json
from pathlib import Path

from tests.exercise.test_play import decided
from twin.exercise.event import Event, verify
from twin.exercise.played import EVENTS_FILE, PLAYED_FILE, document_of, write_played


def test_a_folder_holds_the_text_the_events_and_what_came_of_it(tmp_path: Path) -> None:
    """The events are those of the play, in a chain that nobody has touched."""
    write_played(decided(), tmp_path)
    lines = (tmp_path / EVENTS_FILE).read_text(encoding="utf-8").splitlines()
    events = [Event.from_json(line) for line in lines]
    verify(events)
    assert events == list(decided().events)
    assert (tmp_path / "exercise.yaml").read_text(encoding="utf-8") == decided().loaded.text
    document = json.loads((tmp_path / PLAYED_FILE).read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(document_of(decided())))


def test_the_document_says_ratings_with_their_reasons_and_metrics() -> None:
    """In values that JSON has."""
    document = document_of(decided())
    assert document["ratings"]["decide"]["rating"] == "P"
    assert document["ratings"]["decide"]["because"]
    assert document["metrics"].keys() == decided().metrics.keys()
    assert (document["as_expected"], document["ends_s"]) == (True, 360.0)
    assert len(document["digest"]) == 32
