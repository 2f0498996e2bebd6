"""The exercise room in real browsers: two people at one exercise, and what goes wrong in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright")
pytest.importorskip("streamlit")
pytest.importorskip("sqlalchemy")

from playwright.sync_api import Browser, Page, expect

from tests.dashboards.people import PATIENCE_MS, NewBrowser, noticed, people, shows, shows_clock
from tests.dashboards.room_server import Room, room_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The app, with an empty store."""
    with room_server(repo, tmp_path_factory.mktemp("room") / "room.sqlite") as opened:
        yield opened


@pytest.fixture
def someone(browser: Browser) -> Iterator[NewBrowser]:
    """A person with a browser of their own."""
    with people(browser) as new:
        yield new


@pytest.fixture(scope="module")
def seats(room: Room) -> dict[str, str]:
    """A token for each seat of one exercise, played until something was noticed and a decision is to be taken."""
    return noticed(room)


def _join(page: Page, room: Room, code: str, name: str) -> None:
    page.goto(f"{room.address}/?code={code}")
    expect(page.get_by_label("Join code")).to_have_value(code, timeout=PATIENCE_MS)
    page.get_by_label("Your name").first.fill(name)
    page.get_by_role("button", name="Join", exact=True).click()


def _open_by_page(page: Page, room: Room) -> dict[str, str]:
    """Open an exercise on Home as people do; the join codes by seat."""
    page.goto(room.address)
    shows(page, "Exercise room")
    page.get_by_label("Your name").nth(1).fill("Femi")
    page.get_by_role("button", name="Open the exercise").click()
    expect(page.locator("td.rm-code").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("td code").first).to_contain_text(f"{room.address}/?code=")
    page.get_by_role("link", name="Go to your seat").click()
    shows(page, "Console")
    shows_clock(page)
    page.get_by_text("Seats", exact=True).click()
    expect(page.locator("td.rm-code")).to_have_count(9)
    rows = page.locator("tr:has(td.rm-code)").all()
    return {row.locator("td").first.inner_text(): row.locator("td.rm-code").inner_text() for row in rows}


def test_two_people_play_one_exercise(someone: NewBrowser, room: Room) -> None:
    """Open, join by code, start, tell, decide, isolate, pause: each sees what the other did, within seconds."""
    lead, player = someone().new_page(), someone().new_page()
    codes = _open_by_page(lead, room)
    _join(player, room, codes["Security analyst"], "Ana")
    shows(player, "My seat")
    expect(player.locator(".rm-strip")).to_contain_text("not started", timeout=PATIENCE_MS)
    expect(lead.locator(".rm-list tr", has_text="Security analyst")).to_contain_text("Ana")

    lead.get_by_role("button", name="Start").click()
    expect(player.locator(".rm-strip")).to_contain_text("running")

    lead.get_by_text("Tell", exact=True).click()
    lead.get_by_label("What they are told").fill("The day shift is early.")
    lead.get_by_role("button", name="Tell", exact=True).last.click()
    expect(player.get_by_text("The day shift is early.")).to_be_visible()
    player.get_by_role("button", name="Acknowledge").click()
    expect(player.get_by_text("marked as read")).to_be_visible()
    expect(player.get_by_role("button", name="Acknowledge")).to_have_count(0)

    _decide(lead, player)
    _isolate(lead, player)

    lead.get_by_role("button", name="Pause").click()
    expect(player.locator(".rm-strip")).to_contain_text("paused")


def _decide(lead: Page, player: Page) -> None:
    """A decision is put to the analyst by hand, taken, and seen by the one who leads."""
    lead.get_by_text("Waiting", exact=True).click()
    lead.get_by_role("combobox", name="A decision that is still to come").click()
    lead.get_by_role("option").first.click()
    lead.get_by_role("button", name="Open now").click()
    expect(player.get_by_role("button", name="Decide")).to_be_visible()
    player.get_by_role("button", name="Decide").click()
    expect(player.get_by_role("alert")).to_contain_text("No option is chosen.")
    player.get_by_role("radiogroup").get_by_text("Watch it for a quarter of an hour").click()
    player.get_by_label("Why").first.fill("Nobody is hurt yet.")
    player.get_by_role("button", name="Decide").click()
    expect(player.get_by_text("Your decision is taken.")).to_be_visible()
    expect(player.get_by_role("button", name="Decide")).to_have_count(0)
    lead.get_by_role("link", name="Decisions").click()
    shows(lead, "Decisions")
    expect(lead.get_by_text("Nobody is hurt yet.")).to_be_visible()
    lead.get_by_role("link", name="Console").click()
    shows(lead, "Console")


def _isolate(lead: Page, player: Page) -> None:
    """The analyst cuts the machine off; the hub obeys, and both see it."""
    lead.get_by_role("combobox", name="Speed").click()
    lead.get_by_role("option", name="30x").click()
    player.get_by_role("combobox", name="On", exact=True).fill("coffee-01")
    player.get_by_role("option", name="coffee-01").click()
    player.get_by_role("button", name="Order", exact=True).click()
    expect(player.get_by_text("It is ordered.")).to_be_visible()
    expect(player.locator("tr", has_text="coffee-01")).to_contain_text("applied")
    expect(player.get_by_role("button", name="Take back: isolate device on coffee-01")).to_be_visible()
    lead.get_by_role("link", name="Decisions").click()
    expect(lead.locator("tr", has_text="isolate device").first).to_contain_text("applied")
    lead.get_by_role("link", name="Console").click()
    shows(lead, "Console")


def test_two_facilitators_press_at_once_and_the_report_follows(someone: NewBrowser, room: Room) -> None:
    """One inject is fired once, and whoever was second reads so; one pause is made. Then the end, and its report."""
    from twin.exercise.host.client import Client

    first, second = someone().new_page(), someone().new_page()
    codes = _open_by_page(first, room)
    _join(second, room, codes["Co-facilitator"], "Bo")
    shows(second, "Console")
    shows_clock(second)
    first.get_by_role("button", name="Start").click()
    expect(second.locator(".rm-strip")).to_contain_text("running")
    _at_once((first, second), ".st-key-next_0 button:has-text('Fire')", "is fired.", "after the start (event")
    _press((first, second), ".st-key-go_pause button")
    for page in (first, second):
        expect(page.locator(".rm-strip")).to_contain_text("paused")
    client = Client(str(room.store))
    kinds = [event.kind for event in client.record(_token_of(first)).events if event.seat]
    client.close()
    assert (kinds.count("fired"), kinds.count("paused")) == (1, 1)

    first.get_by_role("button", name="Finish", exact=True).click()
    first.get_by_role("button", name="Finish the exercise").click()
    first.get_by_role("link", name="Go to the report").click()
    shows(first, "After-action")
    expect(first.get_by_role("button", name="Confirm").first).to_be_visible(timeout=PATIENCE_MS)
    first.get_by_role("button", name="Export").click()
    expect(first.get_by_role("button", name="HTML")).to_be_visible()


def _at_once(pages: tuple[Page, Page], button: str, done: str, refused: str) -> None:
    """Press the same button in both browsers before either hears of the other: one is refused in clear words."""
    _press(pages, button)
    for page in pages:
        expect(page.locator(".rm-said")).to_have_text(re.compile(f"{re.escape(done)}|{re.escape(refused)}"))
    said = sorted(page.locator(".rm-said").inner_text() for page in pages)
    assert [refused in words and "Not done." in words for words in said].count(True) == 1, said
    assert [done in words for words in said].count(True) == 1, said


def _press(pages: tuple[Page, Page], button: str) -> None:
    """Press *button* in both browsers, one right after the other."""
    found = [page.locator(button).first for page in pages]
    for each in found:
        expect(each).to_be_visible()
    handles = [each.element_handle() for each in found]
    for handle in handles:
        handle.evaluate("(one) => one.click()")


def _token_of(page: Page) -> str:
    """The token in the address of *page*."""
    return parse_qs(urlsplit(page.url).query)["seat"][0]


def test_a_wrong_code_opens_nothing(someone: NewBrowser, room: Room) -> None:
    """A clear message, what was typed is still there, and no seat in the address."""
    page = someone().new_page()
    _join(page, room, "AAAAA-AAAAA", "Eve")
    expect(page.get_by_role("alert")).to_contain_text("No seat opens with this code", timeout=PATIENCE_MS)
    expect(page.get_by_label("Join code")).to_have_value("AAAAA-AAAAA")
    assert "seat=" not in page.url


def test_a_changed_link_opens_nothing(someone: NewBrowser, room: Room, seats: dict[str, str]) -> None:
    """A letter changed in the token: nobody is let in, and the page says what to do."""
    page = someone().new_page()
    token = seats["soc"]
    # Not the last letter: it has two bits that say nothing (RFC 4648, section 3.5).
    page.goto(f"{room.address}/player?seat={token[:-10]}{'A' if token[-10] != 'A' else 'B'}{token[-9:]}")
    expect(page.get_by_text("was changed").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("link", name="Join an exercise")).to_be_visible()
    expect(page.locator(".rm-strip")).to_have_count(0)


def test_a_player_who_types_the_facilitators_address_sees_nothing_of_it(
    someone: NewBrowser, room: Room, seats: dict[str, str]
) -> None:
    """A clear message and the way back; not one inject in the page or on the wire."""
    page = someone().new_page()
    heard: list[bytes] = []

    def hear(wire: Any) -> None:
        wire.on("framereceived", lambda frame: heard.append(frame.encode() if isinstance(frame, str) else frame))

    page.on("websocket", hear)
    page.goto(f"{room.address}/console?seat={seats['soc']}")
    expect(page.get_by_text("This page is for the facilitator")).to_be_visible(timeout=PATIENCE_MS)
    assert not any(b"day-shift" in frame for frame in heard)
    page.get_by_role("link", name="Go to your own seat").click()
    shows(page, "My seat")
    shows_clock(page)
    assert not any(b"day-shift" in frame for frame in heard)


def test_a_reload_and_the_back_button_keep_the_seat(someone: NewBrowser, room: Room, seats: dict[str, str]) -> None:
    """The token stands in the address of every page, so nothing that a browser does loses the seat."""
    page = someone().new_page()
    page.goto(f"{room.address}/player?seat={seats['soc']}")
    shows(page, "My seat")
    shows_clock(page)
    page.get_by_role("link", name="Alerts").click()
    shows(page, "Alerts")
    expect(page).to_have_url(re.compile(r"/alerts\?seat="))
    page.reload()
    shows(page, "Alerts")
    shows_clock(page)
    page.go_back()
    shows(page, "My seat")
    shows_clock(page)
    expect(page).to_have_url(re.compile(r"/player\?seat="))
    page.go_forward()
    shows(page, "Alerts")
    shows_clock(page)


def test_what_is_being_written_survives_the_seconds(someone: NewBrowser, room: Room, seats: dict[str, str]) -> None:
    """The page runs every second; a sentence that takes five stays where it is."""
    page = someone().new_page()
    page.goto(f"{room.address}/player?seat={seats['soc']}")
    shows_clock(page)
    field = page.get_by_label("Ask the facilitator")
    field.click()
    page.keyboard.type("May we call the vendor tonight?", delay=150)
    expect(field).to_have_value("May we call the vendor tonight?")
    expect(field).to_be_focused()


def test_an_alert_is_chosen_and_judged(someone: NewBrowser, room: Room, seats: dict[str, str]) -> None:
    """By keyboard: choose a row, read its evidence, say why, give a verdict; it stays chosen while rows arrive."""
    page = someone().new_page()
    page.goto(f"{room.address}/alerts?seat={seats['soc']}")
    row = page.get_by_role("button", name="#1", exact=True)
    row.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Evidence", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_label("Why").fill("Nobody declared this.")
    page.get_by_role("button", name="True alarm").click()
    expect(page.get_by_text("Alert 1 is judged.")).to_be_visible()
    expect(page.get_by_text("true alarm (Security analyst)").first).to_be_visible()
    expect(row).to_have_attribute("aria-pressed", "true")


def test_the_guide_of_an_inject_opens_beside_its_row(someone: NewBrowser, room: Room, seats: dict[str, str]) -> None:
    """What the facilitator reads aloud, with the buttons to lead it; the speed stays what another page made it."""
    page = someone().new_page()
    page.goto(f"{room.address}/console?seat={seats['facilitator']}")
    page.get_by_role("button", name="day-shift", exact=True).click(timeout=PATIENCE_MS)
    chosen = page.locator(".st-key-chosen_inject")
    expect(chosen).to_contain_text("day-shift")
    chosen.get_by_role("button", name="Hold").click()
    expect(page.get_by_text("Inject day-shift is held.")).to_be_visible()
    chosen.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Inject day-shift is let go.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Speed")).to_have_value("200x")
