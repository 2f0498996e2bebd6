"""How a detector speaks: once about one thing in a while, and in an order that does not depend on codes.

An alert is worth an analyst's minutes, so saying the same thing again within the hour is a fault of the detector.
Alerts carry the time at which they are raised, which is when the batch was read.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from twin.core.units import Us
from twin.detectors.base import Alert

_MANY = 10_000


class Spacing:
    """Lets each key through at most once in ``every_us``."""

    def __init__(self, every_us: Us) -> None:
        self.every_us = every_us
        self._said: dict[Hashable, Us] = {}

    def __len__(self) -> int:
        return len(self._said)

    def quiet(self, key: Hashable, now_us: Us) -> bool:
        """*key* was let through less than ``every_us`` ago."""
        said = self._said.get(key)
        return said is not None and now_us - said < self.every_us

    def passes(self, key: Hashable, now_us: Us) -> bool:
        """Let *key* through if it is not quiet."""
        if self.quiet(key, now_us):
            return False
        if len(self._said) >= _MANY:
            self._said = {old: said for old, said in self._said.items() if now_us - said < self.every_us}
        self._said[key] = now_us
        return True


def in_order(alerts: Iterable[Alert]) -> list[Alert]:
    """Alerts by time, then entity, then title: whatever the order of codes was."""
    return sorted(alerts, key=lambda alert: (alert.time_us, alert.entity, alert.title, alert.technique))
