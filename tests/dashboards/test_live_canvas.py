"""The canvas of live pictures in a page of its own: bytes in, pictures out; no server, a real Chromium."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")

from playwright.sync_api import Page, expect

from dashboards.components.live import live_script
from dashboards.views.live_parts import focus_part, pack_parts, versions_part
from tests.exercise.picture.hubs import live
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.picture.codec import unpack_picture
from twin.exercise.picture.gallery import Gallery
from twin.lab.replay_codec import unpack
from twin.lab.replay_frames import ORIGIN_M, STATES

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Live</title><div class="twin-strip"></div>
<main id="here" style="width: 1200px"></main>
<script type="module">
{script}
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
window.told = [];
const tell = (name, value) => window.told.push([name, value]);
const live = mountLive(document.getElementById("here"), bytes("{grounds}"), tell);
window.feed = (text) => live.feed(bytes(text));
</script></html>"""
COLOURS = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3]) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  }
  return [...seen];
}"""
PIXELS = "canvas => canvas.toDataURL().length + canvas.toDataURL().slice(-4000)"
ATTACK, ALERT = 0xD55E00, 0x0072B2
MOMENTS = (840, 842, 844)


@pytest.fixture(scope="module")
def shown() -> list[Mapping[str, bytes]]:
    """Pictures of a hub under attack at three moments two seconds apart, fourteen minutes in."""
    hub = live()
    gallery = Gallery(hub)
    hub.advance(13 * MINUTE_US)
    found = []
    for second in MOMENTS:
        hub.advance(second * SECOND_US)
        found.append(gallery.pictures())
    return found


@pytest.fixture
def canvas(page: Page, tmp_path: Path) -> Callable[[Mapping[str, bytes]], Page]:
    """Opens a canvas over still parts, and fails on any error of its script."""

    def opened(grounds: Mapping[str, bytes]) -> Page:
        text = base64.b64encode(pack_parts(grounds)).decode("ascii")
        path = tmp_path / "live.html"
        path.write_text(PAGE.replace("{script}", live_script()).replace("{grounds}", text), encoding="utf-8")
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(path.as_uri())
        page.wait_for_function("() => window.feed !== undefined")
        return page

    return opened


def _feed(page: Page, **parts: bytes) -> None:
    page.evaluate("text => window.feed(text)", base64.b64encode(pack_parts(parts)).decode("ascii"))


def _grounds(shown: Mapping[str, bytes], *views: str, truth: bool = False) -> dict[str, bytes]:
    return {view: shown[f"{view}-static:truth" if truth else f"{view}:static"] for view in views}


def _still(page: Page) -> None:
    page.get_by_role("button", name="Pause motion").click()


def test_before_the_first_picture_it_says_that_one_will_come(canvas: Callable[..., Page], shown: Any) -> None:
    """An empty state, and no empty drawing."""
    page = canvas(_grounds(shown[0], "map"))
    expect(page.get_by_text("No picture yet.")).to_be_visible()
    _feed(page, map=shown[0]["map:reported"])
    expect(page.get_by_text("No picture yet.")).to_be_hidden()
    expect(page.locator(".replay")).to_have_attribute("data-robots", "20")


def test_the_table_says_what_the_picture_holds(canvas: Callable[..., Page], shown: Any) -> None:
    """Every robot with its state and its place to a tenth of a metre, as the bytes have them."""
    page = canvas(_grounds(shown[0], "map", truth=True))
    _still(page)
    _feed(page, map=shown[0]["map:truth"])
    page.get_by_text("Robots as a table").click()
    rows = page.locator("details table").first.locator("tbody tr")
    expect(rows).to_have_count(20)
    found = unpack_picture(shown[0]["map:truth"]).sections
    names = unpack(shown[0]["map-static:truth"])[0]["robots"]
    for number in range(20):
        cells = rows.nth(number).locator("th, td").all_inner_texts()
        assert cells[0] == names[number]
        assert cells[1] == STATES[found["robot_state"][number]]
        assert abs(float(cells[2]) - (found["robot_x"][number] / 100 + ORIGIN_M)) <= 0.051
        assert abs(float(cells[3]) - (found["robot_y"][number] / 100 + ORIGIN_M)) <= 0.051
        assert ("compromised" in cells[5]) == (number in found["fallen"])


def test_it_moves_between_two_pictures(canvas: Callable[..., Page], shown: Any) -> None:
    """Time goes on from the first to the second picture in small steps, and the floor changes with it."""
    page = canvas(_grounds(shown[0], "map"))
    replay = page.locator(".replay")
    _feed(page, map=shown[0]["map:reported"])
    page.wait_for_timeout(900)
    before = page.locator("canvas").first.evaluate(PIXELS)
    _feed(page, map=shown[1]["map:reported"])
    times = page.evaluate(
        """async () => {
          const seen = new Set();
          const root = document.querySelector(".replay");
          const until = performance.now() + 4000;
          while (performance.now() < until && root.dataset.time !== "842.00") {
            seen.add(root.dataset.time);
            await new Promise(requestAnimationFrame);
          }
          return [...seen].map(Number);
        }"""
    )
    assert len(times) > 5
    assert times == sorted(times)
    assert all(840 <= time <= 842 for time in times)
    expect(replay).to_have_attribute("data-time", "842.00")
    assert page.locator("canvas").first.evaluate(PIXELS) != before


def test_motion_can_be_paused(canvas: Callable[..., Page], shown: Any) -> None:
    """Then each picture is shown as it comes, and nothing is painted in between."""
    page = canvas(_grounds(shown[0], "map"))
    _feed(page, map=shown[0]["map:reported"])
    _still(page)
    replay = page.locator(".replay")
    expect(replay).to_have_attribute("data-motion", "false")
    _feed(page, map=shown[2]["map:reported"])
    expect(replay).to_have_attribute("data-time", "844.00")
    painted = replay.get_attribute("data-painted")
    page.wait_for_timeout(400)
    assert replay.get_attribute("data-painted") == painted


def test_who_asks_for_less_motion_gets_none(page: Page, canvas: Callable[..., Page], shown: Any) -> None:
    """The system's wish counts from the start."""
    page.emulate_media(reduced_motion="reduce")
    canvas(_grounds(shown[0], "map"))
    _feed(page, map=shown[0]["map:reported"])
    expect(page.locator(".replay")).to_have_attribute("data-motion", "false")


def test_the_truth_is_said_and_drawn_and_the_report_has_none_of_it(canvas: Callable[..., Page], shown: Any) -> None:
    """The attacker's colour is on a facilitator's floor and on no player's."""
    page = canvas(_grounds(shown[0], "map", truth=True))
    _still(page)
    _feed(page, map=shown[0]["map:truth"])
    expect(page.get_by_text("Truth: what really is")).to_be_visible()
    assert ATTACK in page.locator("canvas").first.evaluate(COLOURS)
    page = canvas(_grounds(shown[0], "map"))
    _still(page)
    _feed(page, map=shown[0]["map:reported"])
    expect(page.get_by_text(re.compile("^As reported"))).to_be_visible()
    found = page.locator("canvas").first.evaluate(COLOURS)
    assert ATTACK not in found
    assert ALERT in found
    expect(page.locator(".key")).to_contain_text("alert")
    expect(page.locator(".key")).not_to_contain_text("compromised")


def test_a_picture_of_another_still_part_is_left_out(canvas: Callable[..., Page], shown: Any) -> None:
    """While a page changes from one book to the other, a late message draws nothing wrong."""
    page = canvas(_grounds(shown[0], "map"))
    _feed(page, map=shown[0]["map:truth"])
    assert page.locator(".replay").get_attribute("data-truth") in {None, "false"}
    expect(page.get_by_text("Truth: what really is")).to_be_hidden()


def test_what_never_came_is_asked_for_once(canvas: Callable[..., Page], shown: Any) -> None:
    """The server believes that version 7 was sent; the browser knows better."""
    page = canvas(_grounds(shown[0], "map"))
    _feed(page, map=shown[0]["map:reported"], versions=versions_part({"map": 6}))
    _feed(page, versions=versions_part({"map": 6}))
    assert page.evaluate("window.told") == []
    for _ in range(3):
        _feed(page, versions=versions_part({"map": 7}))
    assert page.evaluate("window.told") == [["missing", "map7"]]


def test_a_reader_can_look_back(canvas: Callable[..., Page], shown: Any) -> None:
    """To any moment since the page was opened, without the server, and back to now."""
    page = canvas(_grounds(shown[0], "map"))
    for one in shown:
        _feed(page, map=one["map:reported"])
    slider = page.get_by_role("slider", name=re.compile("Jump"))
    slider.fill("841")
    expect(page.locator(".replay")).to_have_attribute("data-time", "841.00")
    page.get_by_role("button", name="Now").click()
    expect(page.locator(".replay")).to_have_attribute("data-time", "844.00", timeout=10_000)


def test_a_robot_and_an_asset_can_be_picked(canvas: Callable[..., Page], shown: Any) -> None:
    """A click tells its name; what the server chose is drawn."""
    page = canvas(_grounds(shown[0], "network"))
    _still(page)
    _feed(page, network=shown[0]["network:reported"], reach=shown[0]["network:reach"], focus=focus_part(3, None))
    names = unpack(shown[0]["network:static"])[0]["assets"]["names"]
    expect(page.locator(".replay")).to_have_attribute("data-selected", names[3])
    box = page.locator("canvas").first.bounding_box()
    assert box is not None
    for x in range(200, int(box["width"]), 40):
        page.mouse.click(box["x"] + x, box["y"] + box["height"] * 0.55)
        if page.evaluate("window.told.length"):
            break
    (name, value), *_ = page.evaluate("window.told")
    assert name == "picked"
    assert value in names


def test_what_is_refused_is_counted_in_words(canvas: Callable[..., Page], shown: Any) -> None:
    """Beside the purple crosses there is a sentence, and figures."""
    page = canvas(_grounds(shown[0], "network"))
    _still(page)
    _feed(page, network=shown[0]["network:reported"])
    denied = int((unpack_picture(shown[0]["network:reported"]).sections["flow_denied"] > 0).sum())
    assert denied
    expect(page.get_by_role("status")).to_contain_text(f"{denied} pair")
    expect(page.locator(".figures dl")).to_have_count(4)
    page.get_by_text("Assets as a table").click()
    expect(page.locator("details table tbody tr")).to_have_count(
        len(unpack(shown[0]["network:static"])[0]["assets"]["names"])
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rooms_are_drawn_and_listed(page: Page, canvas: Callable[..., Page], shown: Any, scheme: Any) -> None:
    """On either background, with the value in words beside the picture."""
    page.emulate_media(color_scheme=scheme)
    canvas(_grounds(shown[0], "rooms"))
    _still(page)
    _feed(page, rooms=shown[0]["rooms:reported"])
    air = unpack_picture(shown[0]["rooms:reported"]).sections["room_air"][0] / 100
    expect(page.locator(".side li").first).to_contain_text(f"Chill room 1: {air:.1f} °C")
    assert len(page.locator("canvas").first.evaluate(COLOURS)) > 10
    expect(page.locator(".replay")).to_have_attribute("data-theme", scheme)
