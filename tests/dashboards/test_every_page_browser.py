"""Every page of the app, light and dark, under axe; and its picture, where pictures are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")
pytest.importorskip("sqlalchemy")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.app import AFTERWARDS, LAB, PAGES, Entry
from tests.dashboards.people import PATIENCE_MS, NewBrowser, noticed, over, people, shows_clock
from tests.dashboards.room_server import Room, room_server

pytestmark = pytest.mark.browser

SCREENSHOTS = "TWIN_SCREENSHOTS"
"""Set it, and every page is photographed into ``docs/img``."""

OF_LABS = ("counterfactual", "policy_lab", "detection_lab", "author")
"""Pages whose pictures show what a lab found; its own test takes them."""

STREAMLIT_S_OWN = {
    "list": "stSidebarNav",  # the menu's sections are divisions inside its list
    "listitem": "stSidebarNav",  # and its entries are then not directly in one
}
"""Faults of Streamlit itself that a page cannot mend: the rule's id, and the part of the frame where it is broken."""


@pytest.fixture(scope="module")
def room(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The app, with an empty store."""
    with room_server(repo, tmp_path_factory.mktemp("room") / "room.sqlite") as opened:
        yield opened


@pytest.fixture
def someone(browser: Browser) -> Iterator[NewBrowser]:
    """A person with a browser of their own."""
    with people(browser) as new:
        yield new


@pytest.fixture(scope="module")
def seats(room: Room) -> dict[str, str]:
    """A token for each seat of one exercise, played until something was noticed and a decision is to be taken."""
    return noticed(room)


@pytest.fixture(scope="module")
def ended(room: Room) -> str:
    """The facilitator's token of an exercise that is over."""
    return over(room)


def _seat_for(entry: Entry) -> str:
    """Whose page it is; nobody's, where it is of the lab or the front door."""
    if entry.section == LAB or entry.file == "home.py":
        return ""
    return {"player.py": "soc", "projector.py": "projector"}.get(entry.file, "facilitator")


def _ours(page: Page, violation: dict[str, Any]) -> list[str]:
    """What *violation* found outside the parts of Streamlit's frame where it is known."""
    frame = STREAMLIT_S_OWN.get(violation["id"])
    inside = f"(target) => Boolean(document.querySelector(target)?.closest('[data-testid={frame}]'))"
    return [
        f"{violation['id']}: {node['html'][:200]}: {[one['message'] for one in node['any']]}"
        for node in violation["nodes"]
        if frame is None or not page.evaluate(inside, node["target"][0])
    ]


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.nightly)])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.file.removesuffix(".py"))
def test_nothing_on_a_page_shuts_anybody_out(
    someone: NewBrowser, room: Room, seats: dict[str, str], ended: str, entry: Entry, theme: str, repo: Path
) -> None:
    """WCAG by axe, light and dark: nothing serious, nothing critical, but for what is Streamlit's own and listed."""
    page = someone(color_scheme=theme).new_page()
    name = entry.file.removesuffix(".py")
    path = "" if name == "home" else name
    token = ended if entry.section == AFTERWARDS else seats.get(_seat_for(entry), "")
    page.goto(f"{room.address}/{path}" + (f"?seat={token}" if token else ""))
    expect(page.locator("h1").first).to_be_attached(timeout=PATIENCE_MS)
    expect(page.get_by_text("Leave your seat")).to_have_count(0)
    if entry.section == "Exercise" and name != "home":
        shows_clock(page)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=PATIENCE_MS
    )
    page.wait_for_timeout(1500)
    page.wait_for_function("document.getAnimations().every((one) => one.playState !== 'running')")
    found = Axe().run(page).response["violations"]
    bad = [fault for one in found if one["impact"] in {"serious", "critical"} for fault in _ours(page, one)]
    if os.environ.get(SCREENSHOTS) and name not in OF_LABS:
        tail = "" if theme == "light" else "-dark"
        page.screenshot(path=repo / "docs" / "img" / f"room-{name.replace('_', '-')}{tail}.png")
    assert bad == []
