"""Motion: agent-steps a CPU second and tasks of lifelong random goals on a 64 x 64 warehouse grid, beside others.

* ``per_cpu_s``: an agent-step is one robot, one half second; goals are assigned on the clock. Every tenth step the law
  is looked at off the clock: nobody in another's place, no swaps, no bodies that overlap.
* ``theirs``: pypibt with a fresh search a goal, 6.9, 7.6 and 12.8 thousand agent-steps a CPU second (published, on a
  loaded machine with two processors). Its step is one cell, ours half a second: ``ratio`` counts cells at top speed.
* ``tasks_share``: tasks completed against plain PIBT on two-way lanes in equal simulated time, where one PIBT step is
  one cell at top speed. ``real``: the default robot. ``off``: endless acceleration, no time for turns. Goal: 0.9.
* ``rware`` and ``cps-twin`` run in the same process where they are installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import measure
import peers
from lifelong import Lifelong, Pibt, grid

from twin.plant.spec import FleetSpec

PUBLISHED = {100: 6_900, 200: 7_600, 400: 12_800}
ENDLESS = {"acceleration_mps2": 1e6, "braking_mps2": 1e6, "emergency_mps2": 1e6, "turn_s": 0.0}
ROBOTS = {"real": FleetSpec(), "off": FleetSpec().model_copy(update={**ENDLESS, "speed_empty_mps": 2.0})}
"""At 2 m/s a cell takes one step."""
LOOK_EVERY = 10
GOAL = 40


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every fleet with real kinematics and without, then beside who is installed."""
    parser = measure.arguments("agent-steps a CPU second", repeats=3)
    parser.add_argument("--seconds", type=int, default=600, help="simulated seconds")
    parser.add_argument("--robots", type=int, nargs="+", default=list(PUBLISHED), help="fleets")
    asked = parser.parse_args(argv)
    rows = [_row(count, how, asked) for count in asked.robots for how in ROBOTS]
    rows += [{**dict.fromkeys(rows[0], "none"), **row} for row in peers.measured(asked.seconds, asked.repeats)]
    measure.show("motion", rows, as_json=asked.json)


def _row(count: int, how: str, asked: Any) -> measure.Row:
    spec = ROBOTS[how]
    ticks = 2 * asked.seconds
    runs = [_drive(count, spec, ticks) for _ in range(asked.repeats)]
    cpu_s = measure.median([spent for spent, _, _ in runs])
    _, tasks, conflicts = runs[-1]
    if conflicts:
        raise AssertionError(f"{conflicts} conflicts")
    cells = round(asked.seconds * spec.speed_empty_mps)
    theirs = _pibt_tasks(count, cells)
    rate = count * ticks / cpu_s
    known = PUBLISHED.get(count)
    return {
        "beside": "pypibt, published",
        "robots": count,
        "kinematics": how,
        "what": "agent-steps",
        "per_cpu_s": round(rate),
        "theirs": known or "none",
        "ratio": round(rate * cells / ticks / known, 1) if known else "none",
        "goal": GOAL,
        "conflicts": conflicts,
        "tasks": tasks,
        "pibt_tasks": theirs,
        "tasks_share": round(tasks / theirs, 3) if theirs else "none",
    }


def _drive(count: int, spec: FleetSpec, ticks: int) -> tuple[float, int, int]:
    """CPU seconds of *ticks* steps, tasks, and conflicts seen between them."""
    run = Lifelong(grid(), count, spec)
    spent, conflicts = 0.0, 0
    for _ in range(0, ticks, LOOK_EVERY):
        spent += measure.cpu_seconds(measure.times(run.step, LOOK_EVERY))
        conflicts += run.conflicts()
    return spent, run.done, conflicts


def _pibt_tasks(count: int, steps: int) -> int:
    planner = Pibt(grid(), count)
    measure.times(planner.step, steps)()
    return planner.done


if __name__ == "__main__":
    main()
