"""Header counters: one topic, two kinds of messages, one sequence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.chance import Streams
from twin.core.cohort import Beat
from twin.core.units import SECOND_US
from twin.net.headers import Headers


def _beat(jitter: float = 0.0) -> Beat:
    phase = np.array([3, 0], dtype=np.int64) * SECOND_US
    return Beat(np.array([10, 7], dtype=np.int64) * SECOND_US, phase, Streams.of(1, ["a", "b"], "test"), jitter)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 1)), max_size=25), st.integers(1, 40))
def test_every_message_of_a_topic_has_the_next_number(singles: list[tuple[int, int]], window: int) -> None:
    """Counted in order of time, singles first where both are due, whatever the window."""
    beat = _beat()
    headers, said = Headers(beat), list[tuple[int, int, int, int]]()
    waiting = sorted(singles)
    for until in range(window, 100 + window, window):
        while waiting and waiting[0][0] < until:
            now, member = waiting.pop(0)
            said.append((member, now * SECOND_US, 0, headers.single(member, now * SECOND_US)))
        due = beat.due((until - window) * SECOND_US, until * SECOND_US)
        numbers = headers.cohort(due)
        said += zip(
            due.member.tolist(), due.time_us.tolist(), [1] * len(numbers), numbers.astype(int).tolist(), strict=True
        )
    for topic in (0, 1):
        counted = [number for member, _, _, number in sorted(said) if member == topic]
        assert counted == list(range(len(counted)))


def test_messages_that_may_come_late_are_refused() -> None:
    """Their order is not known before they are sent."""
    with pytest.raises(ValueError, match="no number of their own"):
        Headers(_beat(0.5))
