"""Detectors: CPU seconds a simulated hour of each, on the observed rows of one run, at its own cadence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import measure

import twin
from twin.core.units import us
from twin.detectors import DETECTORS
from twin.detectors.base import Batch, Detector, Watch
from twin.detectors.sigma import Sigma
from twin.lab.resources import scenario_root
from twin.lab.run import Run
from twin.lab.scenario import Choice
from twin.lab.watchers import SEEN

STORY = "compromised-robot"


def main(argv: Sequence[str] | None = None) -> None:
    """Run once, then let every detector of the posture read what was observed."""
    parser = measure.arguments("CPU seconds of each detector", repeats=3)
    parser.add_argument("--site", default="small", help="site by name")
    parser.add_argument("--hours", type=float, default=0.5, help="simulated hours")
    asked = parser.parse_args(argv)
    run = twin.run(STORY, "zones", site=asked.site, hours=asked.hours)
    rows = [_measured(choice, run, asked.hours, asked.repeats) for choice in run.posture.ruleset]
    measure.show("detectors", rows, as_json=asked.json)


def _measured(choice: Choice, run: Run, hours: float, repeats: int) -> measure.Row:
    detectors = [_started(choice, run) for _ in range(repeats)]
    batches = list(_batches(run, us(detectors[0].cadence_s)))
    alerts: list[int] = []
    spent = [measure.cpu_seconds(partial(_observe, detector, batches, alerts)) for detector in detectors]
    cpu_s = measure.median(spent)
    return {
        "detector": choice.kind,
        "cadence_s": detectors[0].cadence_s,
        "rows": sum(run.log.rows(table) for table in SEEN),
        "cpu_s": cpu_s,
        "cpu_s_per_hour": round(cpu_s / hours, 4),
        "alerts": alerts[-1],
    }


def _observe(detector: Detector, batches: list[Batch], alerts: list[int]) -> None:
    alerts.append(sum(len(detector.observe(batch)) for batch in batches))


def _started(choice: Choice, run: Run) -> Detector:
    detector, plant = DETECTORS[choice.kind](**choice.parameters), run.site.plant
    if isinstance(detector, Sigma):
        detector.locate(scenario_root() / "rules")
    rooms = {room.name: (room.setpoint_c, room.band_k) for room in plant.rooms}
    fastest = max(plant.fleet.speed_empty_mps, plant.fleet.speed_loaded_mps)
    detector.start(Watch(run.inventory, run.log.names, rooms, fastest))
    return detector


def _batches(run: Run, cadence_us: int) -> Iterator[Batch]:
    """The observed rows of the whole run, cut at every multiple of the cadence."""
    tables = {name: run.log.since(name) for name in SEEN}
    for from_us in range(0, run.span_us - cadence_us + 1, cadence_us):
        cut = {}
        for name, columns in tables.items():
            first, last = columns["time"].searchsorted([from_us, from_us + cadence_us])
            cut[name] = {column: values[first:last] for column, values in columns.items()}
        yield Batch(from_us, from_us + cadence_us, cut, run.log.names)


if __name__ == "__main__":
    main()
