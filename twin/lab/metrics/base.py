"""What a metric is: a function of a finished run's two books, with a unit, and *undefined* is not zero."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from twin.core.log import Log
from twin.core.units import Us
from twin.lab.scenario import Posture, Site, Story
from twin.net.inventory import Inventory


@dataclass(frozen=True)
class Evidence:
    """Everything a metric may read: the log and the inputs of the run. ``span_us`` is the simulated time."""

    log: Log
    site: Site
    story: Story
    posture: Posture
    inventory: Inventory
    span_us: Us


class Metric(ABC):
    """A kind on the metrics shelf. ``better`` says which direction is good: ``low``, ``high`` or ``neither``."""

    unit: ClassVar[str]
    better: ClassVar[str] = "low"
    title: ClassVar[str]
    """Two or three words for a table's head."""

    @abstractmethod
    def measure(self, evidence: Evidence) -> float | None:
        """The value, or None where it is undefined (a time to detect when nothing was detected)."""
