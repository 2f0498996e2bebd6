"""The pictures in the docs are what their script draws."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from twin.lab.figures import plan
from twin.lab.find import scenario_names
from twin.lab.loader import load_site

LINK = re.compile(r"(?:\]\(|<img src=\")([^)\"#:]+)[)\"]")


@pytest.mark.parametrize("name", ["architecture.svg", "run.svg"])
def test_a_picture_is_what_the_script_draws(name: str, repo: Path) -> None:
    """Whoever changes a picture changes the script, and runs it."""
    draw = runpy.run_path(str(repo / "docs" / "draw.py"))["PICTURES"][name]
    assert (repo / "docs" / "img" / name).read_text("utf-8") == draw(), "run: python docs/draw.py"


@pytest.mark.parametrize("name", ["architecture.svg", "run.svg"])
def test_a_picture_says_what_it_shows(name: str, repo: Path) -> None:
    """A reader who hears the page instead of seeing it gets the title."""
    root = ET.parse(repo / "docs" / "img" / name).getroot()  # noqa: S314 - our own file
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text


def test_every_picture_and_page_that_a_page_names_exists(repo: Path) -> None:
    """No link inside the project leads nowhere."""
    pages = [*repo.glob("*.md"), *(repo / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))]
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_the_photograph_is_a_light_picture(repo: Path) -> None:
    """The README opens quickly, and its picture is wide enough to read."""
    picture = (repo / "docs" / "img" / "report.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture) < 300_000
    assert int.from_bytes(picture[16:20], "big") >= 1_000


@pytest.mark.parametrize("site", scenario_names("site"))
def test_the_plan_of_a_site_is_that_of_its_numbers(site: str, repo: Path) -> None:
    """Whoever changes a site draws its plan again; the picture stays light."""
    picture = (repo / "docs" / "img" / f"site-{site}.svg").read_text("utf-8")
    words = " ".join(re.findall(r">([^<>]+)</", picture)).replace("&#x27;", "'")
    assert plan.finding(load_site(site)) in words, "run: python docs/plans.py"
    assert len(picture) < 400_000
