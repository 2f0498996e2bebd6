"""What a detector is: rows of the observed book in, alerts out, in small batches, live and offline alike.

A detector never sees the truth book, the story or the model: only the batch, and the :class:`Watch`, which is what a
defender knows beforehand (the register with its declared needs, the addresses, the rooms with their setpoints).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from twin.core.log import Array, Columns
from twin.core.names import Names
from twin.core.units import Us
from twin.net.inventory import Inventory
from twin.net.segmentation import Conduit

Level = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True)
class Watch:
    """What defenders know before the run.

    ``rooms`` maps a room to its setpoint and band (degC, K), ``speed_limit_mps`` is the fleet's top speed. ``zones``
    maps a registered asset to its zone, and ``conduits`` are the permitted paths between zones (or single assets), as
    the architect's drawing has them; both are empty where there is no drawing. ``starts_us`` is what time 0 is, in
    microseconds since 1970-01-01T00:00Z.
    """

    inventory: Inventory
    names: Names
    rooms: Mapping[str, tuple[float, float]]
    speed_limit_mps: float
    zones: Mapping[str, str] = field(default_factory=dict)
    conduits: tuple[Conduit, ...] = ()
    starts_us: Us = 0


@dataclass(frozen=True)
class Batch:
    """Observed rows with ``from_us <= time < to_us``, table by table, in canonical order; names are codes."""

    from_us: Us
    to_us: Us
    tables: Mapping[str, Columns]
    names: Names


@dataclass(frozen=True)
class Alert:
    """A suspicion about one entity.

    ``rule`` is the id of the written rule that raised it, with the rule's ``author`` and ``tags``; empty for a detector
    that has no rules.
    """

    time_us: Us
    entity: str
    technique: str
    level: Level
    title: str
    evidence: int = 0
    evidence_rows: int = 1
    rule: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()


class Reached(NamedTuple):
    """How far a detector's statistic came on one entity: what it is, the farthest so far, and where it accuses."""

    entity: str
    what: str
    value: float
    threshold: float


class Detector(BaseModel, ABC):
    """A kind on the detectors shelf; public fields are its parameters, private attributes its memory (bounded)."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    cadence_s: float = Field(10.0, ge=1, le=3600, description="how often it reads what its tap collected")

    _watch: Watch = PrivateAttr()
    _accused: list[Array] | None = PrivateAttr(None)

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
        self._accused = None if self._accused is None else []

    def why(self) -> list[Reached]:
        """How near it came to accusing whom, nearest first; nothing from a detector that does not say."""
        return []

    def name_flows(self) -> None:
        """From now on keep which flows it accuses, for :meth:`accused`; nothing is kept before."""
        self._accused = []

    def accused(self) -> Array:
        """Ids of the flows that it has accused since it was asked last, ascending, shape (n,) uint64.

        An alert is said once an hour, and names one flow; this is every flow that it was said about, those that came
        while it kept quiet included, so that a detector can be scored flow by flow.
        """
        found, self._accused = self._accused, None if self._accused is None else []
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)

    @property
    def _names_flows(self) -> bool:
        """Whether somebody wants to know which flows it accuses."""
        return self._accused is not None

    def _accuse_flows(self, flows: Array) -> None:
        """Keep the ids *flows*, shape (n,), if somebody wants to know; costs nothing otherwise."""
        if self._accused is not None and len(flows):
            self._accused.append(flows)

    @abstractmethod
    def observe(self, batch: Batch) -> list[Alert]:
        """Alerts that *batch* gives rise to, in order of time."""

    def observe_all(self, batches: Sequence[Batch]) -> list[list[Alert]]:
        """What :meth:`observe` says to each of *batches*, one after the other; some kinds are quicker at once."""
        return [self.observe(batch) for batch in batches]
