"""The verdict: the question a comparison or a run answers, and its answer in one computed sentence each.

Nothing here is a template filled with hopes: who did best, by how much, and whether the interval leaves room for chance
all come from the estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from twin.lab.comparison import Comparison
from twin.lab.statistics import Estimate
from twin.lab.wording import number, quantity, span

if TYPE_CHECKING:
    from twin.lab.run import Run

HEADLINE = "loss_eur"
REFERENCE = "flat"
"""The posture without segmentation: what the others add is counted from it."""

_TERMS = (
    ("orders_late", "late orders"),
    ("robot_minutes_lost", "robot-minutes lost"),
    ("assets_compromised", "assets compromised"),
    ("assets_reached", "assets reached"),
    ("kelvin_hours", "kelvin-hours"),
)


@dataclass(frozen=True)
class Verdict:
    """``question`` and ``answer`` in one sentence each; ``meaning`` puts the answer in orders, assets and kelvins."""

    question: str
    answer: str
    meaning: str
    best: str = ""
    worst: str = ""


def verdict_of_comparison(comparison: Comparison) -> Verdict:
    """What a comparison says, by the money the attack cost."""
    question = comparison.question or f"What does the story “{comparison.title}” cost under each posture?"
    damage = {posture: comparison.damage(posture, HEADLINE) for posture in comparison.postures}
    means = {posture: found.mean for posture, found in damage.items() if found.mean is not None}
    if not means:
        return Verdict(question, "No run was complete, so there is no answer.", "")
    best, worst = min(means, key=lambda p: means[p]), max(means, key=lambda p: means[p])
    if means[best] == means[worst]:
        return _no_difference(comparison, question, best, damage[best])
    gap = comparison.damage_difference(worst, best, HEADLINE)
    return Verdict(question, _answer(means, best, worst, gap), _meaning(comparison, best, worst), best, worst)


def equals_of_best(comparison: Comparison, best: str) -> list[str]:
    """Postures whose damage does not clearly differ from that of *best*."""
    others = (posture for posture in comparison.postures if posture != best)
    return [name for name in others if not comparison.damage_difference(name, best, HEADLINE).clear]


def verdict_of_run(run: Run) -> Verdict:
    """What one run says: how far the attack came, and what was lost."""
    question = run.story.question or f"What happens in “{run.story.title}” under {run.posture.name}?"
    loss = run.metrics.get(HEADLINE)
    cost = quantity(loss.value, loss.unit) if loss is not None and loss.value is not None else "an unknown sum"
    if not run.story.steps:
        return Verdict(question, f"A day without an attack under {run.posture.name} lost {cost}.", _terms_of(run))
    succeeded = sum(step["outcome"] == "success" for step in run.attack)
    detect = run.metrics.get("time_to_detect_s")
    found = detect.value if detect else None
    seen = "nothing detected them" if found is None else f"detection took {quantity(found, 's')}"
    answer = (
        f"Under {run.posture.name}, {succeeded} of {len(run.attack)} attack steps succeeded, {seen}, "
        f"and the hub lost {cost} in this one run."
    )
    return Verdict(question, answer, _terms_of(run))


def _answer(means: dict[str, float], best: str, worst: str, gap: Estimate) -> str:
    low, high = means[best], means[worst]
    if gap.mean is None:
        return f"No seed was complete under both {best} and {worst}, so there is no difference to tell."
    if not gap.clear and gap.n > 1:
        return (
            f"No clear winner: the attack costs least under {best} ({number(low)} EUR) and most under {worst} "
            f"({number(high)} EUR), but the difference could be chance ({span(gap, 'EUR')})."
        )
    return (
        f"The attack costs {number(low)} EUR under {best} and {number(high)} EUR under {worst}: "
        f"{number(gap.mean)} EUR less ({span(gap, 'EUR')})."
    )


def _no_difference(comparison: Comparison, question: str, best: str, damage: Estimate) -> Verdict:
    cost = damage.mean or 0.0
    names = " and ".join(comparison.postures) if len(comparison.postures) < 3 else "all postures"
    if comparison.attacked and not any(trial.attack or trial.compromised for trial in comparison.attacked.values()):
        return Verdict(question, f"No step of the story began within {comparison.hours:g} h: nothing was measured.", "")
    if cost == 0:
        return Verdict(question, f"Under {names} the story adds nothing to a quiet day: 0 EUR of damage.", "")
    answer = f"Under {names} the story costs {number(cost)} EUR ({span(damage, 'EUR')})."
    return Verdict(question, answer, _single_meaning(comparison, best), best, best)


def _meaning(comparison: Comparison, best: str, worst: str) -> str:
    parts = []
    for metric, words in _TERMS:
        low, high = comparison.damage(best, metric).mean, comparison.damage(worst, metric).mean
        if low is not None and high is not None and low != high:
            parts.append(f"{words} {number(low)} instead of {number(high)}")
    text = _joined(parts)
    terms = f"In the hub's terms: {text}." if text else ""
    return f"{terms} {_against_flat(comparison, best, worst)}".strip()


def _against_flat(comparison: Comparison, best: str, worst: str) -> str:
    """What segmentation adds where the worst posture lacks detection too."""
    if REFERENCE not in comparison.postures or REFERENCE in (best, worst):
        return ""
    gap = comparison.damage_difference(REFERENCE, best, HEADLINE)
    if gap.mean is None:
        return ""
    clear = "" if gap.clear or gap.n == 1 else ", which could be chance"
    saved = f"{best} saves {number(gap.mean)} EUR ({span(gap, 'EUR')}){clear}"
    return f"Against {REFERENCE}, which is watched as well but not segmented, {saved}."


def _single_meaning(comparison: Comparison, posture: str) -> str:
    found = [(comparison.damage(posture, metric).mean, words) for metric, words in _TERMS]
    text = _joined([f"{words} {number(mean)}" for mean, words in found if mean])
    return f"In the hub's terms: {text}." if text else ""


def _terms_of(run: Run) -> str:
    found = [(run.metrics[metric].value, words) for metric, words in _TERMS if metric in run.metrics]
    text = _joined([f"{words} {number(value)}" for value, words in found if value])
    return f"In the hub's terms: {text}." if text else ""


def _joined(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)
