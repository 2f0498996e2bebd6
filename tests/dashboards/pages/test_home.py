"""Home, without a browser: take a seat, try the demo, open an exercise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.dashboards.room_client import CODES, Asked, FakeClient
from tests.dashboards.room_pages import button, html, labels, words

Sit = Callable[..., Any]


def _join(app: Any, code: str, name: str) -> Any:
    next(one for one in app.text_input if one.label == "Join code").set_value(code)
    next(one for one in app.text_input if one.label == "Your name").set_value(name)
    return button(app, "Join").click().run()


def _open(app: Any, name: str) -> Any:
    app.text_input(key="open_leader").set_value(name)
    return button(app, "Open the exercise").click().run()


def test_the_three_ways_in_are_there_and_nothing_is_wrong(sit: Sit) -> None:
    """Join, demo, replay; then an exercise for a team."""
    app = sit("", "home")
    assert not app.exception
    headings = [one.value for one in app.subheader]
    assert headings == ["Join as a seat", "Try the demo", "Open a replay", "Open an exercise for a team"]


def test_a_code_leads_to_its_seat(sit: Sit) -> None:
    """The token stands in the address afterwards, so that a reload comes back."""
    app = _join(sit("", "home"), "CODE0-00000", "Ana")
    assert not app.exception
    assert app.title[0].value == "My seat"
    assert app.query_params["seat"] in ("t-soc", ["t-soc"])


def test_a_wrong_code_says_so_and_keeps_what_was_typed(sit: Sit) -> None:
    """A clear message, nothing lost, nobody let in."""
    app = _join(sit("", "home"), "XXXXX-XXXXX", "Ana")
    assert "No seat opens with this code" in app.error[0].value
    assert next(one for one in app.text_input if one.label == "Join code").value == "XXXXX-XXXXX"
    assert "seat" not in app.query_params


@pytest.mark.parametrize(("code", "name"), [("", "Ana"), ("CODE0-00000", "  ")])
def test_code_and_name_are_both_needed(sit: Sit, code: str, name: str) -> None:
    """What is missing is named."""
    app = _join(sit("", "home"), code, name)
    assert len(app.error) == 1
    assert app.title[0].value == "Exercise room"


def test_a_link_brings_its_code(sit: Sit, repo: Any) -> None:
    """Whoever follows an invitation types only a name."""
    from streamlit.testing.v1 import AppTest

    assert sit
    app = AppTest.from_file(str(repo / "dashboards" / "app.py"), default_timeout=60)
    app.query_params["code"] = "CODE1-00000"
    app.run()
    assert next(one for one in app.text_input if one.label == "Join code").value == "CODE1-00000"


def test_the_demo_leads_to_the_console(sit: Sit) -> None:
    """One press, and the exercise is there to be started."""
    app = button(sit("", "home"), "Try the demo").click().run()
    assert not app.exception
    assert app.title[0].value == "Console"


def test_an_opened_exercise_gives_a_code_and_a_link_for_each_seat(sit: Sit) -> None:
    """Players first, and the way to the console."""
    app = _open(sit("", "home"), "Femi")
    assert not app.exception
    text = html(app)
    assert text.index("SOC analyst") < text.index("Facilitator")
    assert text.count("?code=CODE") == 7
    assert "Leave the seat" in labels(app)


def test_an_exercise_that_cannot_be_opened_says_why(
    sit: Sit, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The faults of the file, and the page stays."""
    from twin.exercise.access.refusal import too_soon

    def refuse(*_given: Any) -> None:
        raise too_soon("exercise", "8 exercises are played here already", "finish one of them")

    monkeypatch.setattr(client, "open", refuse)
    app = _open(sit("", "home"), "Femi")
    assert "8 exercises are played here already" in app.error[0].value
    assert "Leave the seat" not in labels(app)


def test_whoever_opens_an_exercise_says_a_name(sit: Sit, client: FakeClient) -> None:
    """As whoever joins one does: others at the table see who leads."""
    app = _open(sit("", "home"), "  ")
    assert "Type your name" in app.error[0].value
    assert client.opened == []


def test_a_browser_that_leads_is_asked_before_it_opens_another_exercise(sit: Sit, client: FakeClient) -> None:
    """Staying changes nothing; nothing is opened before the answer, whichever button opens it."""
    app = _open(sit("facilitator", "home"), "Femi")
    assert client.opened == []
    assert "You lead Cold night with blind sensors already" in words(app).replace("\\", "")
    button(app, "Stay with this one").click().run()
    assert client.opened == []
    assert "Stay with this one" not in labels(app)
    button(app, "Try the demo").click().run()
    assert client.opened == []
    assert "Stay with this one" in labels(app)


def test_the_exercise_that_was_led_before_stays_within_reach(sit: Sit, client: FakeClient) -> None:
    """Its code, its link and a way back stand on Home for as long as this browser is open."""
    app = _open(_open(sit("", "home"), "Femi"), "Femi")
    assert client.opened == ["Femi"]
    assert "Your other exercises" not in [one.value for one in app.subheader]
    button(app, "Open another exercise").click().run()
    assert client.opened == ["Femi", "Femi"]
    assert app.query_params["seat"] in ("t-facilitator-2", ["t-facilitator-2"])
    assert "Your other exercises" in [one.value for one in app.subheader]
    assert html(app).count(CODES["facilitator"]) == 4
    button(app, "Go back to Cold night with blind sensors").click().run()
    assert not app.exception
    assert app.query_params["seat"] in ("t-facilitator", ["t-facilitator"])


def test_a_seat_that_was_left_is_no_other_exercise(sit: Sit) -> None:
    """Whoever comes to this browser next finds neither its code nor a way back."""
    app = _open(_open(sit("", "home"), "Femi"), "Femi")
    button(app, "Open another exercise").click().run()
    button(app, "Go back to Cold night with blind sensors").click().run()
    button(app, "Leave the seat").click().run()
    assert not app.exception
    assert labels(app).count("Go back to Cold night with blind sensors") == 1
    button(app, "Go back to Cold night with blind sensors").click().run()
    assert app.query_params["seat"] in ("t-facilitator-2", ["t-facilitator-2"])
    button(app, "Leave the seat").click().run()
    assert "Your other exercises" not in [one.value for one in app.subheader]


def test_players_see_no_codes(sit: Sit, client: FakeClient) -> None:
    """Their own seat, with the way there and the way out."""
    app = sit("soc", "home")
    assert "SOC analyst" in words(app)
    assert "?code=" not in html(app)
    button(app, "Leave the seat").click().run()
    assert client.asked == [Asked("soc", "leave", "", {"name": "Ana"})]
    assert "Leave the seat" not in labels(app)
    assert "seat" not in app.query_params


def test_a_game_is_dealt_and_its_codes_stand_on_top(
    sit: Sit, client: FakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that was typed draws it; whoever asks leads, and hands the deciding seat to another window."""
    from dashboards.views import exercises

    dealt: list[int] = []

    def text(number: int) -> str:
        dealt.append(number)
        return "format: 1"

    monkeypatch.setattr(exercises, "game_text", text)
    app = sit("", "home")
    next(one for one in app.number_input if one.label == "Game").set_value(7)
    button(app, "Play a game").click().run()
    assert not app.exception
    assert client.version == 1
    assert dealt == [7]
    assert app.query_params["seat"] in ("t-facilitator", ["t-facilitator"])
    assert "CODE0-00000" in html(app)
