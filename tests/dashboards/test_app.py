"""The app's frame: menus by role, seats and links, logging in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("streamlit")
pytest.importorskip("itsdangerous")

from streamlit.testing.v1 import AppTest

from dashboards.app import AFTERWARDS, EXERCISE, LAB, PAGES
from dashboards.frame import DESKS, EVERY_SEAT
from tests.dashboards.room_client import FakeClient
from tests.dashboards.room_pages import button, html, labels, words
from tests.dashboards.room_views import exercise, view
from twin.core.errors import BadInput

if TYPE_CHECKING:
    from twin.exercise.access.seats import Seat

Opened = Callable[..., AppTest]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    """The client that all pages of this test talk to."""
    import streamlit as st

    from dashboards import session

    st.cache_resource.clear()
    fake = FakeClient()
    monkeypatch.setattr(session, "client", lambda: fake)
    return fake


@pytest.fixture
def opened(repo: Path, client: FakeClient) -> Opened:
    """``opened(token)``: the app on Home with this token in its address; ``page`` for another page."""
    assert client.alive

    def start(token: str = "", page: str = "") -> AppTest:
        app = AppTest.from_file(str(repo / "dashboards" / "app.py"), default_timeout=60)
        if token:
            app.query_params["seat"] = token
        app.run()
        return app.switch_page(f"screens/{page}.py").run() if page else app

    return start


def test_every_page_has_its_file(repo: Path) -> None:
    """The table of pages and the folder agree."""
    files = {path.name for path in (repo / "dashboards" / "screens").glob("*.py")} - {"__init__.py"}
    assert {entry.file for entry in PAGES} == files
    assert {entry.section for entry in PAGES} == {EXERCISE, AFTERWARDS, LAB}


def test_no_folder_is_taken_for_an_app_of_the_old_kind(repo: Path) -> None:
    """Streamlit runs files of a folder "pages" beside the main script by themselves, without menu and style.

    It does so on a fresh server for whoever asks for a page by its address, as a browser that reloads does.
    """
    assert not (repo / "dashboards").joinpath("pages").exists()


def test_every_kind_of_seat_has_a_desk_in_its_menu() -> None:
    """Where a seat is sent is a page that it may open."""
    kinds = {entry.file: entry.kinds for entry in PAGES}
    assert set(DESKS) == EVERY_SEAT
    for kind, page in DESKS.items():
        assert kind in kinds[page.removeprefix("screens/")]


@pytest.mark.parametrize(
    ("kind", "there", "missing"),
    [
        (None, {"home.py", "run_story.py", "replay.py"}, {"console.py", "player.py", "alerts.py", "after_action.py"}),
        ("player", {"player.py", "alerts.py", "live_map.py"}, {"console.py", "after_action.py", "projector.py"}),
        ("facilitator", {"console.py", "projector.py", "after_action.py", "counterfactual.py"}, {"player.py"}),
        ("observer", {"observer.py"}, {"console.py", "decisions.py", "network.py"}),
        ("projector", {"projector.py"}, {"console.py", "observer.py"}),
    ],
)
def test_a_menu_has_what_its_seat_can_use(kind: str | None, there: set[str], missing: set[str]) -> None:
    """And nothing else: the rest answers with a way back when somebody types its address."""
    shown = {entry.file for entry in PAGES if entry.is_for(kind)}
    assert there <= shown
    assert not missing & shown


def test_a_link_that_is_no_good_says_so_and_leaves_no_token(opened: Opened) -> None:
    """Forged or ended: a clear message, and the address is clean."""
    app = opened("forged", "player")
    assert not app.exception
    assert "This link was not made here" in app.error[0].value
    assert "seat" not in app.query_params


def test_nobody_is_asked_to_join_first(opened: Opened) -> None:
    """Without a seat a page of the room shows nothing of it."""
    app = opened("", "console")
    assert "you need the code of your seat" in app.warning[0].value
    assert "03:12:05" not in words(app)


def test_a_host_that_is_gone_is_said_in_the_corner(opened: Opened, client: FakeClient) -> None:
    """The page goes on showing what was so, and says that the twin is silent; after the end nobody misses it."""
    client.alive = False
    assert "the exercise is coming back" in html(opened("t-soc", "player"))
    client.views["soc"] = view("soc", exercise=exercise(status="finished"))
    client.version += 1
    assert "the exercise is coming back" not in html(opened("t-soc", "player"))


def test_before_the_first_view_the_page_waits(
    opened: Opened, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A twin that is starting is no error."""
    monkeypatch.setattr(client, "view", lambda _token, known=0: (known, None))
    app = opened("t-soc", "player")
    assert not app.exception
    assert "is starting" in html(app)


def test_a_view_is_read_once_for_all_browsers_of_a_seat(opened: Opened, client: FakeClient) -> None:
    """The second browser gets what the first one's visit left."""
    opened("t-soc", "player")
    reads = client.reads
    opened("t-soc", "player")
    assert client.reads == reads


class _Somebody(dict[str, Any]):
    is_logged_in = True


@pytest.fixture
def logging_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A server whose secrets ask for a log-in, and whoever has logged in (empty: nobody)."""
    from dashboards import login

    def as_who(email: str) -> None:
        monkeypatch.setattr(login, "wanted", lambda: True)
        monkeypatch.setattr(login, "identity", lambda: email or None)

    return as_who


def test_nobody_gets_in_before_logging_in(opened: Opened, logging_in: Callable[[str], None]) -> None:
    """Every page asks first and shows nothing else, and a link opens nothing."""
    for page in ("home", "player", "author", "replay"):
        logging_in("ana@hub.example")
        app = opened()
        logging_in("")
        app.query_params["seat"] = "t-soc"
        app.switch_page(f"screens/{page}.py").run()
        assert not app.exception
        assert labels(app) == ["Log in"]
        assert [title.value for title in app.title] == ["Exercise room"]
        assert not app.text_area
        assert not app.selectbox


def test_nobody_opens_an_exercise_before_logging_in(client: FakeClient, logging_in: Callable[[str], None]) -> None:
    """Not from any page: the session itself refuses."""
    from dashboards import session

    assert client.version == 1
    logging_in("")
    with pytest.raises(BadInput, match="only for who has logged in"):
        session.opened("format: 1", "Eve")
    logging_in("ana@hub.example")
    assert session.opened("format: 1", "ana@hub.example") == "t-facilitator"


CLOSED = ["run_story", "compare", "policy_lab", "detection_lab", "author", "replay", "counterfactual"]


@pytest.mark.parametrize("page", CLOSED)
@pytest.mark.parametrize("seat", ["soc", "observer", "projector"])
def test_who_sits_and_must_not_know_reads_the_truth_nowhere_else(opened: Opened, seat: str, page: str) -> None:
    """The labs and the replay could run the same story; they answer with the way back to the seat."""
    app = opened(f"t-{seat}", page)
    assert not app.exception
    assert "may not know" in app.warning[0].value
    assert [*app.selectbox, *app.button, *app.text_area] == []
    assert page not in {entry.file.removesuffix(".py") for entry in PAGES if entry.is_for(seat_kind(seat))}


def seat_kind(seat: str) -> str:
    """The kind of a seat of these tests."""
    from twin.exercise.access.seats import kind_of

    return str(kind_of(seat))


def test_who_leads_and_who_has_no_seat_keep_the_lab(opened: Opened) -> None:
    """A facilitator knows the truth; nobody's browser is no player's."""
    for token in ("t-facilitator", ""):
        app = opened(token, "author")
        assert not app.exception
        assert app.text_area


def test_a_server_can_be_left_with_seats_alone(
    opened: Opened, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a private window finds no lab, no replay and no demo, only the way to a seat."""
    from dashboards import session

    monkeypatch.setenv("TWIN_ROOM_ONLY", "1")
    home = opened()
    assert client.version == 1
    assert labels(home) == ["Join"]
    for page in ("author", "run_story", "replay", "counterfactual"):
        app = opened("", page)
        assert not app.exception
        assert "switched this page off" in app.warning[0].value
        assert [*app.selectbox, *app.button, *app.text_area] == []
    with pytest.raises(BadInput, match="only for who has logged in"):
        session.opened("format: 1", "Eve")
    assert "03:12:05" in html(opened("t-soc", "player"))


def test_the_identity_is_the_name(opened: Opened, client: FakeClient, logging_in: Callable[[str], None]) -> None:
    """Nobody can call themself somebody else."""
    logging_in("ana@hub.example")
    names: list[str] = []
    join = client.join

    def noted(code: str, seat: str, name: str, source: str = "") -> str:
        names.append(name)
        return join(code, seat, name, source)

    client.join = noted  # type: ignore[method-assign]
    app = opened()
    assert [one.label for one in app.text_input if not one.disabled] == ["Join code"]
    app.text_input[0].set_value("CODE0-00000")
    button(app, "Join").click().run()
    assert names == ["ana@hub.example"]


def test_a_link_of_somebody_else_opens_nothing(
    opened: Opened, client: FakeClient, logging_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where people log in, a token is good for the one whom it was given to."""
    logging_in("eve@hub.example")
    assert "belongs to somebody else" in opened("t-soc", "player").error[0].value
    seat_of = client.seat_of

    def renamed(token: str) -> Seat:
        return seat_of(token)._replace(name="eve@hub.example")

    monkeypatch.setattr(client, "seat_of", renamed)
    assert "03:12:05" in html(opened("t-soc", "player"))


@pytest.mark.parametrize(
    ("secrets", "asked"), [({}, False), ({"other": {}}, False), ({"auth": {"client_id": "x"}}, True)]
)
def test_an_auth_section_in_the_secrets_is_the_switch(
    monkeypatch: pytest.MonkeyPatch, secrets: dict[str, Any], asked: bool
) -> None:
    """Without one nobody is asked."""
    import streamlit as st

    from dashboards import login

    monkeypatch.setattr(st, "secrets", secrets)
    assert login.wanted() is asked
    monkeypatch.setattr(st, "user", _Somebody(email="ana@hub.example"))
    assert login.identity() == ("ana@hub.example" if asked else None)


def test_help_says_that_the_dashboard_is_served_and_that_no_browser_is_opened(repo: Path) -> None:
    """It runs on machines without a screen; whoever plays with others finds the command that serves them."""
    settings = (repo / ".streamlit" / "config.toml").read_text("utf-8")
    assert "headless = true" in settings
    assert 'address = "localhost"' in settings
    help_ = next(line for line in (repo / "Makefile").read_text("utf-8").splitlines() if "make dashboard " in line)
    assert "serve the dashboard and print the address" in help_
    assert "--server.address 0.0.0.0" in (repo / "docs" / "exercises.md").read_text("utf-8")
