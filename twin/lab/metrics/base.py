"""What a metric is: a function of a finished run's two books, with a unit, and *undefined* is not zero."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from twin.core.log import Log
from twin.core.units import Us
from twin.lab.scenario import Posture, Site, Story
from twin.net.inventory import Inventory
from twin.policies import POLICIES

Scale = Literal["mean", "ratio", "share", "count"]


@dataclass(frozen=True)
class Evidence:
    """Everything a metric may read: the log and the inputs of the run. ``span_us`` is the simulated time."""

    log: Log
    site: Site
    story: Story
    posture: Posture
    inventory: Inventory
    span_us: Us

    @cached_property
    def zone_of(self) -> Mapping[str, str]:
        """The zone of each asset under the posture's policy."""
        policy = self.posture.policy
        return POLICIES[policy.kind](**policy.parameters).compile(self.inventory).zone_of


class Metric(ABC):
    """A kind on the metrics shelf. ``better`` says which direction is good: ``low``, ``high`` or ``neither``.

    ``scale`` says which interval the values of several runs deserve: ``mean``, ``ratio`` (a part of a whole, 0 to 1 in
    each run), ``share`` (yes or no in each run, as 1 or 0) or ``count`` (of rare events). See
    :mod:`twin.lab.statistics`.
    """

    unit: ClassVar[str]
    better: ClassVar[str] = "low"
    scale: ClassVar[Scale] = "mean"
    title: ClassVar[str]
    """Two or three words for a table's head."""

    @abstractmethod
    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined (a time to detect when nothing was detected)."""
