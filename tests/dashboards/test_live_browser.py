"""Live map and network in a real browser over a real twin: they draw, they move, and what is ordered is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")
pytest.importorskip("sqlalchemy")
pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboards.room_server import Room, room_server

pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000
INK = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]) seen.add(data.slice(i, i + 3).join());
  return seen.size;
}"""


@pytest.fixture(scope="module")
def room(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The app, with an empty store."""
    with room_server(repo, tmp_path_factory.mktemp("live") / "room.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def seats(room: Room) -> dict[str, str]:
    """Tokens of an exercise that runs ten times as fast as the wall."""
    from dashboards.views import exercises
    from twin.exercise.host.client import Client

    client = Client(str(room.store))
    opened = client.open(exercises.text(exercises.FIRST), "Femi", "2026-11-22T10:00:00Z")
    tokens = {"facilitator": opened.token, "soc": client.join(opened.codes["soc"], "", "Ana")}
    for kind, body in (("speed", {"speed": 10}), ("resume", {})):
        answer = client.send(opened.token, kind, "", body, timeout_s=60.0)
        assert answer.ok, answer
    client.close()
    return tokens


def _open(page: Page, room: Room, name: str, token: str) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.set_viewport_size({"width": 1440, "height": 1100})
    page.goto(f"{room.address}/{name}?seat={token}")
    expect(page.locator(".replay")).to_have_attribute("data-time", re.compile(r"\d"), timeout=PATIENCE_MS)


def _nothing_serious(page: Page) -> None:
    # The page's own part; the frame around it, which is Streamlit's, is judged with all pages of the room.
    found = Axe().run(page, context="[data-testid=stMain]").response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_the_map_draws_and_moves(page: Page, room: Room, seats: dict[str, str]) -> None:
    """Robots, rooms, figures, and the strip in the corner; time goes on, and the message of a tick is small."""
    ticks: list[int] = []

    def heard(frame: str | bytes) -> None:
        ticks.append(len(frame))

    page.on("websocket", lambda wire: wire.on("framereceived", heard))
    _open(page, room, "live_map", seats["facilitator"])
    replay = page.locator(".replay")
    for canvas in page.locator(".replay canvas").all():
        assert canvas.evaluate(INK) > 5
    expect(page.locator(".figures dl")).to_have_count(6)
    expect(page.locator(".twin-strip .clock")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    before = float(replay.get_attribute("data-time") or 0)
    ticks.clear()
    page.wait_for_timeout(5000)
    assert float(replay.get_attribute("data-time") or 0) > before + 10
    assert ticks
    assert max(ticks) < 6_000
    _nothing_serious(page)


def test_a_facilitator_looks_at_the_truth_and_back(page: Page, room: Room, seats: dict[str, str]) -> None:
    """The switch changes the picture, and says which it is."""
    _open(page, room, "live_map", seats["facilitator"])
    page.get_by_text("Truth", exact=True).click()
    expect(page.locator(".replay[data-truth=true]")).to_be_visible()
    page.get_by_text("As reported", exact=True).click()
    expect(page.locator(".replay[data-truth=false]")).to_be_visible()


def test_what_is_isolated_on_the_network_is_held(page: Page, room: Room, seats: dict[str, str]) -> None:
    """Choose, read its reach, order, and see that it reaches nobody any more."""
    _open(page, room, "network", seats["soc"])
    box = page.get_by_role("combobox", name="Asset", exact=True)
    box.fill("coffee-01")
    page.get_by_role("option", name="coffee-01").click()
    expect(page.get_by_text(re.compile("could open a service of"))).to_be_visible()
    expect(page.locator(".replay")).to_have_attribute("data-selected", "coffee-01")
    page.get_by_role("button", name="Isolate device: coffee-01").click()
    expect(page.get_by_text("It is ordered.")).to_be_visible()
    expect(page.locator(".replay").get_by_role("status")).to_contain_text("1 held by a response", timeout=PATIENCE_MS)
    _nothing_serious(page)
