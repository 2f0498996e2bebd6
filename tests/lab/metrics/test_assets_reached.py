"""Assets reached: who answered the attacker or was held, of the hub's own."""

from __future__ import annotations

from tests.lab.logs import answered, measured, taken


def test_those_who_answered_and_those_who_are_held_count_once() -> None:
    """amr-001 is held and answers nobody; ws-01 answers and then is held; dc-01 only answers."""
    rows = taken(1, "amr-001"), answered(2, "ws-01"), taken(3, "ws-01"), answered(4, "dc-01")
    assert measured("assets_reached", *rows) == 3.0


def test_what_lies_in_the_internet_is_not_the_hubs() -> None:
    """A server outside that answers is no asset lost."""
    assert measured("assets_reached", answered(1, "vendor-cloud")) == 0.0


def test_a_quiet_day_reaches_nobody() -> None:
    """No attack, no asset: 0 is a count here."""
    assert measured("assets_reached") == 0.0
