"""Cells: one story under one posture over all seeds, in the few numbers that an architect asks for.

Source: the median of censored times as in Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958), all censored at one time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import Any

from twin.lab.comparison import Trial
from twin.lab.metrics import METRICS
from twin.lab.statistics import INTERVALS, Estimate, share_interval
from twin.lab.stories.progress import Progress

NO_ATTACK, NOT_STOPPED, PARTLY, FAILED, BLOCKED, STOPPED, UNFINISHED = (
    "no attack", "not stopped", "partly stopped", "failed", "blocked", "stopped", "unfinished",
)  # fmt: skip
"""How a story ended: nobody attacked; every goal was reached, or has an effect that goes on; a step was stopped, and
another goal reached or worked at; it failed by itself; the policy, or a response, stopped it; it is under way."""


@dataclass(frozen=True)
class Cell:
    """One story under one posture.

    ``ending`` and ``step`` are the most frequent over the seeds (of equals the earliest seed's), ``ended`` how many
    seeds ended so; ``steps_done`` is the mean number of the story's ``steps`` that succeeded. ``detected`` and
    ``contained`` are shares of the seeds (contained: of those in which an asset was taken). ``detect_min`` is the
    median time to the first right alert in minutes, where an undetected run counts as longer than any: None where half
    or more were not detected.
    """

    ending: str
    step: str
    ended: int
    seeds: int
    steps: int
    steps_done: float
    goals_done: float
    detected: Estimate
    detect_min: float | None
    contained: Estimate
    contain_min: float | None
    loss_eur: Estimate
    attack_eur: Estimate
    containment_eur: Estimate
    false_alerts: Estimate

    def to_json(self) -> dict[str, Any]:
        """The fields by name."""
        return {name: value.to_json() if isinstance(value, Estimate) else value for name, value in vars(self).items()}


def cell_of(trials: Sequence[Trial], progress: Sequence[Progress]) -> Cell:
    """The cell of *trials*, one a seed, with how far each came; at least one of them."""
    endings = Counter(map(ending_of, progress))
    (ending, step), ended = endings.most_common(1)[0]
    attacked = [trial for trial in trials if trial.attack]
    taken = [trial for trial in attacked if trial.compromised]
    return Cell(
        ending, step, ended, len(trials), max(len(each.ends) for each in progress),
        steps_done=sum(each.succeeded for each in progress) / len(progress),
        goals_done=sum(each.goals_reached for each in progress) / len(progress),
        detected=_share(attacked, "time_to_detect_s"),
        detect_min=censored_median_min([trial.metrics["time_to_detect_s"] for trial in attacked]),
        contained=_share(taken, "time_to_contain_s"),
        contain_min=censored_median_min([trial.metrics["time_to_contain_s"] for trial in taken]),
        loss_eur=_estimate(trials, "loss_eur"),
        attack_eur=_estimate(trials, "loss_attack_eur"),
        containment_eur=_estimate(trials, "loss_containment_eur"),
        false_alerts=_estimate(trials, "false_alerts"),
    )  # fmt: skip


def ending_of(progress: Progress) -> tuple[str, str]:
    """How one run ended, and at which step."""
    if not progress.ends:
        return NO_ATTACK, ""
    if progress.stopped_at is not None and progress.harmful:
        return PARTLY, progress.stopped_at
    if progress.stopped_at is not None:
        return (STOPPED if progress.ends[progress.stopped_at] == "stopped" else BLOCKED), progress.stopped_at
    if progress.got == progress.goals:
        return NOT_STOPPED, ""
    if progress.failed_at is not None:
        return FAILED, progress.failed_at
    waits = (step for step, end in progress.ends.items() if end in ("running", "never"))
    return UNFINISHED, next(waits, "")


def censored_median_min(seconds: Sequence[float | None]) -> float | None:
    """Median of *seconds* in minutes, None among them taken as longer than any; None where that is the median."""
    middle = median(inf if each is None else each for each in seconds) if seconds else inf
    return None if middle == inf else middle / 60


def _share(trials: Sequence[Trial], metric: str) -> Estimate:
    return share_interval(sum(trial.metrics[metric] is not None for trial in trials), len(trials))


def _estimate(trials: Sequence[Trial], metric: str) -> Estimate:
    return INTERVALS[METRICS[metric].scale](trial.metrics[metric] for trial in trials)
