"""What a detector is: rows of the observed book in, alerts out, in small batches, live and offline alike.

A detector never sees the truth book, the story or the model: only the batch, and the :class:`Watch`, which is what a
defender knows beforehand (the register with its declared needs, the addresses, the rooms with their setpoints).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from twin.core.log import Columns
from twin.core.names import Names
from twin.core.units import Us
from twin.net.inventory import Inventory

Level = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True)
class Watch:
    """What defenders know before the run.

    ``rooms`` maps a room to its setpoint and band (degC, K), ``speed_limit_mps`` is the fleet's top speed.
    """

    inventory: Inventory
    names: Names
    rooms: Mapping[str, tuple[float, float]]
    speed_limit_mps: float


@dataclass(frozen=True)
class Batch:
    """Observed rows with ``from_us <= time < to_us``, table by table, in canonical order; names are codes."""

    from_us: Us
    to_us: Us
    tables: Mapping[str, Columns]
    names: Names


@dataclass(frozen=True)
class Alert:
    """A suspicion about one entity."""

    time_us: Us
    entity: str
    technique: str
    level: Level
    title: str
    evidence: int = 0
    evidence_rows: int = 1


class Detector(BaseModel, ABC):
    """A kind on the detectors shelf; public fields are its parameters, private attributes its memory (bounded)."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    cadence_s: float = Field(10.0, ge=1, le=3600, description="how often it reads what its tap collected")

    _watch: Watch = PrivateAttr()

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Private attributes at once: pydantic asks four questions first, hundreds of times a batch."""
            try:
                return object.__getattribute__(self, "__pydantic_private__")[name]
            except (AttributeError, KeyError, TypeError):
                return super().__getattr__(name)

    def start(self, watch: Watch) -> None:
        """Forget everything and learn what defenders know beforehand."""
        self._watch = watch

    @abstractmethod
    def observe(self, batch: Batch) -> list[Alert]:
        """Alerts that *batch* gives rise to, in order of time."""
