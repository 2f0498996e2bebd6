"""People at an exercise, for tests in real browsers: what they did before a test begins, and what they wait for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboards.views import exercises
from tests.dashboards.room_server import Room
from twin.exercise.host.client import Client

PATIENCE_MS = 120_000
NewBrowser = Callable[..., BrowserContext]


@contextmanager
def people(browser: Browser) -> Iterator[NewBrowser]:
    """Makes a browser of their own for each person, and closes them all."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 1000}, **options))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


def noticed(room: Room) -> dict[str, str]:
    """A token for each seat of one exercise, played until something was noticed and a decision is to be taken."""
    client = Client(str(room.store))
    opened = client.open(exercises.text(exercises.FIRST), "Femi", "2026-11-22T10:00:00Z")
    tokens = {"facilitator": opened.token}
    for seat, code in opened.codes.items():
        if seat != "facilitator":
            tokens[seat] = client.join(code, "", f"Ana ({seat})")
    assert client.send(opened.token, "speed", body={"speed": 200}, timeout_s=60.0).ok
    assert client.send(opened.token, "resume", timeout_s=60.0).ok
    for _ in range(600):
        _, view = client.view(opened.token)
        if view and view["alerts"] and view["cards"]:
            break
        time.sleep(0.2)
    assert client.send(opened.token, "pause", timeout_s=60.0).ok
    client.close()
    return tokens


def over(room: Room) -> str:
    """The facilitator's token of an exercise that is over: decided, measured, rated, with something to improve."""
    client = Client(str(room.store))
    opened = client.open(exercises.text(exercises.FIRST), "Femi", "2026-11-22T13:00:00Z")
    soc = client.join(opened.codes["soc"], "", "Ana")

    def said(token: str, what: str, ref: str = "", /, **body: object) -> None:
        answer = client.send(token, what, ref, body, timeout_s=60.0)
        assert answer.ok, answer

    def seen(part: str) -> None:
        for _ in range(600):
            view = client.view(opened.token)[1]
            if view and (view[part] if part in view else view["exercise"]["status"] == part):
                return
            time.sleep(0.2)
        raise AssertionError(part)

    said(opened.token, "speed", speed=200)
    said(opened.token, "resume")
    seen("cards")
    said(soc, "triage", "1", verdict="true", reason="It has no business at dc-01.")
    said(soc, "decide", "first-look", option="isolate", reason="Coffee is cheaper than a domain.", confidence=70)
    said(opened.token, "speed", speed=600)
    seen("finished")
    said(opened.token, "rate", "contain-device", rating="S", why="Decided well, told nobody for a while.")
    said(opened.token, "finding", text="Security acted within minutes.", kind="strength", evidence=[1])
    said(opened.token, "improvement", item="Register what stands in the breakroom", owner="Facility",
         due="2027-01-31", element="planning")  # fmt: skip
    client.close()
    return opened.token


def shows(page: Page, title: str) -> None:
    """The page is there."""
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=PATIENCE_MS)


def shows_clock(page: Page) -> None:
    """It has heard of the exercise."""
    expect(page.locator(".rm-strip .net")).to_be_attached(timeout=PATIENCE_MS)
