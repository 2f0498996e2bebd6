"""Another course of a run, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboards.lab_pages import field, opened
from tests.dashboards.made_up_labs import made_up_what_if
from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import button
from twin.core.units import MINUTE_US
from twin.exercise.commands import Command
from twin.exercise.engine import Engine
from twin.exercise.file import load_exercise
from twin.exercise.host.client import Record

pytest.importorskip("streamlit")

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was asked, answered with 500 EUR less."""
    seen: list[Any] = []

    def branched(recipe: Any, decisions: Any, seeds: int, digest: str, **named: Any) -> Any:
        named["progress"](1, 2 * seeds)
        seen.append((recipe, decisions, seeds, digest))
        return made_up_what_if()

    monkeypatch.setattr("twin.lab.what_if.branch_off", branched)
    return seen


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the app was started, with one run below it."""
    run = tmp_path / "runs" / "mine"
    run.mkdir(parents=True)
    document = {"inputs": made_up_what_if().recipe.to_json(), "digest": "ab"}
    (run / "run.json").write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_run_the_page_says_where_to_get_one(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is guessed."""
    monkeypatch.chdir(tmp_path)
    app = opened(repo, "counterfactual")
    assert not app.exception
    assert "twin exercise play" in app.info[0].value


def test_a_decision_is_moved_and_the_finding_comes_first(repo: Path, here: Path, asked: list[Any]) -> None:
    """Five minutes later is offered; curves, differences and what changed first follow."""
    assert here.is_dir()
    app = opened(repo, "counterfactual")
    assert not app.exception
    field(app, "number_input", "Seeds").set_value(3).run()
    button(app, "Run").click().run()
    assert not app.exception
    recipe, decisions, seeds, digest = asked[0]
    assert (recipe.story, seeds, digest) == ("compromised-robot", 3, "ab")
    assert decisions[0].at_us == 11 * MINUTE_US
    assert "500 EUR less is lost" in app.subheader[0].value.replace("\\", "")
    assert [tab.label for tab in app.tabs] == ["Differences", "What changed first (2)"]
    assert "Add to the report" not in [one.label for one in app.button]


def test_a_decision_can_be_left_out(repo: Path, here: Path, asked: list[Any]) -> None:
    """The other branch then has none."""
    assert here.is_dir()
    app = opened(repo, "counterfactual")
    app.session_state["way"] = "Not at all"
    app.run()
    button(app, "Run").click().run()
    assert not app.exception
    assert asked[0][1] == ()


def test_a_folder_elsewhere_is_refused(repo: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever somebody types."""
    assert here.is_dir()
    monkeypatch.setattr("dashboards.views.otherwise_view.folders", lambda _: ["../other"])
    app = opened(repo, "counterfactual")
    assert not app.exception
    assert "is not below" in app.error[0].value.replace("\\", "")


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An exercise in which a card was decided at once."""
    made = Engine(load_exercise("coffee-machine"), "2026-11-22T10:00:00Z")
    for seat, kind, ref, body in (
        ("facilitator", "resume", "", {}), ("facilitator", "open-card", "first-look", {}),
        ("soc", "decide", "first-look", {"option": "isolate", "reason": "it knocks", "confidence": 70}),
    ):  # fmt: skip
        made.do(Command(seat, kind, ref, body), "2026-11-22T10:00:00Z")
    return made


def test_a_facilitator_asks_about_the_exercise_and_adds_the_finding_to_its_report(
    client: FakeClient, sit: Callable[..., AppTest], engine: Engine, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seat's own exercise, its cards with their options, as many seeds as the file says."""
    monkeypatch.setattr(client, "record", lambda _: Record(engine.loaded.text, list(engine.events)), raising=False)
    app = sit("facilitator", "counterfactual")
    assert not app.exception
    assert field(app, "number_input", "Seeds").value == engine.exercise.twin.seeds
    app.session_state["way"] = "Another option"
    app.run()
    assert "isolate" not in field(app, "selectbox", "New option").options
    button(app, "Run").click().run()
    assert not app.exception
    assert asked[0][1] != asked[0][0].decisions
    button(app, "Add to the report").click().run()
    assert not app.exception
    (command,) = client.asked
    assert (command.seat, command.kind) == ("facilitator", "compare")
    assert command.body["seeds"] == 3


def test_a_result_of_an_older_course_or_of_another_run_is_neither_shown_nor_added(
    client: FakeClient, sit: Callable[..., AppTest], engine: Engine, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exercise went on, or another one is looked at: the page says so, and what to do."""
    events = list(engine.events)
    record = Record(engine.loaded.text, events)
    monkeypatch.setattr(client, "record", lambda _: record, raising=False)
    app = sit("facilitator", "counterfactual")
    button(app, "Run").click().run()
    assert len(asked) == 1
    assert app.subheader
    more = Engine(engine.loaded, events=events)
    more.do(
        Command("facilitator", "tell", "", {"text": "Good morning", "to": ["all"], "channel": "radio"}), events[0].wall
    )
    record = Record(engine.loaded.text, list(more.events))
    app.run()
    assert "Add to the report" in [one.label for one in app.button]
    order = {"response": "isolate_device", "target": "coffee-01", "reason": "it knocks"}
    more.do(Command("soc", "order", "isolate_device", order), events[0].wall)
    record = Record(engine.loaded.text, list(more.events))
    app.run()
    assert not app.exception
    assert not app.subheader
    assert "before it went on" in app.info[0].value
    assert "Add to the report" not in [one.label for one in app.button]


def test_a_player_does_not_see_the_exercise_here(client: FakeClient, sit: Callable[..., AppTest], here: Path) -> None:
    """What another decision would have led to is the truth: it is for those who lead."""
    assert here.is_dir()
    assert client.version == 1
    app = sit("soc", "counterfactual")
    assert not app.exception
    assert not app.selectbox
    assert app.warning
