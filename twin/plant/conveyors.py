"""Conveyors: what carries totes to and from a pick face, and so how fast it can serve.

A conveyor or sorter is driven by a controller of its own. Whoever writes that controller's logic can slow the face
down, or stop it: who is being served is served out, and the next robot stands at the face until it runs again.

Sources: R. B. M. de Koster, T. Le-Duc, K. J. Roodbergen, Design and control of warehouse order picking, EJOR 182 (2007)
481-501, for the conveyor as a picking station's limit; that a stop lets the pick in hand end is a judgement.
"""

from __future__ import annotations

from collections.abc import Callable

from twin.core.units import Us


class Conveyors:
    """One conveyor a station; ``on_resume(station, stopped_us)`` is told of each that runs again."""

    def __init__(self, stations: int, now: Callable[[], Us]) -> None:
        self._now = now
        self._pace = [1.0] * stations
        self._stopped_us: dict[int, Us] = {}
        self.on_resume: Callable[[int, Us], None] = _nobody

    def service_us(self, station: int, service_us: Us) -> Us | None:
        """How long a service of *service_us* takes at *station*; None while it stands."""
        return None if station in self._stopped_us else round(service_us * self._pace[station])

    def pace(self, station: int, factor: float) -> None:
        """From the next robot on, service at *station* takes *factor* times as long, 1 or more."""
        if factor < 1.0:
            raise ValueError(f"a pace of {factor} would serve faster than people can")
        self._pace[station] = factor

    def stop(self, station: int) -> None:
        """Nobody else is served at *station* until :meth:`resume`."""
        self._stopped_us.setdefault(station, self._now())

    def resume(self, station: int) -> None:
        """Let *station* run again; nothing happens where it runs."""
        stopped_us = self._stopped_us.pop(station, None)
        if stopped_us is not None:
            self.on_resume(station, stopped_us)


def _nobody(station: int, stopped_us: Us) -> None:
    """Nobody listens."""
