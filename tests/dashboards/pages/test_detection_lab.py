"""The detection lab, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.lab_pages import field, opened
from tests.dashboards.made_up_labs import made_up_tuned
from tests.dashboards.room_pages import button

pytest.importorskip("streamlit")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the app was started."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was asked, answered with two hits of three."""
    seen: list[Any] = []

    def tuned(asked: Any, _cache: Path, **named: Any) -> Any:
        seen.append(asked)
        named["progress"](1, 6)
        return made_up_tuned(asked.file)

    monkeypatch.setattr("twin.lab.detection.tuning.tune", tuned)
    return seen


def test_an_empty_page_has_a_rule_to_edit_and_says_what_to_do(repo: Path) -> None:
    """The rule that was picked is in the editor, and it can be read."""
    app = opened(repo, "detection_lab")
    assert not app.exception
    assert "port_scan_event" in app.text_area[0].value
    assert "press" in app.info[0].value.lower()
    assert not app.error


def test_faults_of_an_edit_are_told_by_line_and_it_cannot_be_run(repo: Path) -> None:
    """Until it is put right."""
    app = opened(repo, "detection_lab")
    wrong = app.text_area[0].value.replace("condition: selection and not contained", "condition: selectio")
    app.text_area[0].set_value(wrong).run()
    assert not app.exception
    assert "to mend" in app.error[0].value
    assert "Line " in " ".join(one.proto.body for one in app.get("html"))
    assert button(app, "Run").disabled


def test_another_rule_takes_the_place_of_the_text(repo: Path) -> None:
    """And of the name to save it under."""
    app = opened(repo, "detection_lab")
    field(app, "selectbox", "Rule").set_value("ot/modbus-write").run()
    assert app.text_area[0].value.startswith("title: Modbus write")


def test_a_heard_rule_shows_numbers_runs_and_reasons(repo: Path, asked: list[Any]) -> None:
    """The seeds, hours and clock are those that were asked for."""
    app = opened(repo, "detection_lab")
    field(app, "number_input", "Hours").set_value(0.6)
    button(app, "Run").click().run()
    assert not app.exception
    assert (asked[0].seeds, asked[0].hours, asked[0].since) == ((1, 2, 3), 0.6, "attack")
    assert "2 of 3" in app.subheader[0].value
    assert [tab.label for tab in app.tabs] == ["Runs", "Why", "False alerts (1)", "Save as a test"]


def test_a_test_is_saved_below_this_folder_and_nowhere_else(repo: Path, asked: list[Any], here: Path) -> None:
    """Both files, with the command that runs them; over nothing that says something else."""
    app = opened(repo, "detection_lab")
    button(app, "Run").click().run()
    field(app, "text_input", "Name").set_value("my-scan").run()
    button(app, "Save").click().run()
    assert not app.exception
    assert asked
    assert "rule: 'my-scan'" in (here / "saved" / "detections" / "my-scan.detect.yml").read_text(encoding="utf-8")
    assert "'./my-scan.yml'" in (here / "saved" / "detections" / "my-scan.detect.yml").read_text(encoding="utf-8")
    assert (here / "saved" / "detections" / "my-scan.yml").is_file()
    assert app.success
    field(app, "text_input", "Folder").set_value("../elsewhere").run()
    button(app, "Save").click().run()
    assert "is not below" in app.error[0].value.replace("\\", "")
    assert not (here.parent / "elsewhere").exists()
    field(app, "text_input", "Folder").set_value("scenarios/rules").run()
    button(app, "Save").click().run()
    assert "is not below saved" in app.error[0].value.replace("\\", "")
    assert not (here / "scenarios").exists()


@pytest.mark.parametrize("name", ["404", "null", "1e3", "true"])
def test_a_name_that_yaml_would_read_as_something_else_stays_a_name(
    repo: Path, asked: list[Any], here: Path, name: str
) -> None:
    """A number, nothing, yes: as a rule's name each is text."""
    import yaml

    app = opened(repo, "detection_lab")
    button(app, "Run").click().run()
    field(app, "text_input", "Name").set_value(name).run()
    button(app, "Save").click().run()
    assert asked
    saved = here / "saved" / "detections" / f"{name}.detect.yml"
    assert yaml.safe_load(saved.read_text(encoding="utf-8"))["expect"][0]["rule"] == name


def test_a_rule_that_finds_nothing_cannot_be_saved_as_a_test(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told why."""
    monkeypatch.setattr(
        "twin.lab.detection.tuning.tune", lambda asked, _cache, **_: made_up_tuned(asked.file, hits=False)
    )
    app = opened(repo, "detection_lab")
    button(app, "Run").click().run()
    assert not app.exception
    assert any("promise nothing" in one.value for one in app.caption)
