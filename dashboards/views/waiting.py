"""How long work will still take, from how long it took so far. The one place of the app that reads the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from twin.core.units import format_duration, us

_SETTLED_S = 2.0


class Waiting:
    """Words on the progress of one piece of work that begins now; *now* gives seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:  # noqa: TID251 - people wait in wall time
        self._now = now
        self._began = now()

    def words(self, done: str, share: float) -> str:
        """*done* with the time left when *share* (0 to 1) is done; no guess in the first two seconds."""
        spent = self._now() - self._began
        if share <= 0 or spent < _SETTLED_S:
            return done
        left = max(1, round(spent * (1 - share) / share))
        return f"{done}, about {format_duration(us(left))} left"
