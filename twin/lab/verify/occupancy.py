"""How many are inside, over time, from when each came and went; and the controls that an unlimited queue gives.

With the same draws and nobody ever waiting, the number inside is easy to have and its law is known: Poisson for
Poisson arrivals, binomial for members who come and go on their own. What the real queue does is much alike, so how far
that number strays from its law explains most of the noise of the rare events in the real one.

Sources: M/G/infinity: L. Kleinrock, Queueing Systems I (1975), 3.4; alternating renewal processes: S. M. Ross,
Stochastic Processes, 2nd ed., 3.4; as external controls: S. S. Lavenberg, P. D. Welch, Management Science 27 (1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, exp
from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.units import Us


class Occupancy(NamedTuple):
    """The number inside (``inside``) and the share of the window for which it was so (``share``), piece by piece."""

    inside: Ints
    share: Floats

    def beyond(self, level: int) -> float:
        """Mean number above *level*."""
        return float((self.share * np.maximum(self.inside - level, 0)).sum())

    def reached(self, level: int) -> float:
        """Share of time with *level* or more inside."""
        return float(self.share[self.inside >= level].sum())


def occupancy(came_us: Ints, left_us: Ints, first_us: Us, last_us: Us) -> Occupancy:
    """The number inside between *first_us* and *last_us*, which somebody is inside at."""
    there = (left_us > first_us) & (came_us < last_us)
    times = np.concatenate([np.maximum(came_us[there], first_us), np.minimum(left_us[there], last_us)])
    moves = np.ones(len(times), dtype=np.int64)
    moves[len(times) // 2 :] = -1
    order = np.argsort(times, kind="stable")
    at = np.concatenate([[first_us], times[order], [last_us]])
    inside = np.concatenate([[0], np.cumsum(moves[order])])
    return Occupancy(inside, np.diff(at) / float(last_us - first_us))


def poisson(load: float, most: int) -> list[float]:
    """Chances of 0 to *most* inside at *load* erlang and without limit."""
    chances = [exp(-load)]
    for count in range(1, most + 1):
        chances.append(chances[-1] * load / count)
    return chances


def binomial(members: int, share: float) -> list[float]:
    """Chances of 0 to *members* inside, each for *share* of its time."""
    return [
        comb(members, inside) * share**inside * (1.0 - share) ** (members - inside) for inside in range(members + 1)
    ]


def strayed(free: Occupancy, chances: Sequence[float], levels: Sequence[int]) -> list[float]:
    """For each of *levels*, the mean number above it less what it is by *chances*: controls, known mean 0."""
    law = np.array(chances)
    inside = np.arange(len(chances))
    return [free.beyond(level) - float((law * np.maximum(inside - level, 0)).sum()) for level in levels]
