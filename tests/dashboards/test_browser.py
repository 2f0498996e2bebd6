"""The app in a real Chromium with the real engine: run a story, watch it, scrub it, compare postures."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")

from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 180_000
INK = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]) seen.add(data.slice(i, i + 3).join());
  return seen.size;
}"""


@pytest.fixture(scope="session")
def server(repo: Path) -> Iterator[str]:
    """The address of a dashboard that was started for these tests, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboards/app.py", f"--server.port={port}"]
    command += ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
    with subprocess.Popen(command, cwd=repo, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{address}/_stcore/health", process)
            yield address
        finally:
            process.terminate()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the dashboard ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the dashboard did not answer within a minute")


def _open(page: Page, address: str, heading: str) -> list[str]:
    """Open a page of the app; the list fills with whatever it asks of other machines."""
    page.set_viewport_size({"width": 1440, "height": 1400})
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda one: None if re.match(r"(ws|http)s?://127\.|data:|blob:", one.url) else elsewhere.append(one.url),
    )
    page.goto(address)
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=PATIENCE_MS)
    return elsewhere


def _run(page: Page, address: str, hours: str) -> list[str]:
    elsewhere = _open(page, f"{address}/run_story", "Run a story")
    page.get_by_label("Hours").fill(hours)
    page.get_by_role("button", name="Run", exact=True).click()
    return elsewhere


def test_a_story_runs_and_its_replay_draws(page: Page, server: str, tmp_path: Path) -> None:
    """Eighteen minutes of the small hub: tiles, floor, network, rooms and timeline appear; nobody else is asked."""
    elsewhere = _run(page, server, "0.3")
    replay = page.locator(".replay")
    expect(replay).to_be_visible(timeout=PATIENCE_MS)
    expect(replay).to_have_attribute("data-robots", "20")
    expect(page.locator(".tile").first).to_contain_text("Loss")
    for canvas in page.locator(".replay canvas").all():
        assert canvas.evaluate(INK) > 10
    page.screenshot(path=tmp_path / "run.png")
    assert elsewhere == []


def test_the_keyboard_scrubs_without_the_server(page: Page, server: str, tmp_path: Path) -> None:
    """Moving through the run sends nothing: the whole run came in one message."""
    frames: list[object] = []

    def note(frame: object) -> None:
        frames.append(frame)

    page.on("websocket", lambda wire: wire.on("framesent", note))
    _run(page, server, "0.3")
    slider = page.get_by_role("slider", name="Time of the replay")
    expect(slider).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    sent = len(frames)
    slider.focus()
    for key, clock in (("End", "08:48:00"), ("Home", "08:30:00"), ("PageUp", "08:35:00"), ("ArrowRight", "08:35:05")):
        page.keyboard.press(key)
        expect(page.locator(".replay .clock")).to_have_text(clock)
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".replay")).to_have_attribute("data-playing", "true")
    page.get_by_role("button", name="Pause").click()
    page.screenshot(path=tmp_path / "scrubbed.png")
    assert len(frames) == sent


def test_bad_input_shows_a_fault(page: Page, server: str) -> None:
    """Zero hours are refused in words, and the next run works."""
    _run(page, server, "0")
    expect(page.get_by_role("alert")).to_contain_text("hours", timeout=PATIENCE_MS)
    expect(page.get_by_role("alert")).not_to_contain_text("Traceback")


def test_a_run_can_be_cancelled(page: Page, server: str) -> None:
    """Cancel ends a long run at its next sign of progress, and leaves a page that can run again."""
    _run(page, server, "48")
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE_MS)
    expect(page.get_by_text("No run yet.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_two_postures_are_compared(page: Page, server: str, tmp_path: Path) -> None:
    """Flat against zones, one seed, six minutes: the figure and a row for each posture."""
    elsewhere = _open(page, f"{server}/compare", "Compare postures")
    for posture in ("microsegmentation", "unwatched", "vigilant", "vlan", "zero-trust"):
        page.get_by_role("button", name=f"Remove {posture}").click()
    page.get_by_label("Seeds").fill("1")
    page.get_by_label("Hours").fill("0.1")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".compare tbody tr")).to_have_count(2, timeout=PATIENCE_MS)
    expect(page.get_by_role("img", name=re.compile("^Damage by posture"))).to_be_visible()
    page.screenshot(path=tmp_path / "compare.png")
    assert elsewhere == []
