"""What holds of assets now: a response holds them, an alert accuses them; in truth, they fell or were reached.

Sources: the tables ``decision`` and ``alert`` of the observed book, ``compromise`` and ``reached`` of the truth book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array
from twin.core.units import MINUTE_US, Us
from twin.exercise.picture.tail import Rows, Tail

RECENT_US: Us = 10 * MINUTE_US
"""An alert marks its asset for so long."""


class Marks:
    """Responses in force and recent alerts, by name: what everybody may see."""

    def __init__(self, log: Rows) -> None:
        self._decisions, self._alerts = Tail(log, "decision"), Tail(log, "alert")
        self._in_force: dict[int, str] = {}
        self._alerted_us: dict[str, Us] = {}

    def update(self) -> None:
        """Take in what was sealed since."""
        rows = self._decisions.fresh()
        if rows is not None:
            text = self._decisions.names.text
            for number, target, phase in zip(rows["decision"].tolist(), rows["target"], rows["phase"], strict=True):
                if text(phase) == "applied":
                    self._in_force[number] = text(target)
                elif text(phase) == "undone":
                    self._in_force.pop(number, None)
        rows = self._alerts.fresh()
        if rows is not None:
            for time_us, entity in zip(rows["time"].tolist(), rows["entity"], strict=True):
                self._alerted_us[self._alerts.names.text(entity)] = time_us

    @property
    def held(self) -> set[str]:
        """Assets and zones that a response is aimed at."""
        return set(self._in_force.values())

    def alerted(self, now_us: Us) -> set[str]:
        """Assets with an alert of the last ten minutes."""
        return {name for name, time_us in self._alerted_us.items() if now_us - time_us <= RECENT_US}


class Fallen:
    """Who is compromised, and who was reached: truth."""

    def __init__(self, log: Rows) -> None:
        self._compromises, self._reaches = Tail(log, "compromise"), Tail(log, "reached")
        self.fallen: dict[str, None] = {}
        """In the order in which they fell."""
        self.reached: set[str] = set()

    def update(self) -> None:
        """Take in what was sealed since."""
        rows = self._compromises.fresh()
        if rows is not None:
            text = self._compromises.names.text
            for asset, state in zip(rows["asset"], rows["state"], strict=True):
                if text(state) == "compromised":
                    self.fallen.setdefault(text(asset))
                else:
                    self.fallen.pop(text(asset), None)
        rows = self._reaches.fresh()
        if rows is not None:
            self.reached |= {self._reaches.names.text(code) for code in np.unique(rows["dst"]).tolist()}


def numbers(names: Iterable[str], index: Mapping[str, int]) -> Array:
    """Numbers (u16) of those *names* that *index* has, in their order where they have one, else rising."""
    found: Ints = np.array([index[name] for name in names if name in index], dtype=np.int64)
    return (found if isinstance(names, dict) else np.sort(found)).astype(np.uint16)
