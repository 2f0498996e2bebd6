"""Regression: CPU seconds a run of making it, of hearing all its detectors, of one changed rule, and of judging again.

A full regression of N runs takes N times the sum of the first two rows, shared by the processors; after a change of one
rule N times the third; with nothing changed N times the last.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import measure

from twin.lab.detection.listen import Work, choice_key, do
from twin.lab.detection.rules import rules_of
from twin.lab.detection.tapes import Take, make_tape
from twin.lab.scenario import Choice

STORIES = (
    "coffee-machine", "camera-pivot", "compromised-robot", "default-credentials", "domain-takeover", "iot-dos",
    "order-spoofing", "ransomware-wms", "rogue-dns", "sensor-exfiltration", "service-laptop", "worm",
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Make runs of some stories, hear them, change a rule, and hear them again."""
    parser = measure.arguments("CPU seconds a run of a regression", repeats=1)
    parser.add_argument("--stories", type=int, default=len(STORIES), help="how many stories")
    parser.add_argument("--seeds", type=int, default=1, help="seeds of each")
    parser.add_argument("--hours", type=float, default=0.5, help="simulated hours of each run")
    asked = parser.parse_args(argv)
    takes = [
        Take(story, "zones", seed, "small", asked.hours)
        for story in STORIES[: asked.stories]
        for seed in range(1, asked.seeds + 1)
    ]
    measure.show("regression", _measured(takes, asked.repeats), as_json=asked.json)


def _measured(takes: Sequence[Take], repeats: int) -> list[measure.Row]:
    """A row for each part, the median of *repeats* over all *takes* together."""
    ruleset = takes[0].inputs.posture.ruleset
    rules = [choice for choice in ruleset if choice.kind == "sigma"]
    spent: dict[str, list[float]] = {"make": [], "hear": [], "one rule": [], "again": []}
    for take in takes:  # files are read once a process
        _ = take.inputs
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            spent["make"].append(measure.cpu_seconds(partial(_make, takes, root)))
            spent["hear"].append(measure.cpu_seconds(partial(_hear, takes, ruleset, root)))
            for choice in rules:
                for kept in root.glob(f"*/{choice_key(choice)}.json"):
                    kept.unlink()
            spent["one rule"].append(measure.cpu_seconds(partial(_hear, takes, ruleset, root)))
            spent["again"].append(measure.cpu_seconds(partial(_hear, takes, ruleset, root)))
    counts = {"runs": len(takes), "detectors": len(ruleset), "rules": len(rules_of(ruleset))}
    medians = {part: measure.median(values) for part, values in spent.items()}
    return [
        {"part": part, **counts, "cpu_s": cpu_s, "cpu_s_per_run": round(cpu_s / len(takes), 4)}
        for part, cpu_s in medians.items()
    ]


def _make(takes: Sequence[Take], root: Path) -> None:
    for take in takes:
        make_tape(take, root)


def _hear(takes: Sequence[Take], ruleset: tuple[Choice, ...], root: Path) -> None:
    for take in takes:
        do(Work(take, (ruleset,)), root)


if __name__ == "__main__":
    main()
