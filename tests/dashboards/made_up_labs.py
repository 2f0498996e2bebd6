"""Results of the labs that no engine made: a bench, a rule that was heard, another course of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.lab.detection.seen import alert, seen
from twin.core.units import MINUTE_US
from twin.lab.comparison import Comparison, Trial
from twin.lab.detection.explain import Explained, Stage
from twin.lab.detection.near_miss import NearMiss, Otherwise
from twin.lab.detection.rules import NamedRule
from twin.lab.detection.tuning import Tuned, Tuning
from twin.lab.policy.bench import Bench, Draft, Standing
from twin.lab.recipe import Recipe
from twin.lab.scenario import Choice, Decision
from twin.lab.what_if.branch import AS_IT_WAS, OTHERWISE, WhatIf
from twin.lab.what_if.curves import Curves
from twin.lab.what_if.first_change import Change

UNITS = {
    "loss_eur": "EUR", "orders_late": "orders", "robot_minutes_lost": "min", "assets_compromised": "assets",
    "assets_reached": "assets", "kelvin_hours": "K h", "needs_denied": "flows", "time_to_detect_s": "s",
    "undetected": "share",
}  # fmt: skip


def trial(**changes: float | None) -> Trial:
    """A run with these metrics, and 0 for the others."""
    metrics: dict[str, float | None] = dict.fromkeys(UNITS, 0.0) | changes
    return Trial(metrics, UNITS, "0" * 32, "same", 1.0, (), (), (), 0)


def made_up_bench(seeds: int = 3) -> Bench:
    """Three drafts against one attack: flat loses most, zero-trust least, zones with an exception lies between."""
    drafts = tuple(Draft.of(name, "zones", {"kind": "zones"}) for name in ("flat", "zones + hvac", "zero-trust"))
    made = Bench(drafts, ("compromised-robot",), tuple(range(1, seeds + 1)), "small", 0.5)
    for rank, draft in enumerate(drafts):
        exceptions = ("hvac_controller",) if "hvac" in draft.label else ()
        made.standings[draft.label, "compromised-robot"] = Standing(
            "zones", 2 + rank, 5 * rank, exceptions, 900 - 300 * rank, 90, rank, 20, 40 - 10 * rank, 120
        )
        for seed in made.seeds:
            loss = 9_000.0 - 3_000 * rank + 10 * seed
            made.trials[draft.label, "compromised-robot", seed] = trial(loss_eur=loss, undetected=float(rank == 0))
    return made


def made_up_tuned(file: Path = Path("my-rule.yml"), *, hits: bool = True) -> Tuned:
    """Three runs, the last of which is missed, and three quiet days with one false alert; or only misses."""
    asked = Tuning(file, "coffee-machine", seeds=(1, 2, 3), hours=0.6)
    rule = NamedRule("A <rule>", "id-1", str(file), 1, ("T0846",))
    told = alert(20, detector="sigma", rule="id-1", title=rule.title)
    said = (told,) if hits else ()
    attacks = (seen(1, *said), seen(2, *said), seen(3))
    quiet = tuple(replace(seen(seed), story="quiet-day", steps=(), impacts=()) for seed in (1, 2, 3))
    quiet = (replace(quiet[0], alerts=(replace(told, right=False, entity="ws-<1>"),)), *quiet[1:])
    near = NearMiss(
        0, "coffee-01", "scan", (Otherwise("func", "write", "read", 12, denied=False),), 2, 1, {"src": "coffee-01"}
    )
    why = Explained(
        rule.title, str(file), 1, "silent", "silent on 4 rows", funnel=(Stage("func: write", 0, 3, 2, 12),), near=near
    )
    return Tuned(asked, (rule,), attacks, quiet, (why,), 3, 4.0)


def made_up_what_if(difference: float = -500.0, seeds: int = 3) -> WhatIf:
    """A run in which the other decision changes the loss by *difference*."""
    decided = Decision(at_us=6 * MINUTE_US, response=Choice(kind="isolate_device"), target="amr-007")
    recipe = Recipe("compromised-robot", "zones", hours=0.5, decisions=(decided,))
    other = decided.model_copy(update={"at_us": 4 * MINUTE_US})
    comparison = Comparison(
        "compromised-robot", "A robot leaves its route", "", "small", tuple(range(1, seeds + 1)),
        (AS_IT_WAS, OTHERWISE), 0.5,
    )  # fmt: skip
    for seed in comparison.seeds:
        comparison.attacked[AS_IT_WAS, seed] = trial(loss_eur=1_000.0 + seed)
        comparison.attacked[OTHERWISE, seed] = trial(loss_eur=1_000.0 + seed + difference)
    times = (4 * MINUTE_US, 10 * MINUTE_US, 30 * MINUTE_US)
    curves = tuple(
        Curves(times, {"loss_eur": (None, 10.0, end), "orders_late": (0.0, 0.0, 0.0)}, times[-1])
        for end in (1_000.0, 1_000.0 + difference)
    )
    row: dict[str, Any] = {"response": "isolate_device", "target": "amr-007"}
    changes = (Change("decision", 4 * MINUTE_US, row, row), Change("flow", 5 * MINUTE_US, {"src": "amr-007"}, None))
    return WhatIf(
        recipe, (), (other,), same_run=True, comparison=comparison, changes=changes if difference else (),
        curves=(curves[0], curves[1]),
    )  # fmt: skip
