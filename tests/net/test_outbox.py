"""The outbox: first in, first out, and bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twin.net.outbox import Outbox, Unsent


def _sample(number: int) -> Unsent:
    return Unsent(0, number, number, float(number))


@given(st.integers(1, 20), st.integers(0, 60))
def test_the_newest_stay_in_their_order_and_the_rest_is_counted(room: int, count: int) -> None:
    """Whatever the room, nothing is lost without being counted."""
    outbox = Outbox(room)
    outbox.keep(_sample(number) for number in range(count))
    assert len(outbox) + outbox.overflowed == count
    kept = []
    while len(outbox):
        kept.append(outbox.first.sample)
        outbox.done()
    assert kept == list(range(max(0, count - room), count))


def test_what_is_not_acknowledged_stays_first() -> None:
    """Looking at the oldest does not take it away."""
    outbox = Outbox(3)
    outbox.keep([_sample(1), _sample(2)])
    assert outbox.first == outbox.first == _sample(1)
    outbox.done()
    assert outbox.first == _sample(2)
