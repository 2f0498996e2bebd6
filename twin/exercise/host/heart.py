"""The heartbeat of a host: a thread that keeps the lease while the host works.

Setting an engine up again takes seconds, and so does going on to the end of a long story; the lease must not end
meanwhile. Whoever works says after each simulated minute that it came round. A host that has not done so for half a
minute is taken for stuck: then it does not beat, and another may take over. Where it comes round after all and nobody
did, it beats again; where somebody did, it is told so at its next word.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from twin.core.errors import TwinError
from twin.exercise.store.lease import BEAT_S
from twin.exercise.store.store import Store

STUCK_S = 30.0


class Heart:
    """Beats until it is stopped or another has the lease, except while the host is stuck."""

    def __init__(
        self, store: Store, exercise: str, holder: str, clock: Callable[[], float], ticks: Callable[[], float]
    ) -> None:
        self._store, self._exercise, self._holder, self._clock, self._ticks = store, exercise, holder, clock, ticks
        self._alive_s = ticks()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self.came_round()
        self._thread.start()

    def came_round(self) -> None:
        """The host is not stuck."""
        self._alive_s = self._ticks()

    def stop(self) -> None:
        """Beat no more."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def beat(self) -> bool:
        """Keep the lease for another two seconds, unless the host is stuck; False where another has it."""
        from sqlalchemy.exc import DBAPIError

        if self._ticks() - self._alive_s >= STUCK_S:
            return True
        try:
            self._store.beat(self._exercise, self._holder, self._clock())
        except TwinError:
            return False  # the host finds out at its next word
        except DBAPIError:
            return True  # the database is away for a moment; the lease says how long that may last
        return True

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_S) and self.beat():
            pass
