"""Photograph a report for the README: ``python docs/photograph.py runs/demo`` writes ``docs/img/report.png``.

The folder is one that ``twin demo`` or ``twin compare --out`` wrote; the picture is the top of its report, down to the
first figure, as a browser shows it. Take a new one when the flagship story, its numbers or the report's look change.
It needs Chromium and what the tests need (``make test`` installs both).
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent / "img" / "report.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, SCALE, COLOURS = 1000, 1.5, 96


def photograph(report: Path) -> bytes:
    """PNG of the top of *report*, from its first line to the end of its first section."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(
            viewport={"width": WIDTH, "height": 900}, device_scale_factor=SCALE, color_scheme="light"
        )
        page.goto(report.resolve().as_uri())
        page.evaluate("document.fonts.ready")
        end = page.locator("section").first.bounding_box()
        if end is None:
            raise SystemExit(f"{report} has no section")
        height = end["y"] + end["height"] + 24
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, full_page=True)
        chromium.close()
    return bytes(picture)


def small(picture: bytes) -> bytes:
    """The same picture with a palette: flat colours and thin text need no more, and a clone stays light."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    """Photograph the report of the folder that is named."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "runs/demo")
    TARGET.write_bytes(small(photograph(folder / "report.html")))
    print(TARGET, f"{TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
