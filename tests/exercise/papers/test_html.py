"""A document as an HTML page."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

from tests.exercise.papers.paper import ODD, paper
from twin.exercise.papers.document import Row, Section, Table
from twin.exercise.papers.html import html


class _Page(HTMLParser):
    """What a page asks for, links to, and names."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Everything with an address, and everything with a name."""
        told = dict(attrs)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        for name in ("src", "href", "xlink:href", "data", "action"):
            value = told.get(name)
            if value and tag != "a":
                self.asked.append(value)
            elif value:
                self.links.append(value)


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


def test_the_page_asks_nothing_of_anybody() -> None:
    """No script, style, font or picture from elsewhere; links lead inside, or to files that lie in the page."""
    text = html(paper()).decode()
    page = _read(text)
    assert [each for each in page.asked if not each.startswith("#")] == []
    assert all(each.startswith(("#", "data:")) for each in page.links)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert "@import" not in style[1]
    assert "http" not in style[1]


def test_every_link_inside_the_page_leads_somewhere_and_names_are_unique() -> None:
    """Citations of rows that are in it find them."""
    page = _read(html(paper()).decode())
    names = [each for each in page.ids if not each.startswith(("shown-", "m"))]
    assert len(names) == len(set(names))
    assert {"#event-1", "#event-2"} <= set(page.links)
    assert {"event-1", "event-2"} <= set(page.ids)


def test_what_people_typed_is_no_markup() -> None:
    """It stands there letter by letter."""
    text = html(paper()).decode()
    assert "<b>*bold*</b>" not in text
    assert "&lt;b&gt;*bold*&lt;/b&gt;" in text
    assert ODD.split(" ", maxsplit=1)[0] in text


def test_a_long_word_may_break_and_a_clock_stays_whole() -> None:
    """So that one address that somebody typed makes no table wider than the page."""
    table = Table(("when", "what"), (Row(("03:12:05", f"see {'x' * 300}")), Row(("03:12:06", "usual words"))))
    made = replace(paper(), sections=(Section("rows", "Rows", (table,)),))
    text = html(made).decode()
    assert re.findall(r'<td class="long">(.*?)</td>', text) == [f"see {'x' * 300}"]
    style = re.search(r"[^}]*td\.long \{([^}]*)\}", text)
    assert style is not None
    assert "overflow-wrap: anywhere" in style[1]


def test_files_lie_inside() -> None:
    """Each as a link that saves it."""
    page = _read(html(paper()).decode())
    files = [each for each in page.links if each.startswith("data:application/json")]
    assert [base64.b64decode(each.partition(",")[2]) for each in files] == [b"{}"]


def test_empty_tables_say_so_and_marks_say_who_may_read() -> None:
    """Nothing is left out silently."""
    text = html(paper()).decode()
    assert "None was found." in text
    assert text.count("TLP:GREEN") >= 2
    assert 'aria-label="said by people"' in text
