"""Headers: the counters of a topic on which a cohort speaks and single messages too.

VDA 5050 counts the messages of each topic from 0. Where a cohort renews what single messages began, as bases renew an
order, both take the next number of one counter. A cohort emits a window at once, when single messages have long been
sent; counting by time and not by turn makes the numbers the same whatever the window.

Sources: VDA 5050 version 3.0.0, protocol header (``headerId`` is counted per topic, sent or received).
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import Us


class Headers:
    """Counters of the topics of one cohort, whose *beat* has no jitter; at one time single messages come first.

    Raises ``ValueError`` for a beat whose times cannot be counted.
    """

    def __init__(self, beat: Beat) -> None:
        if beat.jitter:
            raise ValueError("messages that may come late have no number of their own")
        self._beat = beat
        self._singles = np.zeros(len(beat.period_us), dtype=np.int64)
        self._recent: list[tuple[Us, int]] = []

    def single(self, member: int, now_us: Us) -> int:
        """Number of the message that is sent now on the topic of *member*."""
        beat = self._beat
        sent = max(0, -((int(beat.phase_us[member]) - now_us) // int(beat.period_us[member])))
        before = int(self._singles[member]) + sum(topic == member for _, topic in self._recent)
        self._recent.append((now_us, member))
        return sent + before

    def cohort(self, due: Due) -> Floats:
        """Numbers of the cohort's messages in a window that ends now, shape (n,)."""
        numbers: Ints = due.occurrence + self._singles[due.member]
        for when_us, member in self._recent:
            numbers[(due.member == member) & (due.time_us >= when_us)] += 1
            self._singles[member] += 1
        self._recent.clear()
        return numbers.astype(np.float64)
