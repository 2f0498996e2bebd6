"""A comparison, reduced to what its page shows: the verdict, the damage figure, and one table with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboards.views.tiles import metric_title
from twin.lab.comparison import FIRST_METRICS, Comparison
from twin.lab.metrics import METRICS
from twin.lab.verdict import verdict_of_comparison
from twin.lab.wording import half_width, metric_value

_STYLE = """<style>
.compare { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14.5px; }
.compare th, .compare td { text-align: right; padding: 8px 12px; border-bottom: 1px solid rgba(128, 140, 150, 0.35);
  font-weight: 400; vertical-align: top; }
.compare th:first-child { text-align: left; font-weight: 600; padding-left: 0; white-space: nowrap; }
.compare thead th { font-size: 12.5px; opacity: 0.85; vertical-align: bottom; }
.compare small { display: block; font-size: 12px; opacity: 0.8; }
.compare b { font-weight: 700; }
</style>"""


@dataclass(frozen=True)
class CompareView:
    """What the page of a comparison shows."""

    question: str
    answer: str
    meaning: str
    table: str
    figure: str
    note: str
    command: str


def view_of_comparison(comparison: Comparison, command: str) -> CompareView:
    """Words, table (HTML) and figure (SVG) of *comparison*."""
    verdict = verdict_of_comparison(comparison)
    return CompareView(
        question=verdict.question,
        answer=verdict.answer,
        meaning=verdict.meaning,
        table=table_html(comparison),
        figure=figure_svg(comparison),
        note=note(comparison),
        command=command,
    )


def note(comparison: Comparison) -> str:
    """How the numbers came about, in one line."""
    seeds = len(comparison.seeds)
    same = comparison.common_chance
    chance = "the same orders, people and faults in every posture" if same else "chance differs by posture"
    return (
        f"{seeds} seed{'s' * (seeds != 1)}, {comparison.hours:g} h, site {comparison.site}; {chance}. "
        "Means with 95 % intervals; best in bold."
    )


def figure_svg(comparison: Comparison) -> str:
    """The damage figure."""
    from twin.lab.figures.damage import draw
    from twin.lab.figures.style import to_svg

    return to_svg(draw(comparison))


def table_html(comparison: Comparison) -> str:
    """Postures as rows, at most eight metrics, the best of each column in bold, intervals in small type."""
    metrics = [name for name in FIRST_METRICS if name in comparison.units]
    heads = "".join(f"<th scope='col'>{escape(metric_title(name))}</th>" for name in metrics)
    best = {name: best_of(comparison, name) for name in metrics}
    rows = "".join(_row(comparison, posture, metrics, best) for posture in comparison.postures)
    return (
        f"{_STYLE}<table class='compare'><thead><tr><th scope='col'>Posture</th>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def best_of(comparison: Comparison, metric: str) -> float | None:
    """The best mean of *metric*; None where none is defined, all are equal, or neither direction is good."""
    means = [comparison.estimate(posture, metric).mean for posture in comparison.postures]
    known = [mean for mean in means if mean is not None]
    better = METRICS[metric].better if metric in METRICS else "low"
    if not known or min(known) == max(known) or better == "neither":
        return None
    return max(known) if better == "high" else min(known)


def _row(comparison: Comparison, posture: str, metrics: list[str], best: dict[str, float | None]) -> str:
    cells = "".join(_cell(comparison, posture, name, best[name]) for name in metrics)
    return f"<tr><th scope='row'>{escape(posture)}</th>{cells}</tr>"


def _cell(comparison: Comparison, posture: str, metric: str, best: float | None) -> str:
    estimate, unit = comparison.estimate(posture, metric), comparison.units[metric]
    text = escape(metric_value(metric, estimate.mean, unit))
    text = f"<b>{text}</b>" if best is not None and estimate.mean == best else text
    counted = estimate.n + estimate.undefined
    missing = f", {estimate.undefined} of {counted} undefined" if estimate.undefined and estimate.n else ""
    return f"<td>{text}<small>{escape(half_width(estimate, unit) + missing)}</small></td>"
