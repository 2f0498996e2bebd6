"""The other branch: a run again under other decisions, paired with the run as it was over seeds.

The two branches share every draw, so what differs between them is what the decisions did, and branches with the same
decisions differ by exactly 0. The run's own seed comes first; more seeds say whether it was luck.

Sources: J. Pearl, Causality, 2nd ed. 2009, section 7.1 (the counterfactual as the same background under another
action); Law, Simulation Modeling and Analysis, 5th ed., section 11.2 (common random numbers).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from twin.core.errors import BadInput
from twin.lab.asked import check_seeds, check_workers, faults_of
from twin.lab.compare import Progress
from twin.lab.comparison import Comparison
from twin.lab.loader import load_inputs
from twin.lab.metrics import METRICS
from twin.lab.recipe import Recipe, read_recipe
from twin.lab.scenario import Decision
from twin.lab.statistics import INTERVALS, Estimate
from twin.lab.what_if.child import FORKS
from twin.lab.what_if.crew import crew_size, in_turn
from twin.lab.what_if.curves import Curves
from twin.lab.what_if.first_change import Change
from twin.lab.what_if.moves import Move, changed, left_out, read_moves
from twin.lab.what_if.numbers import acts_alone
from twin.lab.what_if.pair import Pair, PairJob, run_pair

AS_IT_WAS, OTHERWISE = "as it was", "otherwise"


@dataclass
class WhatIf:
    """Both branches: ``recipe`` as it was, ``decisions`` of the other, and their trials by seed.

    ``same_run`` says whether the run came out as it was recorded; where it did not, the lab has changed since.
    ``refused`` are the decisions that the other branch refused, in words; ``curves`` show a few metrics of the run's
    own seed as it was and otherwise, from where they part.
    """

    recipe: Recipe
    moves: tuple[Move, ...]
    decisions: tuple[Decision, ...]
    same_run: bool
    comparison: Comparison = field(repr=False)
    changes: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()
    curves: tuple[Curves, Curves] | None = field(default=None, repr=False)

    def difference(self, metric: str) -> Estimate:
        """Otherwise minus as it was, paired by seed."""
        return self.comparison.difference(OTHERWISE, AS_IT_WAS, metric)

    @property
    def paired_seeds(self) -> tuple[int, ...]:
        """The seeds whose two runs are complete: all that were asked for, or fewer after Ctrl-C."""
        done = self.comparison.attacked
        return tuple(s for s in self.comparison.seeds if (AS_IT_WAS, s) in done and (OTHERWISE, s) in done)

    def pairs(self, metric: str) -> list[tuple[float, float]]:
        """*metric* as it was and otherwise, in its unit, of each seed where both are defined."""
        both = zip(*(self.comparison.values(label, metric) for label in (AS_IT_WAS, OTHERWISE)), strict=True)
        return [(was, otherwise) for was, otherwise in both if was is not None and otherwise is not None]

    def sides(self, metric: str) -> tuple[Estimate, Estimate]:
        """*metric* as it was and otherwise, each over all complete seeds: what is undefined in one is counted there.

        Where a seed has it in one branch only, the two do not add up to the difference, which is of pairs.
        """
        of, interval = self.comparison, INTERVALS[METRICS[metric].scale]
        places = [of.seeds.index(seed) for seed in self.paired_seeds]
        was, otherwise = (of.values(label, metric) for label in (AS_IT_WAS, OTHERWISE))
        return interval([was[place] for place in places]), interval([otherwise[place] for place in places])

    def to_json(self) -> dict[str, Any]:
        """Both branches as one JSON document."""
        units = self.comparison.units
        sides = {name: self.sides(name) for name in units}
        branches = {
            label: {name: {**sides[name][place].to_json(), "unit": unit} for name, unit in units.items()}
            for place, label in enumerate((AS_IT_WAS, OTHERWISE))
        }
        return {
            "inputs": self.recipe.to_json(),
            "moves": [move.words for move in self.moves],
            "decisions": [decision.model_dump(mode="json") for decision in self.decisions],
            "same_run": self.same_run,
            "seeds": list(self.paired_seeds),
            "interrupted": self.comparison.interrupted,
            "common_random_numbers": self.comparison.common_chance,
            "refused": list(self.refused),
            "first_changes": [change.to_json() for change in self.changes],
            "curves": [each.to_json() for each in self.curves or ()],
            "branches": branches,
            "differences": {name: {**self.difference(name).to_json(), "unit": unit} for name, unit in units.items()},
        }


def what_if(
    run: str | Path | Recipe, moves: Sequence[Move | str], seeds: int = 1, *, workers: int | None = None,
    progress: Progress | None = None, digest: str = "",
) -> WhatIf:  # fmt: skip
    """Run *run* as it was and after *moves*, for *seeds* seeds.

    *run* is a folder that ``twin run --out`` wrote, or a recipe, to which the *digest* of its run may be given.

    *moves* are read, or in the words that ``--decision`` takes: ``isolate:amr-017@00:12``, ``move:1@00:20``.
    ``workers`` processes share the seeds, by default one a processor; 1 stays in this process. *progress* is told
    several times a second how many runs are complete, and cancels by raising. Raises :class:`BadInput` with every
    fault. Ctrl-C keeps the seeds that are complete.
    """
    recipe, digest = (run, digest) if isinstance(run, Recipe) else read_recipe(Path(run))
    faults = faults_of(lambda: check_seeds(seeds), lambda: check_workers(workers), lambda: _all_read(moves))
    if faults:
        raise BadInput(faults)
    read = _all_read(moves)
    alone = _playbooks_decide(recipe)
    decided = changed(recipe.decisions, read, alone=alone)
    told = (*read, *left_out(recipe.decisions, read, alone=alone))
    return branch_off(recipe, decided, seeds, digest, told, workers, progress)


def branch_off(
    recipe: Recipe, decisions: Sequence[Decision], seeds: int = 1, digest: str = "", moves: Sequence[Move] = (),
    workers: int | None = None, progress: Progress | None = None,
) -> WhatIf:  # fmt: skip
    """The same with the whole list of *decisions* of the other branch; *digest* is the recorded run's, if there is one.

    *moves* are the words for what differs.
    """
    other = replace(recipe, decisions=tuple(decisions))
    new = [decision for decision in other.decisions if decision not in recipe.decisions]
    faults = [*other.wrong_numbers(), *other.wrong_inputs(), *other.wrong_decisions(new)]
    if faults:
        raise BadInput(faults)
    comparison = _plan(recipe, seeds)
    found = WhatIf(recipe, tuple(moves), other.decisions, same_run=True, comparison=comparison)
    try:
        for job, pair in _pairs(recipe, other.decisions, comparison.seeds, workers, progress):
            comparison.attacked[AS_IT_WAS, job.seed] = pair.was
            comparison.attacked[OTHERWISE, job.seed] = pair.otherwise
            if job.closely:
                found.same_run = not digest or pair.was.digest == digest
                found.refused, found.changes, found.curves = pair.refused, pair.changes, pair.curves
    except KeyboardInterrupt:
        if found.curves is None:
            raise
        comparison.interrupted = True
    return found


def _playbooks_decide(recipe: Recipe) -> bool:
    inputs = load_inputs(recipe.story, recipe.posture, recipe.site, recipe.settings, recipe.hours)
    return acts_alone(inputs.posture.response)


def _all_read(moves: Sequence[Move | str]) -> tuple[Move, ...]:
    texts = read_moves([each for each in moves if isinstance(each, str)])
    left = iter(texts)
    return tuple(next(left) if isinstance(each, str) else each for each in moves)


def _plan(recipe: Recipe, seeds: int) -> Comparison:
    """The comparison before its first run."""
    chosen = load_inputs(recipe.story, recipe.posture, recipe.site, recipe.settings, recipe.hours)
    story, numbers = chosen.story, tuple(range(recipe.seed, recipe.seed + seeds))
    labels = (AS_IT_WAS, OTHERWISE)
    return Comparison(story.name, story.title, "", chosen.site.name, numbers, labels, story.hours, recipe.settings)


def _pairs(
    recipe: Recipe, decisions: tuple[Decision, ...], seeds: Sequence[int], workers: int | None,
    progress: Progress | None,
) -> Iterator[tuple[PairJob, Pair]]:  # fmt: skip
    """Both branches of each seed, as they complete; the run's own seed is looked at closely."""
    size = crew_size(workers, len(seeds))
    alone = workers == 1
    jobs = [
        PairJob(
            recipe, decisions, seed, closely=seed == recipe.seed, fork=FORKS and not alone,
            together=len(seeds) < (workers or os.cpu_count() or 1),
        )
        for seed in seeds
    ]  # fmt: skip
    told = _Told(progress, 2 * len(jobs))
    done = ((job, run_pair(job)) for job in jobs) if alone else in_turn(jobs, run_pair, size, told.again)
    for job, pair in done:
        told.one()
        told.one()
        yield job, pair


class _Told:
    """Counts runs for whoever wants to see progress."""

    def __init__(self, progress: Progress | None, jobs: int) -> None:
        self._progress, self._jobs, self._done = progress, jobs, 0

    def one(self) -> None:
        """One run more is complete."""
        self._done += 1
        self.again()

    def again(self) -> None:
        """Say it again: nothing more is complete, and whoever listens may have had enough."""
        if self._progress:
            self._progress(self._done, self._jobs)
