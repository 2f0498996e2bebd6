"""Windows that let events wait until they could matter."""

from __future__ import annotations

import numpy as np

from twin.detectors.sigma_rules.correlations.events import Block, Hit
from twin.detectors.sigma_rules.correlations.hints import give_hints
from twin.detectors.sigma_rules.correlations.looking_back import Counting


def batch(*times: int) -> Block:
    """Events of one group."""
    columns = tuple(np.array(each) for each in (times, [1] * len(times), times, [1] * len(times)))
    made = Block(columns, (), [0, len(times)])  # type: ignore[arg-type]
    give_hints("event_count", made, 100)
    return made


def test_events_wait_in_columns_until_they_are_enough() -> None:
    """Two and two do not make five; with one more they are spelt out, and fire."""
    window, hits = Counting((), 100, 5), list[Hit]()
    for given in (batch(1, 2), batch(3, 4)):
        window.offer(given, 0, hits)
    assert (len(window._waiting), window._kept, hits) == (2, [], [])
    window.offer(batch(5), 0, hits)
    assert (len(window._waiting), [(hit.time_us, hit.rows) for hit in hits]) == (0, [(5, 5)])


def test_what_waits_is_forgotten_when_it_is_too_old() -> None:
    """So a slow trickle never has to be gone through."""
    window, hits = Counting((), 10, 3), list[Hit]()
    for time in range(0, 1_000, 6):
        window.offer(batch(time), 0, hits)
    assert (len(window._waiting), window._kept, hits) == (2, [], [])


def test_the_newest_time_is_known_while_events_wait() -> None:
    """By it stale groups are closed."""
    window = Counting((), 10, 3)
    window.offer(batch(4, 7), 0, [])
    assert window.newest_us == 7
