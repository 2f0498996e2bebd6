"""What all pictures over time share: the attack's band, and stretches of time that a picture can show.

The true attack interval is a solid strip along the top of the axes and a pale tint below it, the same in each picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from twin.core.log import Array
from twin.core.units import HOUR_US, MINUTE_US, Us
from twin.lab.figures.events import attack_interval, step_spans
from twin.lab.figures.style import ATTACK

if TYPE_CHECKING:
    from twin.lab.run import Run

_MOST_BINS = 144
_LENGTHS = (MINUTE_US, 2 * MINUTE_US, 5 * MINUTE_US, 10 * MINUTE_US, 15 * MINUTE_US, 30 * MINUTE_US, HOUR_US)


def attack_band(axes: Axes, run: Run) -> None:
    """Mark the attack, from its first step to its last; nothing on a quiet day."""
    whole = attack_interval(step_spans(run.log, run.span_us))
    if whole:
        start, end = whole[0], max(whole[1], whole[0] + run.span_us // 300)
        axes.axvspan(start, end, color=ATTACK, alpha=0.07, linewidth=0, zorder=0)
        axes.axvspan(start, end, ymin=0.965, color=ATTACK, linewidth=0, zorder=5)


def about_band(run: Run) -> str:
    """The words that explain the band, or say that there is none."""
    return "The band is the attack" if run.log.rows("attack") else "Nothing attacked"


def bins(span_us: Us, most: int = _MOST_BINS) -> Array:
    """Edges (us) of equal stretches of a round length that cover *span_us*, at most *most* of them up to a week."""
    length = next((size for size in _LENGTHS if span_us <= size * most), _LENGTHS[-1])
    return np.arange(0, span_us + length, length)


def bin_words(edges: Array) -> str:
    """``1 min``, ``10 min`` or ``1 h``: how long each stretch is."""
    minutes = int(edges[1] - edges[0]) // MINUTE_US
    return "1 h" if minutes == 60 else f"{minutes} min"


def bin_means(times: Array, values: Array, edges: Array) -> Array:
    """Mean of *values* (n,) at *times* (n,) in each stretch between *edges*; NaN where there is none."""
    which = np.clip(np.searchsorted(edges, times, side="right") - 1, 0, len(edges) - 2)
    counts = np.bincount(which, minlength=len(edges) - 1)
    sums = np.bincount(which, values, minlength=len(edges) - 1)
    means: Array = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return means
