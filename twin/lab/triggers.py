"""Triggers by state: a step waits for a temperature, a charge, a count of alerts or a metric, looked at beat by beat.

Who waits is the author of the story, not the attacker: a look reads the truth and tells it to nobody. It changes
nothing either, so a story with a trigger that never fires is, row for row, the story without that step.

Metrics are measured on the log as it stands. What a run writes only at its end cannot be waited for
(:data:`ONLY_AT_END`); counts of orders speak of the orders delivered so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from twin.core.clock import LATE
from twin.devices.world import World
from twin.lab.scenario import State, Step

Measure = Callable[[str], float | None]
"""A metric by name, measured on the log so far; None where it is undefined."""

ONLY_AT_END = (
    "charger_utilisation", "energy_kwh", "energy_per_order_wh", "excessive_denied", "loss_attack_eur",
    "loss_containment_eur", "loss_eur", "needs_contained", "needs_denied", "robot_availability",
    "robot_minutes_attack", "robot_minutes_containment", "robot_minutes_lost", "robot_utilisation",
    "station_queue_mean", "station_utilisation",
)  # fmt: skip
"""Metrics of tables that are written when a run ends."""


def unmeasured(metric: str) -> float | None:
    """Every metric is undefined where nobody says how to measure it."""
    del metric
    return None


class Triggers:
    """Looks at the states that steps wait for, and begins each of these steps once."""

    def __init__(self, world: World, measure: Measure, begin: Callable[[Step], None]) -> None:
        self._world, self._measure, self._begin = world, measure, begin
        self._alerts: Counter[str] = Counter()
        self._called: dict[str, Step] = {}

    def start(self, steps: Iterable[Step]) -> None:
        """Put the first look at each state on the clock."""
        for step in steps:
            if step.state is not None:
                self._after_a_beat(step, step.state)
            elif step.called:
                self._called[step.id] = step

    def call(self, step_id: str) -> None:
        """Begin a step that waits to be called; one that has begun, or is no such step, stays as it is."""
        step = self._called.pop(step_id, None)
        if step is not None:
            self._begin(step)

    def alerted(self, entity: str) -> None:
        """An alert accuses *entity*."""
        self._alerts[entity] += 1

    def value(self, state: State) -> float | None:
        """What *state* speaks of, now; None where it is undefined."""
        plant = self._world.plant
        if state.quantity == "alerts":
            return self._alerts[state.of]
        if state.quantity == "metric":
            return self._measured(state.of)
        if state.quantity == "battery":
            robots = self._world.devices["amr"].number
            return float(plant.fleet.batteries.share[robots[state.of]])
        if state.of in plant.rooms.names:
            return float(plant.rooms.temperature_c[0, plant.rooms.names.index(state.of)])
        if plant.server_room is None or state.of != plant.server_room.name:
            return None
        return float(plant.server_room.air_at(np.array([self._world.clock.now_us]))[0])

    def _after_a_beat(self, step: Step, state: State) -> None:
        key = f"story/{step.id}/look"
        self._world.clock.after(state.every_us, key, partial(self._look, step, state), LATE)

    def _look(self, step: Step, state: State) -> None:
        if state.holds(self.value(state)):
            self._begin(step)
        else:
            self._after_a_beat(step, state)

    def _measured(self, metric: str) -> float | None:
        self._world.clock.settle()
        self._world.log.seal(self._world.clock.now_us)
        return self._measure(metric)
