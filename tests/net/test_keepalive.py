"""Keep-alive: one and a half times, and not a microsecond less."""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.net.keepalive import KeepAlive


def _ints(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _open() -> KeepAlive:
    keep = KeepAlive(3, 100)
    keep.open[:] = True
    return keep


def test_a_session_ends_when_the_client_was_silent_for_one_and_a_half_keep_alives() -> None:
    """MQTT 5, section 3.1.2.10: 150 for a promise of 100."""
    keep = _open()
    keep.hear(_ints(0, 1, 1), _ints(40, 60, 10))
    assert keep.ended(149) == []
    assert keep.ended(150) == [2]
    assert keep.ended(189) == []
    assert keep.ended(190) == [0]
    assert keep.ended(210) == [1]
    assert keep.ended(10_000) == []


def test_a_client_is_back_with_the_first_thing_that_is_heard() -> None:
    """What was heard before its session ended does not count."""
    keep = _open()
    keep.hear(_ints(0, 1), _ints(140, 20))
    assert keep.ended(170) == [1, 2]
    assert keep.returned() == []
    keep.hear(_ints(0, 1, 1), _ints(180, 200, 190))
    assert keep.returned() == [(1, 190)]
    assert keep.returned() == []
    assert keep.open.tolist() == [True, True, False]


def test_what_others_say_meanwhile_is_no_return() -> None:
    """A client that spoke while somebody else was missing, and is lost later, is not back by that."""
    keep = _open()
    keep.hear(_ints(0, 1), _ints(100, 100))
    assert keep.ended(150) == [2]
    keep.hear(_ints(0, 1), _ints(200, 300))
    assert keep.ended(350) == [0]
    assert keep.returned() == []
