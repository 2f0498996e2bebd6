"""The replay player in a page of its own, as the report carries it: no server, a real Chromium."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page, expect

from tests.dashboards.synthetic import synthetic_run
from twin.lab.replay import replay_payload, replay_script

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Replay</title><div id="here"></div>
<script type="module">
{script}
const bytes = Uint8Array.from(atob("{payload}"), (one) => one.charCodeAt(0));
mount(document.getElementById("here"), bytes);
</script></html>"""
COLOURS_SEEN = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3]) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  }
  return [...seen];
}"""
ATTACK, BLOCKED = 0xD55E00, 0xCC79A7


@pytest.fixture
def play(page: Page, tmp_path: Path) -> Callable[[str], Page]:
    """Opens a replay of ninety made-up minutes under a policy, and fails on any error of its script."""

    def open_one(policy: str) -> Page:
        payload = base64.b64encode(replay_payload(synthetic_run(policy))).decode("ascii")
        path = tmp_path / "replay.html"
        path.write_text(PAGE.replace("{script}", replay_script()).replace("{payload}", payload), encoding="utf-8")
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri())
        expect(page.locator(".replay")).to_have_attribute("data-time", re.compile(r"\d"))
        assert not errors
        return page

    return open_one


def _colours(page: Page, picture: str) -> set[int]:
    found: list[int] = page.locator("canvas").and_(page.get_by_label(picture)).evaluate(COLOURS_SEEN)
    return set(found)


def test_it_opens_where_the_attack_takes_effect(play: Callable[[str], Page], tmp_path: Path) -> None:
    """A reader who presses nothing sees the attack: the robot in vermillion, the clock, what happened last."""
    page = play("zones")
    page.screenshot(path=tmp_path / "player.png")
    assert ATTACK in _colours(page, "Robot field")
    assert ATTACK in _colours(page, "Zones, hosts")
    expect(page.locator(".clock")).to_have_text("08:42:00")
    expect(page.locator(".say")).to_contain_text("1 asset compromised · 0 alerts · 0 responses applied")


def test_before_the_attack_nothing_is_vermillion(play: Callable[[str], Page]) -> None:
    """A colour has one meaning: at the start nobody is compromised, reached or blocked."""
    page = play("zones")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".clock")).to_have_text("08:30:00")
    for picture in ("Robot field", "Zones, hosts"):
        assert not _colours(page, picture) & {ATTACK, BLOCKED}


def test_the_keyboard_moves_through_time(play: Callable[[str], Page]) -> None:
    """Arrows move by 5 s, page keys by 5 min, home and end to the ends; the slider says the time in words."""
    page = play("flat")
    slider = page.get_by_role("slider", name="Time of the replay")
    slider.focus()
    for key, clock in (
        ("Home", "08:30:00"), ("ArrowRight", "08:30:05"), ("PageDown", "08:30:00"), ("PageUp", "08:35:00"),
        ("ArrowLeft", "08:34:55"), ("End", "10:00:00"), ("ArrowRight", "10:00:00"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(page.locator(".clock")).to_have_text(clock)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^10:00:00, 1 asset compromised"))


def test_play_moves_and_pause_holds(play: Callable[[str], Page]) -> None:
    """Space plays and pauses; nothing moves before, and nothing after."""
    page = play("flat")
    root = page.locator(".replay")
    before = root.get_attribute("data-time")
    page.get_by_role("slider").focus()
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "true")
    expect(root).not_to_have_attribute("data-time", str(before))
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "false")
    held = root.get_attribute("data-time")
    page.wait_for_timeout(300)
    expect(root).to_have_attribute("data-time", str(held))


def test_the_pointer_scrubs(play: Callable[[str], Page]) -> None:
    """A press on the right end of the timeline goes to the end of the run."""
    page = play("flat")
    box = page.get_by_role("slider").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + 20)
    expect(page.locator(".clock")).to_have_text("10:00:00")


def test_the_table_says_what_the_map_shows(play: Callable[[str], Page]) -> None:
    """State, place, charge and security of every robot at the time of the replay."""
    page = play("zones")
    page.get_by_text("Robots as a table").click()
    rows = page.locator(".replay tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.filter(has_text="amr-007")).to_contain_text("compromised")
    page.get_by_role("button", name="First response").click()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(rows.filter(has_text="amr-007")).to_contain_text("compromised, held")
    expect(rows.filter(has_text="amr-007")).to_contain_text("stopped")


def test_who_asks_for_calm_gets_whole_samples(play: Callable[[str], Page], page: Page) -> None:
    """With reduced motion the picture steps from sample to sample."""
    page.emulate_media(reduced_motion="reduce")
    play("flat")
    page.get_by_role("slider").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    page.keyboard.press("Space")
    shown = float(page.locator(".replay").get_attribute("data-time") or "nan")
    assert shown % 5 == 0


def test_a_dark_reader_gets_a_dark_page(play: Callable[[str], Page], page: Page) -> None:
    """The theme follows the reader's wish where the host sets none."""
    page.emulate_media(color_scheme="dark")
    play("flat")
    expect(page.locator(".replay")).to_have_attribute("data-theme", "dark")
    background = page.locator(".replay").evaluate("element => getComputedStyle(element).backgroundColor")
    assert background == "rgb(14, 17, 23)"


def test_it_fits_a_narrow_screen(play: Callable[[str], Page], page: Page) -> None:
    """On a phone the pictures stand below each other, and nothing overflows."""
    page.set_viewport_size({"width": 390, "height": 844})
    play("zones")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
