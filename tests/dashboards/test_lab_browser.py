"""The labs in a real Chromium with the real engine: one flow of each, and axe over what it led to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")
pytest.importorskip("sqlalchemy")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboards.views import author_view
from tests.dashboards.made_up_labs import made_up_what_if
from tests.dashboards.room_server import Room, room_server
from twin.lab.results import write_run

pytestmark = pytest.mark.browser

PATIENCE_MS = 240_000


@pytest.fixture(scope="module")
def here(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the app is started, with a run below it."""
    folder = tmp_path_factory.mktemp("here")
    (folder / ".streamlit").symlink_to(repo / ".streamlit")
    recipe = replace(made_up_what_if().recipe, posture="unwatched", hours=0.15)
    (folder / "runs").mkdir()
    write_run(recipe.run(), recipe, folder / "runs" / "mine")
    return folder


@pytest.fixture(scope="module")
def room(repo: Path, here: Path) -> Iterator[Room]:
    """The app, started there."""
    with room_server(repo, here / "room.sqlite", here) as opened:
        yield opened


def _open(page: Page, room: Room, name: str, title: str) -> None:
    """A page of the app, by its address."""
    page.set_viewport_size({"width": 1440, "height": 1200})
    page.goto(room.address)
    expect(page.get_by_role("heading", name="Exercise room")).to_be_visible(timeout=PATIENCE_MS)
    page.goto(f"{room.address}/{name}")
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)


def _idle(page: Page) -> None:
    script = page.locator("[data-testid=stApp]")
    expect(script).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)


def _nothing_serious(page: Page) -> None:
    """By axe; the list of pages in the margin is Streamlit's own."""
    found: list[dict[str, Any]] = Axe().run(page, context="[data-testid=stMain]").response["violations"]
    bad = [
        (one["id"], node["target"])
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
    assert bad == []


def _picture(page: Page, repo: Path, name: str) -> None:
    """What the page shows now, light and dark, into ``docs/img``, where pictures are asked for."""
    if not os.environ.get("TWIN_SCREENSHOTS"):
        return
    page.set_viewport_size({"width": 1440, "height": 1000})
    for theme, tail in (("dark", "-dark"), ("light", "")):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(500)
        page.keyboard.press("r")  # charts are drawn for the ground on which they stand
        page.wait_for_timeout(1000)
        _idle(page)
        page.screenshot(path=repo / "docs" / "img" / f"room-{name}{tail}.png")


def test_a_policy_is_changed_pinned_and_attacked(page: Page, room: Room, repo: Path) -> None:
    """An exception opens paths before any run; then it stands in the table beside the others."""
    _open(page, room, "policy_lab", "Policy lab")
    page.get_by_role("combobox", name="Exceptions").fill("hvac")
    page.get_by_role("option", name="hvac_controller").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("opens 21, closes 0 paths")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Pin to compare").click()
    expect(page.get_by_text("zones + hvac_controller").first).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)
    page.get_by_label("Hours").fill("0.05")
    page.get_by_role("button", name="Run attacks").click()
    expect(page.locator("table.bench").first.locator("tbody tr")).to_have_count(4, timeout=PATIENCE_MS)
    _idle(page)
    _nothing_serious(page)
    _picture(page, repo, "policy-lab")


def test_a_long_run_can_be_cancelled_and_leaves_a_page_that_can_run_again(page: Page, room: Room) -> None:
    """Within seconds, and with no process left at work."""
    _open(page, room, "policy_lab", "Policy lab")
    page.get_by_label("Hours").fill("40")
    page.get_by_role("button", name="Run attacks").click()
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE_MS)
    expect(page.get_by_text("No attack has been run yet.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_a_rule_is_edited_heard_and_saved_as_a_test(page: Page, room: Room, here: Path, repo: Path) -> None:
    """A fault is told at its line; put right, the rule is heard; its test lies where it was asked for."""
    _open(page, room, "detection_lab", "Detection lab")
    editor = page.get_by_label("Sigma rule")
    expect(editor).to_have_value(re.compile("title:"), timeout=PATIENCE_MS)
    sound = editor.input_value()
    editor.fill(sound.replace("selection and not contained", "selectio"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 to mend before it can be heard.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile(r"^Line \d+:"))).to_be_visible()
    editor.fill(sound)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The rule can be read.")).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)
    page.get_by_label("Seeds").fill("1")
    page.get_by_label("Hours").fill("0.55")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("detects 1 of 1"))).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)
    _picture(page, repo, "detection-lab")
    page.get_by_role("tab", name="Save as a test").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It holds today")).to_be_visible(timeout=PATIENCE_MS)
    assert (here / "saved" / "detections" / "port-scan.detect.yml").is_file()
    _idle(page)
    _nothing_serious(page)


def test_an_exercise_is_written_put_right_and_played_dry(page: Page, room: Room, repo: Path) -> None:
    """A fault is told at its line; then it is go, and the dry run says what comes with nobody acting."""
    _open(page, room, "author", "Author")
    editor = page.get_by_label("Exercise file (YAML)")
    expect(editor).to_have_value(re.compile("title:"), timeout=PATIENCE_MS)
    text = author_view.TEMPLATE.replace("hours: 0.75", "hours: 0.03")
    editor.fill(text.replace("after: call", "after: cal"))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="1 to put right before it can be read")).to_be_visible(timeout=PATIENCE_MS)
    editor.fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=re.compile("^Go, as far as"))).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_role("heading", name=re.compile(r"^(Go|No-go)\b.*\d|^Go\.$"))).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("tab", name="Dry run").click()
    expect(page.get_by_text("rated U")).to_be_visible(timeout=PATIENCE_MS)
    _idle(page)
    _nothing_serious(page)
    _picture(page, repo, "author")


def test_a_decision_is_left_out_and_what_that_changes_is_drawn(page: Page, room: Room, repo: Path) -> None:
    """Both branches as lines, differences in a table, and what changed first."""
    _open(page, room, "counterfactual", "What if")
    page.get_by_role("radio", name="Not at all").click()
    expect(page.get_by_text("as if nobody had decided")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_label("Seeds").fill("2")
    page.keyboard.press("Tab")
    _idle(page)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("tab", name=re.compile(r"What changed first \([1-8]\)"))).to_be_visible(timeout=PATIENCE_MS)
    expect(
        page.get_by_role("cell", name="Compromised").or_(page.get_by_role("rowheader", name="Compromised"))
    ).to_be_visible()
    _idle(page)
    _nothing_serious(page)
    _picture(page, repo, "counterfactual")
