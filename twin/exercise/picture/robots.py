"""Robots as the fleet manager heard of them: the last state message of each, and how old it is.

A robot that lies about its place is drawn where it says it is; one that went silent stays where it was last heard of,
with its age. Where robots really are is :mod:`twin.exercise.picture.truth`'s.

Sources: VDA 5050 2.0 (state messages); the fleet manager's table of them is ``robot_state``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.log import Array, Columns
from twin.core.units import SECOND_US, Us
from twin.exercise.picture.heat import Heat
from twin.exercise.picture.lookup import Lookup
from twin.exercise.picture.tail import Rows, Tail
from twin.lab.replay_frames import STATES, centimetres

STANDS_MPS = 0.05
"""Slower than this a robot does not move."""

REPORT_S = 2.0
"""Seconds between two state messages of one robot: what one of them stands for."""

NEVER = 255


class Robots:
    """What *log* has of the robots *names*."""

    def __init__(self, log: Rows, names: Sequence[str], width: int, height: int) -> None:
        self._tail = Tail(log, "robot_state")
        self._member = Lookup.of(self._tail.names, names)
        self._state = Lookup.of(self._tail.names, STATES)
        self.x_m, self.y_m = np.full(len(names), np.nan), np.full(len(names), np.nan)
        self.battery = np.zeros(len(names))
        self.state: Ints = np.full(len(names), len(STATES), dtype=np.int64)
        self.heard_us: Ints = np.full(len(names), -1, dtype=np.int64)
        self.heat = Heat(width, height)

    def update(self, now_us: Us) -> None:
        """Take in what was sealed since."""
        rows = self._tail.fresh()
        if rows is None:
            return
        self._keep(rows, self._member[rows["robot"]], self._state[rows["state"]])
        state = self._state[rows["state"]]
        waits = (state == STATES.index("moving")) & (rows["speed_mps"] < STANDS_MPS)
        self.heat.add(now_us, rows["time"][waits], rows["x_m"][waits], rows["y_m"][waits], REPORT_S)

    def _keep(self, rows: Columns, member: Ints, state: Ints) -> None:
        """Rows come in order of time, and of several for one robot the last assignment stays."""
        ours = member >= 0
        member = member[ours]
        self.x_m[member], self.y_m[member] = rows["x_m"][ours], rows["y_m"][ours]
        self.battery[member], self.heard_us[member] = rows["battery"][ours], rows["time"][ours]
        self.state[member] = np.where(state < 0, len(STATES), state)[ours]

    def sections(self, now_us: Us, shown: Ints) -> dict[str, Array]:
        """The robots of the numbers *shown* at *now_us*."""
        age_s = np.minimum((now_us - self.heard_us[shown]) // SECOND_US, NEVER)
        age_s[self.heard_us[shown] < 0] = NEVER
        return {
            "robot_x": centimetres(self.x_m[shown]),
            "robot_y": centimetres(self.y_m[shown]),
            "robot_state": self.state[shown].astype(np.uint8),
            "robot_battery": percent(self.battery[shown]),
            "robot_age": age_s.astype(np.uint8),
            **self.heat.sections(),
        }


def percent(share: Array) -> Array:
    """Shares (0 to 1) as whole percent, u8."""
    found: Array = np.clip(np.floor(share * 100 + 0.5), 0, 100).astype(np.uint8)
    return found
