"""A comparison: the trials of several postures, and every estimate made of them.

**Damage** is a run with the story minus a quiet day of the same hub, seed by seed, so whatever a posture costs on any
day (a denied need, a slower message) is not blamed on the attack. Draws are keyed, so both runs have the same orders,
people and faults, and two postures that behave alike differ by exactly 0.

Source: common random numbers, Law, Simulation Modeling and Analysis (5th edition), section 11.2.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.lab.metrics import METRICS
from twin.lab.statistics import INTERVALS, Estimate, mean_interval, paired_difference

if TYPE_CHECKING:
    from twin.lab.run import Run

FIRST_METRICS = (
    "loss_eur", "orders_late", "robot_minutes_lost", "assets_compromised", "assets_reached", "kelvin_hours",
    "time_to_detect_s", "needs_denied",
)  # fmt: skip
"""Metrics that a table shows, in this order."""


@dataclass(frozen=True)
class Trial:
    """What a worker sends back of one run."""

    metrics: dict[str, float | None]
    units: dict[str, str]
    digest: str
    exogenous_digest: str
    cpu_seconds: float
    attack: tuple[dict[str, Any], ...]
    compromised: tuple[str, ...]
    reached: tuple[str, ...]
    alerts: int

    @classmethod
    def of(cls, done: Run) -> Trial:
        """What there is to send back of *done*."""
        return cls(
            metrics={name: measure.value for name, measure in done.metrics.items()},
            units={name: measure.unit for name, measure in done.metrics.items()},
            digest=done.digest,
            exogenous_digest=done.exogenous_digest,
            cpu_seconds=done.cpu_seconds,
            attack=tuple(done.attack),
            compromised=tuple(sorted(set(done.log.texts("compromise", "asset")))),
            reached=tuple(sorted(set(done.log.texts("reached", "dst")))),
            alerts=len(done.alerts),
        )


@dataclass
class Comparison:
    """The trials of a comparison, and every estimate made of them."""

    story: str
    title: str
    question: str
    site: str
    seeds: tuple[int, ...]
    postures: tuple[str, ...]
    hours: float
    settings: tuple[str, ...] = ()
    attacked: dict[tuple[str, int], Trial] = field(default_factory=dict)
    quiet: dict[tuple[str, int], Trial] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def units(self) -> dict[str, str]:
        """Unit of each metric, the first ones first."""
        known = next(iter(self.attacked.values())).units if self.attacked else {}
        first = [name for name in FIRST_METRICS if name in known]
        return {name: known[name] for name in [*first, *(name for name in known if name not in first)]}

    @property
    def common_chance(self) -> bool:
        """Every run of a seed had the same orders, people, faults and benign demand."""
        trials = [*self.attacked.items(), *self.quiet.items()]
        return all(
            len({trial.exogenous_digest for (_, other), trial in trials if other == seed}) <= 1 for seed in self.seeds
        )

    def values(self, posture: str, metric: str) -> list[float | None]:
        """Values of *metric* in the attacked runs of *posture*, in order of seed; None where there is none."""
        return [self._value(self.attacked, posture, seed, metric) for seed in self.seeds]

    def damages(self, posture: str, metric: str) -> list[float | None]:
        """Attacked minus quiet, in order of seed."""
        pairs = zip(
            self.values(posture, metric),
            [self._value(self.quiet, posture, seed, metric) for seed in self.seeds],
            strict=True,
        )
        return [None if a is None or b is None else a - b for a, b in pairs]

    def estimate(self, posture: str, metric: str) -> Estimate:
        """Mean of *metric* under *posture* over the seeds, with the interval that its scale deserves."""
        return INTERVALS[METRICS[metric].scale](self._ran(posture, self.values(posture, metric)))

    def damage(self, posture: str, metric: str) -> Estimate:
        """Mean of what the attack added to *metric* under *posture*."""
        return mean_interval(self._ran(posture, self.damages(posture, metric)))

    def difference(self, first: str, second: str, metric: str) -> Estimate:
        """Mean of *first* minus *second*, paired by seed."""
        return self._paired(self.values(first, metric), self.values(second, metric), first, second)

    def damage_difference(self, first: str, second: str, metric: str) -> Estimate:
        """Mean of the damage under *first* minus that under *second*, paired by seed."""
        return self._paired(self.damages(first, metric), self.damages(second, metric), first, second)

    def to_json(self) -> dict[str, Any]:
        """The comparison as one JSON document."""
        pairs = list(combinations(self.postures, 2))
        return {
            "story": self.story,
            "site": self.site,
            "hours": self.hours,
            "seeds": list(self.seeds),
            "settings": list(self.settings),
            "interrupted": self.interrupted,
            "runs": len(self.attacked) + len(self.quiet),
            "common_random_numbers": self.common_chance,
            "postures": {
                posture: {
                    metric: {**self.estimate(posture, metric).to_json(), "unit": unit}
                    for metric, unit in self.units.items()
                }
                for posture in self.postures
            },
            "differences": {f"{a}-{b}": self._differences(a, b) for a, b in pairs},
            "damage": {posture: self._damages(posture) for posture in self.postures},
            "digests": {
                posture: {str(seed): self.attacked[posture, seed].digest for seed in self._seeds_of(posture)}
                for posture in self.postures
            },
        }

    def write(self, folder: Path) -> None:
        """Write ``compare.json`` into *folder*."""
        text = json.dumps(self.to_json(), indent=1, allow_nan=False)
        (folder / "compare.json").write_text(text + "\n", encoding="utf-8")

    def _differences(self, first: str, second: str) -> dict[str, dict[str, float | int | None]]:
        return {metric: self.difference(first, second, metric).to_json() for metric in self.units}

    def _damages(self, posture: str) -> dict[str, dict[str, float | int | None]]:
        return {metric: self.damage(posture, metric).to_json() for metric in self.units}

    def _seeds_of(self, posture: str) -> list[int]:
        return [seed for seed in self.seeds if (posture, seed) in self.attacked]

    def _ran(self, posture: str, values: Sequence[float | None]) -> list[float | None]:
        return [value for seed, value in zip(self.seeds, values, strict=True) if (posture, seed) in self.attacked]

    def _paired(self, first: Sequence[float | None], second: Sequence[float | None], one: str, other: str) -> Estimate:
        ran = [(one, seed) in self.attacked and (other, seed) in self.attacked for seed in self.seeds]
        return paired_difference(
            [value for value, there in zip(first, ran, strict=True) if there],
            [value for value, there in zip(second, ran, strict=True) if there],
        )

    @staticmethod
    def _value(trials: dict[tuple[str, int], Trial], posture: str, seed: int, metric: str) -> float | None:
        trial = trials.get((posture, seed))
        return trial.metrics.get(metric) if trial else None
