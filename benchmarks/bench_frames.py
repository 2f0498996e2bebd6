"""Frames a second of the canvas of live pictures, in a real Chromium: robots glide between two pictures a second apart.

The page holds the canvas alone, with no server, and is fed one picture of the hub a second, as the exercise room does.
Counted is how often the canvas was painted, how far apart two paintings were, and how much of a frame the script took.
The browser has no graphics card here (it is headless), so what a reader's machine does is better than this.

Source: the sixty frames a second of most screens; ``requestAnimationFrame`` of the HTML standard.
"""

from __future__ import annotations

import base64
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import measure
from playwright.sync_api import Page, sync_playwright

from dashboards.components.live import live_script
from dashboards.views.live_parts import pack_parts
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.picture.gallery import Gallery
from twin.lab.live import Live
from twin.lab.loader import load_inputs

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WARM_US = 2 * MINUTE_US
FPS = 60
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Frames</title>
<main id="here" style="width: 1200px"></main>
<script>
const ask = window.requestAnimationFrame.bind(window);
window.frames_seen = [];
window.requestAnimationFrame = (paint) => ask((now) => {
  const began = performance.now();
  paint(now);
  window.frames_seen.push([now, performance.now() - began]);
});
</script>
<script type="module">
{script}
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const live = mountLive(document.getElementById("here"), bytes("{grounds}"));
window.feed = (text) => live.feed(bytes(text));
</script></html>"""


def main(argv: Sequence[str] | None = None) -> None:
    """Paint for some seconds, and count."""
    parser = measure.arguments("frames a second of the live canvas", repeats=1)
    parser.add_argument("--site", default="standard", help="site by name")
    parser.add_argument("--robots", type=int, default=300, help="robots on its floor")
    parser.add_argument("--seconds", type=int, default=15, help="seconds of pictures")
    parser.add_argument(
        "--views", nargs="+", choices=("map", "network"), default=["map", "network"], help="what is shown"
    )
    asked = parser.parse_args(argv)
    shown = _pictures(asked.site, asked.robots, asked.seconds)
    rows = [_painted(view, asked.robots, shown) for _ in range(asked.repeats) for view in asked.views]
    measure.show("frames", rows, as_json=asked.json)


def _pictures(site: str, robots: int, seconds: int) -> list[dict[str, bytes]]:
    """What is put up of a quiet hub, a second apart."""
    inputs = load_inputs("quiet-day", "zones", site, (f"site.plant.fleet.count={robots}",), 2.0)
    live = Live(inputs.site, inputs.story, inputs.posture, 1)
    gallery = Gallery(live)
    found = []
    for second in range(seconds + 1):
        live.advance(WARM_US + second * SECOND_US)
        found.append(dict(gallery.pictures()))
    return found


def _painted(view: str, robots: int, shown: list[dict[str, bytes]]) -> measure.Row:
    """One view over all pictures."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SystemExit("no Chromium here: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "frames.html"
        grounds = _text({view: shown[0][f"{view}:static"]})
        path.write_text(PAGE.replace("{script}", live_script()).replace("{grounds}", grounds), encoding="utf-8")
        with driver.chromium.launch(executable_path=browser, args=["--no-sandbox"]) as opened:
            page = opened.new_page(viewport={"width": 1280, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_function("() => window.feed !== undefined")
            frames = _frames(page, [_text({view: each[f"{view}:reported"]}) for each in shown])
    apart = sorted(later[0] - earlier[0] for earlier, later in pairwise(frames))
    lasted_s = (frames[-1][0] - frames[0][0]) / 1000
    spent = sorted(each[1] for each in frames)
    return {
        "view": view, "robots": robots, "frames": len(frames), "fps": round(len(apart) / lasted_s, 1),
        "apart_p50_ms": round(statistics.median(apart), 1), "apart_p95_ms": round(apart[int(0.95 * len(apart))], 1),
        "script_p50_ms": round(statistics.median(spent), 2), "script_p95_ms": round(spent[int(0.95 * len(spent))], 2),
        "goal_fps": FPS,
    }  # fmt: skip


def _frames(page: Page, texts: Sequence[str]) -> list[list[float]]:
    """When each frame was painted and how long the script took for it, ms, from the second picture to the last."""
    page.evaluate("text => window.feed(text)", texts[0])
    page.wait_for_timeout(1000)
    page.evaluate("() => { window.frames_seen.length = 0; }")
    for text in texts[1:]:
        page.evaluate("text => window.feed(text)", text)
        page.wait_for_timeout(1000)
    found: list[list[float]] = page.evaluate("() => window.frames_seen")
    return found


def _text(parts: dict[str, bytes]) -> str:
    named = {name.partition(":")[0]: body for name, body in parts.items()}
    return base64.b64encode(pack_parts(named)).decode("ascii")


if __name__ == "__main__":
    main()
