"""The page is one file, says the verdict first, and shows every promise, failure and score."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.lab.detection.outputs.outcomes import ALL, EMPTY, FAULTY, outcome
from twin.lab.detection.outputs.page import render
from twin.lab.detection.results import Outcome

_VOID = {"meta", "br", "link", "img", "hr", "input"}


class _Tree(HTMLParser):
    """Complains about tags that are closed out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.seen.append(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("told", ALL)
def test_the_page_is_whole_and_asks_for_nothing(told: Outcome) -> None:
    """Tags are closed in order; nothing is fetched, nothing is run, titles are no tags."""
    page, tree = render(told), _Tree()
    tree.feed(page)
    assert tree.open == []
    assert "b" not in re.findall(r"a <(\w+)>", page)
    assert not re.search(r"""(?:src|href)=|url\((?!#)|https?://|@import""", page)
    assert {"script", "link", "img", "iframe"}.isdisjoint(tree.seen)


def test_the_verdict_comes_first_and_each_promise_has_its_interval() -> None:
    """Then tables, pictures and the base rate."""
    page = render(outcome())
    answer = page.index('class="answer">1 broken, 1 mute, 1 untested of 5 promises.')
    assert answer < page.index("<table") < page.index("<svg")
    assert "9.5 % to 90.5 %, n = 2" in page
    assert page.count("<article") == 3
    assert "not detected by scan on coffee-01" in page
    assert "base rate" in page


def test_faults_and_nothing_are_told() -> None:
    """A page without a test is no empty page."""
    assert "What has to be mended first" in render(FAULTY)
    assert "No promise was found; nothing was judged" in render(EMPTY)
