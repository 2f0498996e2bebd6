"""Federated: what gateways learn together, without any of their rows leaving them.

It judges as ``anomaly`` does, but what is usual was agreed on by members who keep their rows: with a model from a file
(``twin detect train --members``) those are whole hubs, without one they are the parts of this hub, a gateway with the
sensors on its buses, or a switch with what is plugged in. The rule by which they agree decides what a poisoned member
can do and what agreeing costs: the mean follows the member, the median does not and finds less than one learner would,
and the trimmed mean loses nothing as long as fewer lie than it trims. That is a quarter at either end, so that with
fewer than four members nobody is left out.

Sources: the modules under ``twin.detectors.learning``, above all ``federation`` (McMahan et al., AISTATS 2017; Yin et
al., ICML 2018).
"""

from __future__ import annotations

from pydantic import Field

from twin.detectors.learning.federation import Member, Rule, federate
from twin.detectors.learning.learner import Learner
from twin.detectors.learning.lessons import Lessons
from twin.detectors.learning.model import Model, Origin
from twin.net.inventory import Asset


class Federated(Learner):
    """Assets whose minute is unlike what the members of a federation agreed on."""

    rule: Rule = Field("trimmed_mean", description="how members agree: mean, median or trimmed_mean [Yin et al. 2018]")

    def _fit(self, lessons: Lessons, origin: Origin, days: float) -> Model:
        return federate(self.members(lessons), origin, days, self.rule)

    def members(self, lessons: Lessons) -> list[Member]:
        """*lessons* as the members have them, in order of the members' names; members without rows are none."""
        places, names = self._features.register.ids(_member(asset) for asset in self._features.register.assets)
        parts = (lessons.of_members(places == number) for number in range(len(names) + 1))
        return [Member(part, self._features) for part in parts if part.rows]


def _member(asset: Asset) -> str:
    """Where the rows of *asset* are: at its gateway, with itself if it is one, or at its switch."""
    if asset.kind == "gateway":
        return asset.name
    return str(asset.traits.get("gateway", "")) or asset.switch
