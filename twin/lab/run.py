"""Run: one story under one posture, by name, and everything that is read from its log.

A :class:`Run` computes nothing twice and keeps nothing but the log and the inputs: metrics, alerts, decisions,
figures and files are all functions of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twin.core.errors import BadInput
from twin.core.log import Log
from twin.core.records import RECORDS
from twin.core.units import SECOND_US, Us
from twin.lab.asked import check_hours, check_seed, faults_of
from twin.lab.build import Built
from twin.lab.loader import load_inputs
from twin.lab.metrics import METRICS
from twin.lab.metrics.base import Evidence
from twin.lab.recipe import Recipe
from twin.lab.recording import Recording
from twin.lab.scenario import Decision, Posture, Site, Story
from twin.lab.simulate import Progress, simulate
from twin.lab.spill import log_for
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.plant.floor import Floor

if TYPE_CHECKING:
    import pyarrow as pa
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Measure:
    """One metric's value (None: undefined) and unit."""

    value: float | None
    unit: str


@dataclass
class Run:
    """One finished run: its inputs, its log, and what is computed from the log."""

    site: Site
    story: Story
    posture: Posture
    seed: int
    recipe: Recipe
    log: Log
    built: Built
    span_us: Us
    cpu_seconds: float

    @property
    def inventory(self) -> Inventory:
        """The register."""
        return self.built.inventory

    @property
    def segmentation(self) -> Segmentation:
        """Zones, conduits and rules in force at the start."""
        return self.built.segmentation

    @property
    def floor(self) -> Floor:
        """The robot field."""
        return self.built.floor

    @cached_property
    def digest(self) -> str:
        """Hash of the whole log."""
        return self.log.digest()

    @cached_property
    def exogenous_digest(self) -> str:
        """Hash of arrivals, faults, people and benign demand: equal for equal seeds, whatever the posture."""
        rows = sorted((row["source"], row["fingerprint"]) for row in self.log.records("exogenous"))
        return f"{hash_of(rows):016x}"

    @cached_property
    def metrics(self) -> dict[str, Measure]:
        """Every metric of the shelf."""
        evidence = Evidence(self.log, self.site, self.story, self.posture, self.inventory, self.span_us)
        return {name: Measure(METRICS[name]().measure(evidence), METRICS[name].unit) for name in METRICS}

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """Alerts in order of time."""
        return self.log.records("alert")

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """Decisions and what became of them, in order of time."""
        return self.log.records("decision")

    @property
    def attack(self) -> list[dict[str, Any]]:
        """One entry for each performance of a step: start, effect and outcome, times in microseconds or None."""
        return attack_steps(self.log)

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: self.log.rows(name) for name in RECORDS}

    @property
    def flows(self) -> pa.Table:
        """Observed flows as an Arrow table."""
        return self.log.table("flow")

    @property
    def recording(self) -> Recording:
        """The run as exporters read it."""
        return Recording(self.log, self.story.starts.replace(tzinfo=UTC), self.inventory.assets)

    @cached_property
    def policy(self) -> dict[str, Any]:
        """The policy as an architect reads it: zones, reach, what each line decided, wiring."""
        from twin.lab.policy_sheet import policy_sheet

        return policy_sheet(self)

    def sql(self, query: str) -> pa.Table:
        """Answer a ``select`` over the run's tables: ``run.sql("select count(*) from flow where delivered")``."""
        from twin.lab.questions import ask

        return ask(self.log, query)

    def write(self, folder: str | Path) -> None:
        """Write ``run.json``, both books, the report and its figures to *folder*: all of it, or nothing."""
        from twin.lab.results import write_run

        write_run(self, self.recipe, Path(folder))

    def plot(self, name: str) -> Figure:
        """One picture by name, such as ``floor`` or ``timeline``; :data:`twin.lab.figures.RUN_FIGURES` has them all."""
        from twin.lab.figures import plot

        return plot(self, name)

    def to_json(self) -> dict[str, Any]:
        """The run as one JSON document; times in seconds after the start."""
        return {
            "story": self.story.name,
            "site": self.site.name,
            "posture": self.posture.name,
            "seed": self.seed,
            "digest": self.digest,
            "exogenous_digest": self.exogenous_digest,
            "sim_seconds": self.span_us / SECOND_US,
            "cpu_seconds": round(self.cpu_seconds, 3),
            "rows": self.rows,
            "policy": self.policy,
            "metrics": {name: asdict(measure) for name, measure in self.metrics.items()},
            "variant": [{key: row[key] for key in ("step", "field", "value")} for row in self.log.records("variant")],
            "attack": [_in_seconds(step) for step in self.attack],
            "alerts": [_in_seconds(row) for row in self.alerts],
            "decisions": [_in_seconds(row) for row in self.decisions],
        }


def run(  # noqa: PLR0913 - the public entry: two names, and keywords that read as a sentence
    story: str | Path, posture: str | Path = "zones", *, site: str | Path | None = None, seed: int = 1,
    hours: float | None = None, settings: Sequence[str] = (), decisions: Sequence[Decision] = (),
    window_s: float = 10.0, quiet: bool = False, progress: Progress | None = None,
    spill: Path | None = None,
) -> Run:  # fmt: skip
    """Run *story* under *posture*, both by name or path.

    ``settings`` are ``path=value`` changes; ``quiet`` leaves the story's steps out (the same hub on the same seed
    without the attack); a long or large run keeps its rows under ``spill`` instead of in memory. Raises
    :class:`~twin.core.errors.BadInput` with every fault of the inputs.
    """
    faults = faults_of(
        partial(check_hours, hours), partial(check_seed, seed),
        partial(load_inputs, story, posture, site, settings),
    )  # fmt: skip
    if faults:
        raise BadInput(faults)
    chosen = load_inputs(story, posture, site, settings, hours)
    said = chosen.story.model_copy(update={"steps": ()}) if quiet else chosen.story
    log = log_for(chosen.site.plant.fleet.count, said.hours, spill)
    done = simulate(chosen.site, said, chosen.posture, seed, decisions, window_s=window_s, progress=progress, log=log)
    named = (str(story), str(posture), None if site is None else str(site))
    recipe = Recipe(*named, seed, hours, tuple(settings), tuple(decisions), quiet)
    left = (done.log, done.built, done.span_us, done.cpu_seconds)
    return Run(chosen.site, done.story, chosen.posture, seed, recipe, *left)


def hash_of(rows: object) -> int:
    """64-bit hash of the words of *rows*."""
    return int.from_bytes(hashlib.blake2b(repr(rows).encode(), digest_size=8).digest(), "big")


def attack_steps(log: Log) -> list[dict[str, Any]]:
    """Join the phases of each performance of a step; times in microseconds, None where it did not happen.

    A performance on several targets has one entry, from its first effect to the end of its last; a step that is
    performed again has another.
    """
    entries: list[dict[str, Any]] = []
    for row in log.records("attack"):
        if row["phase"] == "start":
            blank = {"start": row["time"], "effect_start": None, "effect_end": None, "end": None, "outcome": "running"}
            entries.append({name: row[name] for name in ("step", "technique", "attack", "actor", "target")} | blank)
            continue
        entry = _performance(entries, row)
        if row["phase"] != "effect_start" or entry["effect_start"] is None:
            entry[row["phase"]] = row["time"]
        entry["outcome"] = row["outcome"] or entry["outcome"]
    return entries


def _performance(entries: list[dict[str, Any]], row: dict[str, Any]) -> dict[str, Any]:
    """The entry that *row* goes on with: of its step, on its target or on patterns (``amr-*, ws-01``) that fit it.

    Of several the oldest that still runs; an effect ends in the one that last had one.
    """
    mine = [entry for entry in entries if entry["step"] == row["step"]]
    mine = [entry for entry in mine if entry["target"] == row["target"]] or [
        entry for entry in mine if any(fnmatchcase(row["target"], each) for each in entry["target"].split(", "))
    ]
    if row["phase"] == "effect_end":
        return next(entry for entry in reversed(mine) if entry["effect_start"] is not None)
    return next(entry for entry in mine if entry["end"] is None)


def _in_seconds(row: dict[str, Any]) -> dict[str, Any]:
    times = ("time", "start", "effect_start", "effect_end", "end")
    return {name: value / SECOND_US if name in times and value is not None else value for name, value in row.items()}
