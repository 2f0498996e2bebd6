"""A feed gives every row once to each reader, in any steps."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from twin.core.log import Log
from twin.core.names import Names
from twin.lab.feed import Feed
from twin.lab.recording import Recording

TIMES = st.lists(st.integers(0, 40), max_size=30).map(sorted)


def _feed(times: list[int]) -> Feed:
    log = Log()
    for number, time in enumerate(times):
        log.one("alarm", time=time, source=f"room-{number}")
    log.seal(1 << 62)
    return Feed(Recording(log, datetime(2026, 3, 2, tzinfo=UTC), ()), "alarm", Names())


@given(times=TIMES, beats=st.lists(st.integers(0, 45), min_size=1, max_size=8).map(sorted))
def test_rows_before_a_beat_are_given_once_and_in_order(times: list[int], beats: list[int]) -> None:
    """What is before a beat, and not before the last one; what nobody will ask for is forgotten."""
    feed, read, found = _feed(times), 0, list[int]()
    for beat in beats:
        end = feed.end(beat)
        part = feed.rows(read, end)["time"].tolist()
        assert all(time < beat for time in part)
        found += part
        feed.forget(end)
        read = end
    assert found == [time for time in times if time < beats[-1]]


def test_two_readers_at_their_own_pace_get_the_same_rows() -> None:
    """A slow one keeps what a fast one has read."""
    feed = _feed([1, 2, 3, 4])
    assert feed.rows(0, feed.end(3))["time"].tolist() == [1, 2]
    assert feed.rows(2, feed.end(9))["time"].tolist() == [3, 4]
    assert feed.rows(0, feed.end(9))["time"].tolist() == [1, 2, 3, 4]
    assert (feed.exhausted, feed.loaded) == (True, 4)
