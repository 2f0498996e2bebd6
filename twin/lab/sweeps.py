"""Sweeps: the scans that go on now.

Source: the model of a scan and its sources are those of :mod:`twin.net.sweep`.
"""

from __future__ import annotations

from twin.core.units import Us
from twin.net.sweep import Sweep


class Sweeps:
    """The scans of one run that are on, in the order in which they began."""

    def __init__(self) -> None:
        self.on: list[Sweep] = []

    def flush(self, until_us: Us) -> None:
        """Bring every scan up to *until_us*."""
        for sweep in self.on:
            sweep.flush(until_us)

    def end(self, sweep: Sweep, now_us: Us) -> None:
        """Let it send what is due and stop, unless its sender has been taken back already."""
        if sweep in self.on:
            sweep.flush(now_us)
            self._drop(sweep)

    def silence(self, src: str) -> None:
        """End every scan from *src* at once."""
        for sweep in [sweep for sweep in self.on if sweep.src == src]:
            self._drop(sweep)

    def _drop(self, sweep: Sweep) -> None:
        sweep.stop()
        self.on.remove(sweep)
