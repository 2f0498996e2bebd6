"""One by one: each target once, until enough are held."""

from __future__ import annotations

from tests.intents import always, foothold, performed
from twin.attacks.base import Say, Take, Wait
from twin.attacks.parts.one_by_one import OneByOne
from twin.net.message import Message


class _Asking(OneByOne):
    """Knocks."""

    technique = "T0866"

    def request(self, src: str, dst: str) -> Message:
        """A page."""
        return Message(src, dst, "http", "GET", "/")


def test_each_target_is_asked_once_after_a_wait_and_never_itself() -> None:
    """The foothold among the targets is passed over."""
    intents, result = performed(_Asking(every_min=1), foothold("a", "a", "b", "c"), always("delivered", "401"))
    assert {intent.message.dst for intent in intents if isinstance(intent, Say)} == {"b", "c"}
    assert [intent.seconds for intent in intents if isinstance(intent, Wait)] == [60, 60]
    assert result == "failed"


def test_it_stops_when_it_holds_enough() -> None:
    """Two of four are enough for a limit of two."""
    intents, result = performed(_Asking(limit=2), foothold("a", "b", "c", "d", "e"), always("delivered", "ok"))
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 2
    assert len([intent for intent in intents if isinstance(intent, Say)]) == 2
    assert result == "success"
