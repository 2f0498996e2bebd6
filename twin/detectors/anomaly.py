"""Anomaly: an asset does what neither it nor its peers did on any benign day that was learned.

It needs no rule and no declared need, only benign days. Each minute each active asset is a row: flows, peers, ports,
bytes, failures, services by class, patterns of who asks whom, a robot's leaps and orders, a thermometer's distance from
its setpoint. It is accused when one column sticks out of what its group does, or when a forest of half-spaces has
hardly ever seen the combination; both thresholds are what benign rows pass at a stated rate.

It finds what is loud or new. It cannot find an attack that does what is usual, as often as is usual, with whom is
usual; and what it learned from may have held an attack already.

Sources: the modules under ``twin.detectors.learning``, each with its own: robust scores (Iglewicz and Hoaglin 1993),
half-space trees (Tan, Ting and Liu, IJCAI 2011), peaks over threshold (Siffert et al., KDD 2017), features by host and
slice (Kitsune, NDSS 2018).
"""

from __future__ import annotations

from twin.detectors.learning.fitting import fit
from twin.detectors.learning.learner import Learner
from twin.detectors.learning.lessons import Lessons
from twin.detectors.learning.model import Model, Origin


class Anomaly(Learner):
    """Assets whose minute is unlike all that was learned of their group on benign days."""

    def _fit(self, lessons: Lessons, origin: Origin, days: float) -> Model:
        return fit(lessons, self._features, origin, days)
