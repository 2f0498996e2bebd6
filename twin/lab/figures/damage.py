"""Damage by posture: what the attack added, seed by seed, and how much less than under the worst posture.

Every seed is a dot, because n is small; means carry their 95 % interval. The right side shows paired differences around
a zero line: an interval that crosses it is no finding.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from twin.lab.comparison import Comparison
from twin.lab.figures.style import (
    ATTACK,
    GRID,
    INK,
    MUTED,
    NORMAL,
    PAPER,
    RESPONSE,
    house_style,
    key,
    mark,
    panel,
    sheet,
)
from twin.lab.statistics import Estimate
from twin.lab.verdict import HEADLINE, verdict_of_comparison
from twin.lab.wording import number

_ROW_IN = 0.42


def finding(comparison: Comparison) -> str:
    """How far the best posture brings the damage down from the worst."""
    verdict = verdict_of_comparison(comparison)
    if not verdict.best or verdict.best == verdict.worst:
        return "The attack costs the same under every posture"
    best, worst = (comparison.damage(posture, HEADLINE).mean or 0.0 for posture in (verdict.best, verdict.worst))
    share = f", {100 * (1 - best / worst):.0f} % less" if worst > 0 and 0 <= best < worst else ""
    costs = f"An attack that costs {number(worst)} EUR under {verdict.worst}"
    return f"{costs} costs {number(best)} EUR under {verdict.best}{share}"


def by_damage(comparison: Comparison) -> list[str]:
    """Postures with a damage, the worst first."""
    means = {posture: comparison.damage(posture, HEADLINE).mean for posture in comparison.postures}
    known = {posture: mean for posture, mean in means.items() if mean is not None}
    return sorted(known, key=lambda posture: -known[posture])


def draw(comparison: Comparison) -> Figure:
    """Damage in EUR on the left, paired savings against the worst posture on the right."""
    postures = by_damage(comparison)
    rows = _ROW_IN * max(len(postures), 1)
    with house_style():
        subtitle = (
            f"Loss with the attack minus loss on the same hub's quiet day, {len(comparison.seeds)} paired seeds, "
            f"{comparison.hours:g} h, site {comparison.site}. Bars: 95 % intervals (Student t)."
        )
        figure = sheet(rows + 0.85, finding(comparison), subtitle)
        left = panel(figure, 1.55, 0.78, 4.0, rows)
        right = panel(figure, 5.95, 0.78, 3.35, rows)
        _damages(left, comparison, postures)
        _savings(right, comparison, postures)
        for axes in (left, right):
            axes.set_ylim(len(postures) - 0.4, -0.6)
            axes.grid(visible=True, axis="x")
            axes.spines["left"].set_visible(False)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.xaxis.set_major_locator(MaxNLocator(5))
        _key(figure)
    return figure


def _damages(axes: Axes, comparison: Comparison, postures: list[str]) -> None:
    for row, posture in enumerate(postures):
        seeds = [value for value in comparison.damages(posture, HEADLINE) if value is not None]
        axes.plot(seeds, [row] * len(seeds), "o", color=NORMAL, markersize=4, alpha=0.45, markeredgewidth=0)
        estimate = comparison.damage(posture, HEADLINE)
        _whisker(axes, row, estimate, ATTACK, "^")
        axes.annotate(
            number(estimate.mean or 0.0),
            (estimate.mean or 0.0, row),
            xytext=(0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=INK,
        )
    axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.set_yticks(range(len(postures)), postures)
    axes.tick_params(axis="y", labelcolor=INK, labelsize=9.5)
    axes.set_xlabel("damage by the attack, EUR")


def _savings(axes: Axes, comparison: Comparison, postures: list[str]) -> None:
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks([])
    if not postures:
        return
    for row, posture in enumerate(postures[1:], start=1):
        saved = comparison.damage_difference(posture, postures[0], HEADLINE)
        _whisker(axes, row, saved, RESPONSE if saved.clear else NORMAL, "s" if saved.clear else "o")
        axes.annotate(
            number(saved.mean or 0.0), (saved.mean or 0.0, row), xytext=(0, 7), textcoords="offset points", ha="center",
            fontsize=8.5, color=INK,
        )  # fmt: skip
    axes.text(0, 0, f" {postures[0]} is the reference", va="center", ha="right", fontsize=8.5, color=MUTED)
    axes.set_xlabel(f"difference from {postures[0]}, EUR, paired by seed")


def _whisker(axes: Axes, row: int, estimate: Estimate, colour: str, marker: str) -> None:
    if estimate.mean is None:
        return
    if estimate.lo is not None and estimate.hi is not None:
        axes.plot([estimate.lo, estimate.hi], [row, row], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=3)
    axes.plot(
        estimate.mean, row, marker, color=colour, markersize=8, markeredgecolor=PAPER, markeredgewidth=0.8, zorder=4
    )


def _key(figure: Figure) -> None:
    key(
        figure,
        [
            (mark("^", ATTACK), "mean damage"),
            (mark("o", NORMAL, size=4), "one seed"),
            (mark("s", RESPONSE), "clearly different"),
            (mark("o", NORMAL), "could be chance"),
            (mark("|", GRID, size=11), "95 % interval as a bar"),
        ],
    )
