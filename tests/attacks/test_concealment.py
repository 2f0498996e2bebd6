"""Concealment: what a held gateway says instead, and for how long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Touch, Wait
from twin.attacks.concealment import Concealment
from twin.net.message import Reply
from twin.net.translation import Tampering

OK = Reply("delivered", "ok")


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (Concealment(), Tampering("freeze")),
        (Concealment(manner="replay", minutes=5), Tampering("replay", minutes=5)),
    ],
)
def test_a_gateway_is_told_once(attack: Concealment, said: Tampering) -> None:
    """By hand in the one it stands in; and from then on the effect lasts."""
    intents, result = performed(attack, foothold("gateway-01", "gateway-01"), always("delivered", "ok"))
    assert intents == [Touch("gateway-01", "tamper", said), Effect("gateway-01", "effect_start")]
    assert result == "success"


def test_from_elsewhere_it_is_said_over_the_network() -> None:
    """By whoever has a session there."""
    intents, _ = performed(Concealment(), foothold("ws-01", "gateway-01"), always("delivered", "ok"))
    assert [intent.message.payload for intent in intents if isinstance(intent, Say)] == [Tampering("freeze")]


def test_a_polyline_is_followed_corner_by_corner() -> None:
    """Four minutes down by 2, written each minute: 0, -0.5, -1, -1.5, -2."""
    attack = Concealment(manner="polyline", corners=((0, 0), (4, -2)), every_s=60)
    intents, result = performed(attack, foothold("gateway-01", "gateway-01"), always("delivered", "ok"))
    told = [intent.payload.offset for intent in intents if isinstance(intent, Touch)]
    assert (told, result) == ([0.0, -0.5, -1.0, -1.5, -2.0], "success")
    assert sum(intent.seconds for intent in intents if isinstance(intent, Wait)) == 240


def test_it_has_failed_when_the_gateway_no_longer_obeys() -> None:
    """Cleaned in the middle of a polyline: no further word is said."""
    attack = Concealment(manner="polyline", corners=((0, 0), (4, -2)), every_s=60)
    intents, result = performed(attack, foothold("gateway-01", "gateway-01"), in_turn([OK, OK, Reply("unanswered")]))
    assert (len([intent for intent in intents if isinstance(intent, Touch)]), result) == (3, "failed")


@given(st.floats(-5, 60))
def test_an_offset_lies_between_its_corners(minute: float) -> None:
    """Straight between them, flat outside."""
    attack = Concealment(manner="polyline", corners=((5, 1), (10, 3), (20, -1)))
    found = attack.offset_at(minute)
    assert -1 <= found <= 3
    assert minute > 5 or found == 1
    assert minute < 20 or found == -1
    assert attack.offset_at(7.5) == 2


@pytest.mark.parametrize("corners", [((5, 1), (5, 2)), ((5, 1), (4, 2)), ((-1, 0),), ()])
def test_corners_follow_each_other(corners: tuple[tuple[float, float], ...]) -> None:
    """A polyline that goes back in time is none."""
    with pytest.raises(ValidationError):
        Concealment(corners=corners)


def test_the_shortest_time_is_the_polyline_s() -> None:
    """Everything else is said at once."""
    assert Concealment(manner="polyline", corners=((0, 0), (4, -2))).least_s(1) == 240
    assert Concealment().least_s(3) == 0


def test_what_is_concealed_shows_in_no_reading_and_in_the_room() -> None:
    """The readings stand still, while the room goes on."""
    steps = (
        step("in", "service_port", "gateway-01", 1, minutes=1),
        step("hide", "concealment", "gateway-01", 4),
    )
    log = simulated(*steps, minutes=20).log
    late = [r["value"] for r in log.records("reading") if r["time"] > 300_000_000 and r["sensor"] == "temp-01"]
    free = simulated(minutes=20).log
    truth = [r["value"] for r in free.records("reading") if r["time"] > 300_000_000 and r["sensor"] == "temp-01"]
    assert len(set(late)) == 1
    assert len(set(truth)) > 1
    assert len({r["air_c"] for r in log.records("room") if r["time"] > 300_000_000}) > 5
