"""The author's page, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dashboards.views import author_view
from dashboards.views.author_view import NEW
from tests.dashboards.lab_pages import field, opened
from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import button, html
from twin.core.units import MINUTE_US
from twin.exercise.check import Verdict, check_exercise
from twin.exercise.dry_run import DryRun
from twin.exercise.file import read_exercise

pytest.importorskip("streamlit")

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest


@pytest.fixture
def app(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page with a new exercise, in a folder of its own; a dry run takes no time."""

    def dry(text: str, name: str, told: Any) -> Verdict:
        told(0.5)
        verdict = check_exercise(read_exercise(text, name), dry=False)
        ran = DryRun({"call": 31 * MINUTE_US}, {"cut": 31 * MINUTE_US}, {"contain": "U"}, {"loss_eur": 9.0}, MINUTE_US)
        return Verdict(verdict.loaded, verdict.findings, ran)

    monkeypatch.setattr(author_view, "dry", dry)
    page = opened(repo, "author")
    monkeypatch.chdir(tmp_path)
    field(page, "selectbox", "Start from").set_value(NEW).run()
    return page


def test_an_exercise_of_the_lab_can_be_opened(repo: Path) -> None:
    """It is checked at once."""
    page = opened(repo, "author")
    assert not page.exception
    assert "The coffee machine" in page.text_area[0].value
    assert page.subheader[0].value.startswith("Go")


def test_faults_are_told_by_line_and_nothing_else_is_offered(app: AppTest) -> None:
    """Until they are put right."""
    app.text_area[0].set_value(app.text_area[0].value.replace("csf:", "csff:")).run()
    assert not app.exception
    assert "to put right" in app.subheader[0].value
    assert "csff" in html(app)
    assert not app.tabs


def test_a_dry_run_tells_what_comes_with_nobody_acting(app: AppTest) -> None:
    """The verdict, and the line that every team is measured against."""
    assert "A dry run says the rest" in app.subheader[0].value
    button(app, "Dry run").click().run()
    assert not app.exception
    assert app.subheader[0].value == "Go."
    shown = " ".join(one.proto.body for one in app.get("html"))
    assert "rated U" in shown
    assert "03:01:00" in shown


def test_an_exercise_is_saved_below_this_folder_and_nowhere_else(app: AppTest, tmp_path: Path) -> None:
    """With the command that checks it."""
    button(app, "Save").click().run()
    saved = tmp_path / "saved" / "exercises" / "my-exercise" / "exercise.yaml"
    assert saved.read_text(encoding="utf-8") == app.text_area[0].value
    assert app.code[0].value == "twin exercise check saved/exercises/my-exercise/exercise.yaml"
    field(app, "text_input", "Name").set_value("../x").run()
    button(app, "Save").click().run()
    assert not app.exception
    assert "cannot name a file" in app.error[0].value.replace("\\", "")


def test_an_exercise_is_opened_in_the_room(app: AppTest, client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens it has the facilitator's seat, and is taken to the desk."""
    import streamlit as st

    went: list[str] = []
    monkeypatch.setattr(st, "switch_page", lambda page, **_: went.append(str(page)))
    button(app, "Open in the exercise room").click().run()
    assert not app.exception
    assert client.version == 1
    assert went == ["screens/console.py"]
    assert app.session_state["seat"] == "t-facilitator"


@pytest.mark.parametrize("seat", ["soc", "observer"])
def test_whoever_plays_reads_no_exercise_file(sit: Callable[..., AppTest], seat: str) -> None:
    """It holds injects to come and what facilitators alone may know."""
    page = sit(seat, "author")
    assert not page.exception
    assert "may not know" in page.warning[0].value
    assert not page.text_area
    assert sit("facilitator", "author").text_area


def test_the_papers_are_made_when_they_are_asked_for(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then they can be downloaded."""
    monkeypatch.setattr("twin.exercise.papers.pack.pack", lambda *_: {"players/manual.pdf": b"%PDF"})
    button(app, "Make the papers").click().run()
    assert not app.exception
    assert "Make the papers" not in [one.label for one in app.button]


def _upload(app: AppTest, label: str, name: str, content: bytes) -> None:
    next(one for one in app.file_uploader if one.label.startswith(label)).set_value((name, content, "text/plain")).run()
    assert not app.exception


def test_an_uploaded_exercise_is_in_the_editor(app: AppTest) -> None:
    """Under its own name, with its faults told as if it had been typed."""
    text = author_view.TEMPLATE.replace("A short drill", "A drill from elsewhere")
    _upload(app, "Exercise file", "from-elsewhere.yaml", text.encode())
    assert app.text_area[0].value == text
    assert field(app, "text_input", "Name").value == "from-elsewhere"
    _upload(app, "Exercise file", "evil.yaml", b"title: !!python/object/apply:os.system [true]")
    assert "to put right" in app.subheader[0].value


def test_what_is_no_text_is_refused_and_nothing_is_lost(app: AppTest) -> None:
    """The editor keeps what it had."""
    before = app.text_area[0].value
    _upload(app, "Exercise file", "picture.yaml", b"\x89PNG\xff")
    assert "not a text" in app.error[0].value.replace("\\", "")
    assert app.text_area[0].value == before


def test_the_list_of_injects_goes_out_and_comes_back(app: AppTest) -> None:
    """As CSV and as XLSX; a changed cell is in the text, a wrong one is told by its row."""
    from twin.exercise.papers.msel import msel_rows
    from twin.exercise.papers.sheets import csv_of, xlsx_of

    rows = msel_rows(read_exercise(app.text_area[0].value, "x").exercise)
    changed = [[cell.replace("tries many ports", "knocks everywhere") for cell in row] for row in rows]
    for name, content in (("l.csv", csv_of(changed)), ("l.xlsx", xlsx_of(changed, "2026-11-22T10:00:00Z"))):
        field(app, "selectbox", "Start from").set_value("coffee-machine").run()
        field(app, "selectbox", "Start from").set_value(NEW).run()
        assert "knocks everywhere" not in app.text_area[0].value
        _upload(app, "List of injects", name, content)
        assert "knocks everywhere" in app.text_area[0].value
        assert app.subheader[0].value.startswith("Go")
    before = app.text_area[0].value
    _upload(app, "List of injects", "l.csv", csv_of([[cell.replace("soc", "nobody") for cell in row] for row in rows]))
    assert "nobody" in app.error[0].value
    assert app.text_area[0].value == before
