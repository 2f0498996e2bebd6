"""A plant without its network, one simulated hour at the mean demand of the day: orders, robots, people, rooms.

Budgets (CPU seconds, a quiet machine): standard 1.5, large 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import measure
from plants import WARM_S, plant_of, warm_hub

from twin.lab.live import quiet_collector

BUDGET_S = {"standard": 1.5, "large": 6.0}
SITES = ("small", "standard", "large")


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every site asked for."""
    parser = measure.arguments("CPU seconds of a plant without network", repeats=3)
    parser.add_argument("--hours", type=float, default=1.0, help="simulated hours")
    parser.add_argument("--sites", nargs="+", default=list(SITES), help="sites by name")
    asked = parser.parse_args(argv)
    rows = [_measured(site, asked.hours, asked.repeats) for site in asked.sites]
    measure.show("plant", rows, as_json=asked.json)


def _measured(site: str, hours: float, repeats: int) -> measure.Row:
    plant, spent, orders = plant_of(site), [], 0
    for _ in range(repeats):
        hub = warm_hub(plant, hours)
        before = hub.book.done
        until_s = WARM_S + hours * 3600
        with quiet_collector():
            spent.append(measure.cpu_seconds(partial(hub.run, until_s)))
        orders = hub.book.done - before
    cpu_s = measure.median(spent)
    return {
        "site": site,
        "robots": plant.fleet.count,
        "hours": hours,
        "cpu_s": cpu_s,
        "cpu_s_per_hour": round(cpu_s / hours, 3),
        "budget_cpu_s": BUDGET_S.get(site, "none"),
        "orders_per_hour": round(orders / hours),
        "demand_per_hour": round(plant.orders.per_hour),
    }


if __name__ == "__main__":
    main()
