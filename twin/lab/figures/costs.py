"""What it cost: the loss of each posture, split into what attack and containment took directly, and all the rest.

The rest is what a quiet day of the same hub loses too, and orders that queue behind delayed ones. A stroke marks the
quiet day's loss; the damage by the attack is what the bar has beyond it.
"""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from twin.lab.comparison import Comparison
from twin.lab.figures.damage import by_damage
from twin.lab.figures.style import ATTACK, INK, MUTED, NORMAL, PAPER, RESPONSE, house_style, key, mark, panel, sheet
from twin.lab.wording import number

PARTS = ("loss_attack_eur", "loss_containment_eur")
_ROW_IN = 0.36


def shares(comparison: Comparison, posture: str) -> tuple[float, float, float]:
    """Mean loss of *posture* (EUR) by attack, by containment, and by neither of them directly."""
    whole = comparison.estimate(posture, "loss_eur").mean or 0.0
    attack, containment = (comparison.estimate(posture, part).mean or 0.0 for part in PARTS)
    return attack, containment, max(0.0, round(whole - attack - containment, 2))


def quiet_day(comparison: Comparison, posture: str) -> float:
    """Mean loss of *posture* (EUR) on the same days without the attack."""
    whole, added = comparison.estimate(posture, "loss_eur").mean, comparison.damage(posture, "loss_eur").mean
    return (whole or 0.0) - (added or 0.0)


def finding(comparison: Comparison) -> str:
    """Where containment costs most, and what that is beside the attack."""
    postures = by_damage(comparison)
    dearest = max(postures, key=lambda posture: shares(comparison, posture)[1], default="")
    if not dearest or shares(comparison, dearest)[1] == 0:
        return "Containment cost nothing under any posture: what was lost, the attack took"
    attack, containment, _ = shares(comparison, dearest)
    most = f"Containment costs most under {dearest}: {number(containment)} EUR"
    return f"{most}, beside {number(attack)} EUR by the attack itself"


def draw(comparison: Comparison) -> Figure:
    """One bar a posture, in three parts."""
    postures = by_damage(comparison)
    rows = _ROW_IN * max(len(postures), 1)
    with house_style():
        seeds = len(comparison.seeds)
        subtitle = f"Mean loss over {seeds} seeds, EUR, by the cause that the log keeps with every delay and incident."
        figure = sheet(rows + 0.8, finding(comparison), subtitle)
        axes = panel(figure, 1.55, 0.72, 7.3, rows)
        for row, posture in enumerate(postures):
            attack, containment, usual = shares(comparison, posture)
            axes.barh(row, attack, height=0.56, color=ATTACK)
            axes.barh(row, containment, left=attack, height=0.56, color=RESPONSE)
            axes.barh(
                row, usual, left=attack + containment, height=0.56, facecolor=PAPER, edgecolor=NORMAL, linewidth=0.8
            )
            quiet = quiet_day(comparison, posture)
            axes.plot([quiet, quiet], [row - 0.36, row + 0.36], color=INK, linewidth=1.2, zorder=4)
            total = attack + containment + usual
            axes.annotate(
                number(total),
                (total, row),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=INK,
            )
        axes.set_ylim(len(postures) - 0.5, -0.5)
        axes.set_yticks(range(len(postures)), postures)
        axes.tick_params(axis="y", labelcolor=INK, labelsize=9.5)
        axes.grid(visible=True, axis="x")
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.set_xlabel("EUR", color=MUTED)
        parts = (Patch(color=ATTACK), "by the attack"), (Patch(color=RESPONSE), "by containment")
        usual_part = (
            Patch(facecolor=PAPER, edgecolor=NORMAL),
            "by neither directly",
        )
        key(figure, [*parts, usual_part, (mark("|", INK, size=11), "quiet day of the same hub")])
    return figure
