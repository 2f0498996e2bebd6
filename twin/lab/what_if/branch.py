"""The other branch: a run again under other decisions, paired with the run as it was over seeds.

The two branches share every draw, so what differs between them is what the decisions did, and branches with the same
decisions differ by exactly 0. The run's own seed comes first; more seeds say whether it was luck.

Sources: J. Pearl, Causality, 2nd ed. 2009, section 7.1 (the counterfactual as the same background under another
action); Law, Simulation Modeling and Analysis, 5th ed., section 11.2 (common random numbers).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput
from twin.lab.asked import check_workers, faults_of
from twin.lab.compare import Job, Progress, outcomes, trial
from twin.lab.comparison import Comparison, Trial
from twin.lab.recipe import Recipe, read_recipe
from twin.lab.scenario import Decision
from twin.lab.statistics import Estimate
from twin.lab.what_if.first_change import Change, first_changes
from twin.lab.what_if.moves import Move, changed
from twin.lab.wording import refusals

AS_IT_WAS, OTHERWISE = "as it was", "otherwise"


@dataclass
class WhatIf:
    """Both branches: ``recipe`` as it was, ``decisions`` of the other, and their trials by seed.

    ``same_run`` says whether the run came out as it was recorded; where it did not, the lab has changed since.
    ``refused`` are the decisions that the other branch refused, in words.
    """

    recipe: Recipe
    moves: tuple[Move, ...]
    decisions: tuple[Decision, ...]
    same_run: bool
    changes: tuple[Change, ...]
    comparison: Comparison = field(repr=False)
    refused: tuple[str, ...] = ()

    def difference(self, metric: str) -> Estimate:
        """Otherwise minus as it was, paired by seed."""
        return self.comparison.difference(OTHERWISE, AS_IT_WAS, metric)

    def to_json(self) -> dict[str, Any]:
        """Both branches as one JSON document."""
        branches = {label: self._metrics(label) for label in (AS_IT_WAS, OTHERWISE)}
        units = self.comparison.units
        return {
            "inputs": self.recipe.to_json(),
            "moves": [move.words for move in self.moves],
            "decisions": [decision.model_dump(mode="json") for decision in self.decisions],
            "same_run": self.same_run,
            "seeds": list(self.comparison.seeds),
            "interrupted": self.comparison.interrupted,
            "common_random_numbers": self.comparison.common_chance,
            "refused": list(self.refused),
            "first_changes": [change.to_json() for change in self.changes],
            "branches": branches,
            "differences": {name: {**self.difference(name).to_json(), "unit": unit} for name, unit in units.items()},
        }

    def _metrics(self, label: str) -> dict[str, Any]:
        of = self.comparison
        return {name: {**of.estimate(label, name).to_json(), "unit": unit} for name, unit in of.units.items()}


def what_if(
    run: Path | Recipe, moves: Sequence[Move], seeds: int = 1, *, workers: int | None = None,
    progress: Progress | None = None,
) -> WhatIf:  # fmt: skip
    """Run *run* (a folder that ``twin run --out`` wrote, or a recipe) as it was and after *moves*, for *seeds* seeds.

    Raises :class:`BadInput` with every fault. Ctrl-C keeps the seeds that are complete.
    """
    recipe, digest = read_recipe(run) if isinstance(run, Path) else (run, "")
    faults = faults_of(lambda: check_workers(workers), lambda: changed(recipe.decisions, moves))
    if faults:
        raise BadInput(faults)
    other = replace(recipe, decisions=changed(recipe.decisions, moves))
    new = [decision for decision in other.decisions if decision not in recipe.decisions]
    faults = [*other.wrong_numbers(), *other.wrong_inputs(), *other.wrong_decisions(new)]
    if faults:
        raise BadInput(faults)
    numbers = tuple(range(recipe.seed, recipe.seed + seeds))
    told = _Told(progress, 2 * len(numbers))
    was, otherwise = recipe.run(), other.run()
    comparison = Comparison(
        was.story.name, was.story.title, "", was.site.name, numbers, (AS_IT_WAS, OTHERWISE), was.story.hours,
        recipe.settings,
    )  # fmt: skip
    for label, done in ((AS_IT_WAS, was), (OTHERWISE, otherwise)):
        comparison.attacked[label, recipe.seed] = Trial.of(done)
        told.one()
    same = not digest or was.digest == digest
    refused = refusals(otherwise.decisions, {decision.by for decision in other.decisions})
    changes = first_changes(was.log, otherwise.log)
    found = WhatIf(recipe, tuple(moves), other.decisions, same, changes, comparison, tuple(refused))
    _more_seeds(comparison, recipe, other, workers, told.one)
    return found


def _more_seeds(
    comparison: Comparison, recipe: Recipe, other: Recipe, workers: int | None, told: Callable[[], None]
) -> None:
    jobs = [
        Job(each.story, each.posture, label, seed, each.quiet, each.site, each.hours, each.settings, each.decisions)
        for seed in comparison.seeds[1:]
        for label, each in ((AS_IT_WAS, recipe), (OTHERWISE, other))
    ]
    try:
        for job, outcome in outcomes(jobs, trial, workers) if jobs else ():
            comparison.attacked[job.label, job.seed] = outcome
            told()
    except KeyboardInterrupt:
        comparison.interrupted = True


class _Told:
    """Counts runs for whoever wants to see progress."""

    def __init__(self, progress: Progress | None, jobs: int) -> None:
        self._progress, self._jobs, self._done = progress, jobs, 0

    def one(self) -> None:
        """One run more is complete."""
        self._done += 1
        if self._progress:
            self._progress(self._done, self._jobs)
