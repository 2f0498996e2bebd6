"""The pages, without a browser: what they show first, after a run, and after a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.synthetic import synthetic_run
from tests.lab.synthetic import made_up_comparison
from twin.core.errors import BadInput, Fault, Place
from twin.lab.run import attack_steps

pytest.importorskip("streamlit")

from streamlit.testing.v1 import AppTest


@pytest.fixture
def app(repo: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on the page that runs a story, with the engine replaced by made-up results."""
    import streamlit as st

    st.cache_resource.clear()
    monkeypatch.setattr("twin.lab.run.run", _made_up)
    monkeypatch.setattr("twin.lab.compare.compare", lambda *_args, **_named: made_up_comparison())
    opened = AppTest.from_file(str(repo / "dashboards" / "app.py"), default_timeout=60).run()
    return opened.switch_page("screens/run_story.py").run()


def _made_up(_story: str, *, posture: str, progress: Any, **_named: Any) -> Any:
    progress(0.5)
    made = synthetic_run(posture.replace("-", "_"), minutes=30)
    made.alerts, made.decisions = made.log.records("alert"), made.log.records("decision")
    made.attack = attack_steps(made.log)
    return made


def _button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def test_an_empty_page_says_what_to_do_next(app: AppTest) -> None:
    """Before the first run there is one instruction, and no error."""
    assert not app.exception
    assert "press **Run**" in app.info[0].value


def test_a_run_shows_verdict_tiles_and_lists(app: AppTest) -> None:
    """After Run the answer, the numbers with units and the lists are there."""
    _button(app, "Run").click().run()
    assert not app.exception
    assert not app.info
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "12,400 EUR" in html
    assert "not detected" in html
    assert "Reported place jumps" in html
    assert [tab.label for tab in app.tabs] == ["Alerts (3)", "Decisions (4)", "Attack steps (5)", "All measures"]


def test_a_run_is_remembered(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking the same again does not run again."""
    _button(app, "Run").click().run()
    monkeypatch.setattr("twin.lab.run.run", None)
    _button(app, "Run").click().run()
    assert not app.exception
    assert app.tabs


def test_bad_input_is_a_fault_and_no_traceback(app: AppTest) -> None:
    """Zero hours are refused with place and remedy; the page stays usable."""
    hours = next(box for box in app.number_input if box.label == "Hours")
    hours.set_value(0.0)
    _button(app, "Run").click().run()
    assert not app.exception
    assert "hours" in app.error[0].value


def test_a_faulty_scenario_is_shown_with_its_place(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the loader says about a file is what the page says."""

    def refuse(*_args: Any, **_named: Any) -> None:
        raise BadInput([Fault(Place("site.yaml", 4, 2), "unknown-key", '"speeed" is not a key', "did you mean speed?")])

    monkeypatch.setattr("twin.lab.run.run", refuse)
    _button(app, "Run").click().run()
    assert not app.exception
    assert "site.yaml:4:2" in app.error[0].value


def test_a_comparison_shows_answer_figure_and_table(app: AppTest) -> None:
    """After Compare the verdict, the intervals and the command are there."""
    app.switch_page("screens/compare.py").run()
    assert "press **Compare**" in app.info[0].value
    _button(app, "Compare").click().run()
    assert not app.exception
    html = " ".join(element.proto.body for element in app.get("html"))
    assert "class='compare'" in html
    assert "± 616" in html
    assert app.code[0].value.startswith("twin compare ")


def test_no_posture_is_a_fault(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty choice of postures is named as such."""
    monkeypatch.undo()
    app.switch_page("screens/compare.py").run()
    app.multiselect[0].set_value([])
    _button(app, "Compare").click().run()
    assert not app.exception
    assert "No posture was named" in app.error[0].value
