"""What another decision costs to ask about: both branches of some seeds, apart and from a doubled process.

``apart`` runs both branches from the start, one after the other; ``doubled`` lives each seed once up to the decision
and doubles the process there. Both are CPU seconds of this process and its children. ``wall_s`` is what somebody waits
for all seeds with one worker a processor, the start of the fork server and of the workers included.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence

import measure

from twin.core.units import us
from twin.lab.recipe import Recipe
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.branch import branch_off
from twin.lab.what_if.child import FORKS
from twin.lab.what_if.pair import PairJob, run_pair


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = measure.arguments("Cost of a paired counterfactual on the small hub.", 1)
    parser.add_argument("--story", default="compromised-robot")
    parser.add_argument("--posture", default="zones")
    parser.add_argument("--hours", type=float, default=0.5, help="simulated hours of each run")
    parser.add_argument("--share", type=float, nargs="+", default=[0.25, 0.5, 0.75], help="when the branches part")
    parser.add_argument("--seeds", type=int, default=4, help="paired seeds")
    asked = parser.parse_args(argv)
    recipe = Recipe(asked.story, asked.posture, hours=asked.hours)
    rows = [_row(recipe, share, asked.seeds, asked.repeats) for share in asked.share]
    measure.show("whatif", rows, as_json=asked.json)


def _row(recipe: Recipe, share: float, seeds: int, repeats: int) -> measure.Row:
    at_us = us(3600 * (recipe.hours or 1.0) * share)
    other = (Decision(at_us=at_us, response=Choice(kind="isolate_device"), target="amr-007"),)
    cost = {
        fork: measure.median(
            [_cpu_s(lambda fork=fork: _pairs(recipe, other, seeds, fork=fork)) for _ in range(repeats)]
        )
        for fork in (False, FORKS)
    }
    began = time.perf_counter()
    branch_off(recipe, other, seeds)
    wall_s = time.perf_counter() - began
    return {
        "posture": recipe.posture, "hours": recipe.hours, "part_at": share, "seeds": seeds, "cpu_s": cost[FORKS],
        "apart_cpu_s": cost[False], "ratio": round(cost[FORKS] / cost[False], 2), "wall_s": round(wall_s, 2),
    }  # fmt: skip


def _pairs(recipe: Recipe, other: tuple[Decision, ...], seeds: int, *, fork: bool) -> None:
    for seed in range(recipe.seed, recipe.seed + seeds):
        run_pair(PairJob(recipe, other, seed, closely=seed == recipe.seed, fork=fork))


def _cpu_s(action: Callable[[], object]) -> float:
    """CPU seconds of this process and of those that it waits for."""
    began = _spent_s()
    action()
    return _spent_s() - began


def _spent_s() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


if __name__ == "__main__":
    main()
