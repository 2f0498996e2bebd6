"""The table of commands: who may do what, and when; everything else is refused in words."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exercise.commands.refusing import refused
from tests.exercise.trial import WALL, begun, do, trial
from twin.core.errors import BadInput
from twin.exercise.commands import COMMANDS, RESERVED, Command
from twin.exercise.engine import Engine
from twin.exercise.event import Event, verify
from twin.exercise.state import fold
from twin.lab.faults import FAULTS

SEATS = (*RESERVED, "soc")


@pytest.mark.parametrize("seat", SEATS)
def test_a_seat_does_what_its_kind_may(seat: str) -> None:
    """Of every other command it hears that it may not, and what it may."""
    engine = begun(to_s=30)
    kind = "player" if seat == "soc" else seat
    for name, command in COMMANDS.items():
        if kind not in command.who:
            fault = refused(engine, seat, name, "1")
            assert (fault.code, name in fault.message) == ("not-for-this-seat", True)


def test_players_never_lead_and_leaders_never_decide() -> None:
    """Whoever tells the story does not choose for those who play, who do not tell it."""
    leading = {
        "fire",
        "hold",
        "release",
        "skip",
        "hint",
        "tell",
        "pause",
        "resume",
        "speed",
        "module",
        "finish",
        "rate",
    }
    assert not [name for name in leading if "player" in COMMANDS[name].who]
    assert not [name for name in ("decide", "approve", "order") if set(COMMANDS[name].who) & set(RESERVED)]
    for onlooker in ("observer", "projector"):
        assert [name for name, kind in COMMANDS.items() if onlooker in kind.who] == ["join", "leave"]


@pytest.mark.parametrize("name", [name for name, kind in COMMANDS.items() if not kind.before])
def test_before_the_beginning_only_what_may_be_is_done(name: str) -> None:
    """The exercise waits for its facilitator."""
    seat = "facilitator" if "facilitator" in COMMANDS[name].who else "soc"
    assert refused(Engine(trial(), WALL), seat, name, "1").code == "not-now"


@pytest.mark.parametrize("name", [name for name, kind in COMMANDS.items() if not kind.after])
def test_after_the_end_only_what_may_be_is_done(name: str, finished: Engine) -> None:
    """What is over can be talked about, rated and noted, and not be played on."""
    seat = "facilitator" if "facilitator" in COMMANDS[name].who else "soc"
    assert "finished" in refused(finished, seat, name, "1").message


@pytest.fixture(scope="module")
def finished() -> Engine:
    """An exercise that is over."""
    engine = begun(to_s=30)
    do(engine, "facilitator", "finish")
    return engine


@pytest.mark.parametrize(
    ("seat", "kind", "ref", "body", "code"),
    [
        ("nobody", "join", "", {}, "missing-reference"),
        ("", "join", "", {}, "missing-reference"),
        ("soc", "decid", "cut", {}, "unknown-kind"),
        ("soc", "", "", {}, "unknown-kind"),
        ("soc", "decide", None, {}, "bad-value"),
        (7, "decide", "cut", {}, "bad-value"),
        ("soc", "decide", "c" * 300, {}, "bad-value"),
        ("soc", "decide", "c\x00", {}, "bad-value"),
        ("soc", "decide", "cut", [], "wrong-type"),
        ("soc", "decide", "cut", "isolate", "wrong-type"),
    ],
)
def test_a_command_that_is_none_is_refused_in_words(seat: Any, kind: Any, ref: Any, body: Any, code: str) -> None:
    """Whatever comes over the wire: never a traceback."""
    engine = begun(to_s=30)
    with pytest.raises(BadInput) as error:
        engine.do(Command(seat, kind, ref, body), WALL)
    assert [fault.code for fault in error.value.faults] == [code]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["soc", "true", "P"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "option", "reason", "confidence", "response", "target", "to", "text", "channel", "from", "verdict", "rating", "why",
    "kind", "evidence", "item", "due", "owner", "speed", "seconds", "name", "title", "moves", "seeds", "rows", "first",
)  # fmt: skip


@given(
    seat=st.sampled_from(SEATS),
    kind=st.sampled_from([name for name in COMMANDS if name not in ("finish", "step")]),
    ref=st.sampled_from(["", "1", "5", "cut", "call", "first", "why", "decide", "two"]) | st.text(max_size=5),
    body=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_is_done_or_refused(
    played: Engine, seat: str, kind: str, ref: str, body: dict[str, Any]
) -> None:
    """Never a traceback; a refusal leaves nothing behind, and what is done can be written down."""
    before, done = len(played.events), list[Event]()
    with suppress(BadInput):
        done = played.do(Command(seat, kind, ref, body), WALL)
    assert len(played.events) == before + len(done)
    assert [Event.from_json(event.to_json()) for event in done] == done


def test_what_was_said_at_random_still_adds_up(played: Engine) -> None:
    """After all of it: a chain that holds, and the state of its events."""
    verify(played.events)
    assert fold(played.exercise, played.events) == played.state


@pytest.fixture(scope="module")
def played() -> Engine:
    """In the middle of play, with an alert and open cards."""
    return begun(to_s=150)


def test_an_unknown_command_names_the_nearest_that_the_seat_has() -> None:
    """A player is not told what facilitators can do."""
    fault = refused(begun(), "soc", "finis")
    assert "finish" not in fault.remedy
    assert "decide" in refused(begun(), "soc", "decid").remedy


def test_every_code_of_a_refusal_is_explained() -> None:
    """``twin explain CODE`` knows it."""
    assert {"not-now", "not-for-this-seat", "broken-log", "another-exercise", "missing-reference"} <= set(FAULTS)
