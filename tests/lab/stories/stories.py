"""Made-up stories, trials and matrices: small enough that every number can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from twin.core.units import MINUTE_US
from twin.lab.comparison import Trial
from twin.lab.scenario import Step, Story
from twin.lab.stories.matrix import Matrix

STARTS = datetime.fromisoformat("2026-03-02T08:30")


def step(name: str, kind: str = "service_port", **more: object) -> Step:
    """A step on amr-007; at minute 5 unless it waits for another."""
    when = {} if {"after", "alert_on", "state"} & set(more) else {"at_us": 5 * MINUTE_US}
    return Step.model_validate({"id": name, "kind": kind, "on": ("amr-007",), **when, **more})


def story(*steps: Step, name: str = "made-up", hours: float = 1.0) -> Story:
    """A story of these steps."""
    return Story(
        format=1, name=name, title=f"The story {name}", question="Why?", starts=STARTS, hours=hours, site="small",
        steps=steps,
    )  # fmt: skip


def performances(**ends: str) -> tuple[dict[str, Any], ...]:
    """One entry a step with its outcome; underscores in names are hyphens."""
    return tuple({"step": name.replace("_", "-"), "outcome": end, "start": 5 * MINUTE_US} for name, end in ends.items())


def trial(loss: float, ends: Mapping[str, str], detect_s: float | None = None, contain_s: float | None = None) -> Trial:
    """A run that lost so much, whose steps ended so."""
    metrics = {
        "loss_eur": loss, "loss_attack_eur": loss / 2, "loss_containment_eur": 0.0, "false_alerts": 1.0,
        "time_to_detect_s": detect_s, "time_to_contain_s": contain_s,
    }  # fmt: skip
    taken = ("amr-007",) if "success" in ends.values() else ()
    return Trial(metrics, dict.fromkeys(metrics, ""), "digest", "same", 2.0, performances(**ends), taken, (), 1)


TWO_STEPS = story(step("foothold"), step("tamper", "tampered_navigation", after="foothold"), name="two-steps")
CALM = story(name="calm")


def matrix(ends: Mapping[str, Mapping[str, str]], losses: Mapping[str, Sequence[float]]) -> Matrix:
    """``two-steps`` as it ended under each posture, with the loss of each seed; and a calm day that costs 1 EUR."""
    seeds = tuple(range(1, len(next(iter(losses.values()))) + 1))
    made = Matrix((TWO_STEPS, CALM), tuple(losses), seeds, "small")
    for posture, lost in losses.items():
        for seed, loss in zip(seeds, lost, strict=True):
            made.trials["two-steps", posture, seed] = trial(loss, ends[posture], 60.0 * seed, 600.0)
            made.trials["calm", posture, seed] = trial(1.0, {})
    return made


WON, LOST = {"foothold": "success", "tamper": "success"}, {"foothold": "success", "tamper": "blocked"}
OPEN = matrix({"flat": WON, "zones": LOST}, {"flat": (900.0, 1000.0, 1100.0), "zones": (100.0, 210.0, 290.0)})
