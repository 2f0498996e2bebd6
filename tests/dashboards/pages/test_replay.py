"""The replay's page, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.ended import end, played
from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import words
from tests.dashboards.synthetic import synthetic_run
from tests.lab.test_replay_file import report_of
from twin.exercise.report.review import review_of
from twin.lab.replay import replay_payload

Sit = Callable[..., Any]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be started in, with its folder of runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def _write(runs: Path, name: str, payload: bytes) -> None:
    (runs / name).mkdir()
    (runs / name / "run.json").write_text(json.dumps({}), encoding="utf-8")
    (runs / name / "report.html").write_bytes(report_of(payload))


def test_without_a_run_the_page_says_how_to_write_one(runs: Path, sit: Sit) -> None:
    """The command, and the other way."""
    assert runs.is_dir()
    app = sit("", "replay")
    assert not app.exception
    assert "twin run" in words(app)


def test_a_run_of_this_machine_is_played(runs: Path, sit: Sit) -> None:
    """Its replay is handed to the player whole."""
    payload = replay_payload(synthetic_run("zones", minutes=2))
    _write(runs, "demo", payload)
    app = sit("", "replay")
    assert "Choose a run" in words(app)
    app.selectbox[0].set_value("demo").run()
    assert not app.exception
    assert app.get("bidi_component")[0].proto.bytes == payload


def test_the_exercise_of_the_seat_is_there_when_it_is_over(runs: Path, sit: Sit, client: FakeClient) -> None:
    """For who leads or evaluates, chosen already; before its end there is none."""
    assert runs.is_dir()
    end(client, 3)
    assert "twin run" in words(sit("facilitator", "replay"))
    end(client)
    app = sit("facilitator", "replay")
    assert not app.exception
    assert app.selectbox[0].value == "The exercise of this seat"
    assert app.get("bidi_component")[0].proto.bytes == replay_payload(review_of(played(), id="ex-1").run)


def test_a_damaged_report_is_a_fault_in_words(runs: Path, sit: Sit) -> None:
    """With what to do; the page stays usable."""
    _write(runs, "broken", b"TWIN")
    app = sit("", "replay")
    app.selectbox[0].set_value("broken").run()
    assert not app.exception
    assert "```" not in app.error[0].value
    assert not app.get("bidi_component")
