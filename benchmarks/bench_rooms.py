"""Rooms: simulated hours a CPU second of a site with ten rooms over a year, at steps of a minute with hysteresis.

The rooms are those of the standard hub's chill rooms, each with a digital thermostat of its own that looks at each
step, and the truth is logged every sixth step. Goal without doors: 10,000 simulated hours a CPU second.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import measure

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import DAY_US, HOUR_US
from twin.plant.rooms import Rooms
from twin.plant.spec import PlantSpec, RoomSpec

GOAL_H = 10_000


def main(argv: Sequence[str] | None = None) -> None:
    """Measure shut doors, busy doors, thermostats that switch at the very moment, and rooms that share walls."""
    parser = measure.arguments("simulated hours of rooms a CPU second", repeats=3)
    parser.add_argument(
        "--hours", type=float, default=8760.0, help="simulated hours with shut doors; a tenth otherwise"
    )
    parser.add_argument("--rooms", type=int, default=10, help="rooms of the site")
    asked = parser.parse_args(argv)
    ways = {
        "sampled hysteresis, doors shut": (asked.hours, {}, GOAL_H),
        "the same with 15 door openings an hour": (asked.hours / 10, {"door_per_hour": 15.0}, "none"),
        "local thermostats, exact switching": (asked.hours / 10, {"thermostat": "local"}, "none"),
    }
    rows = []
    for way, (hours, changes, goal) in ways.items():
        cpu_s, log_rows = _measured(asked.rooms, hours, changes, asked.repeats)
        rows.append({
            "way": way, "rooms": asked.rooms, "hours": hours, "rows": log_rows, "cpu_s": cpu_s,
            "hours_per_cpu_s": round(hours / cpu_s), "goal": goal,
        })  # fmt: skip
    measure.show("rooms", rows, as_json=asked.json)


def _measured(rooms: int, hours: float, changes: dict[str, object], repeats: int) -> tuple[float, int]:
    last: list[Log] = []
    return measure.median([measure.cpu_seconds(partial(_run, rooms, hours, changes, last)) for _ in range(repeats)]), (
        last[-1].rows("room")
    )


def _run(rooms: int, hours: float, changes: dict[str, object], last: list[Log]) -> None:
    clock, log = Clock(), Log()
    site = Rooms(_site(rooms, changes), 1, clock, log)
    site.start()
    clock.every(DAY_US, "day", clock.settle)
    clock.run_until(int(hours * HOUR_US))
    site.finish()
    log.seal(clock.now_us + 1)
    last.append(log)


def _site(rooms: int, changes: dict[str, object]) -> PlantSpec:
    """Chill rooms of 2,000 m3 and 200 to 250 t, each a little different, so that they do not switch together."""
    usual: dict[str, object] = {
        "volume_m3": 2000, "surface_m2": 1110, "product_w_k": 30_000, "cooling_kw": 60, "internal_w": 14_000,
        "door_m2": 18, "door_height_m": 3, "door_per_hour": 0, "defrosts_a_day": 0, "thermostat": "sampled",
    }  # fmt: skip
    specs = tuple(
        RoomSpec.model_validate({**usual, **changes, "name": f"chill-{n + 1}", "product_t": 250 - 5 * (n % 10)})
        for n in range(rooms)
    )
    return PlantSpec(rooms=specs, room_step_s=60)


if __name__ == "__main__":
    main()
