"""A hub, one simulated hour, everything on: traffic, plant, attack, detectors, analysts, playbooks.

Budgets (CPU seconds, imports warm, a quiet machine): small hub 1.0, standard hub 6.0.
"""

from __future__ import annotations

from collections.abc import Sequence

import measure

import twin
from twin.lab.run import Run

STORY = "compromised-robot"
BUDGET_S = {"small": 1.0, "standard": 6.0}


def main(argv: Sequence[str] | None = None) -> None:
    """Measure every site under every posture asked for."""
    parser = measure.arguments("CPU seconds of one run", repeats=3)
    parser.add_argument("--hours", type=float, default=1.0, help="simulated hours")
    parser.add_argument("--sites", nargs="+", default=list(BUDGET_S), help="sites by name")
    parser.add_argument("--postures", nargs="+", default=["zones"], help="postures by name")
    asked = parser.parse_args(argv)
    twin.run(STORY, asked.postures[0], site=asked.sites[0], hours=0.01)
    rows = [_measured(site, posture, asked.hours, asked.repeats) for site in asked.sites for posture in asked.postures]
    measure.show("hub", rows, as_json=asked.json)


def _measured(site: str, posture: str, hours: float, repeats: int) -> measure.Row:
    last: list[Run] = []
    spent = [
        measure.cpu_seconds(lambda: last.append(twin.run(STORY, posture, site=site, hours=hours)))
        for _ in range(repeats)
    ]
    cpu_s = measure.median(spent)
    return {
        "site": site,
        "posture": posture,
        "hours": hours,
        "cpu_s": cpu_s,
        "budget_cpu_s": BUDGET_S.get(site, "none") if hours == 1.0 else "none",
        "rows": sum(last[-1].rows.values()),
        "sim_s_per_cpu_s": round(3600 * hours / cpu_s),
    }


if __name__ == "__main__":
    main()
