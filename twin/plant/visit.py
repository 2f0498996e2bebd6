"""A visit: one trip of one pod to a station and back, as the order book asks for it.

Source: the pod visit of a robotic mobile fulfilment system as in RAWSim-O (M. Merschformann et al., 2018).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from twin.core.units import Us
from twin.plant.delays import Delays
from twin.plant.robots import Cause

NO_ORDER = -1
"""The order of a visit that serves no order."""


@dataclass(eq=False)
class Visit:
    """A pod visit: ``bays`` are the places of pods that will do, best first.

    ``order`` is the order that it serves, or :data:`NO_ORDER` where it restocks the pod. ``asked_us`` is when a robot
    was asked for (again, after a robot was taken off it); ``delays`` says what its time goes into.
    """

    number: int
    order: int
    lines: int
    service_us: Us
    bays: tuple[int, ...]
    asked_us: Us
    due_us: Us
    bay: int = -1
    station: int = -1
    robot: int = -1
    served: bool = False
    delays: Delays = field(init=False)

    def __post_init__(self) -> None:
        self.delays = Delays(self.asked_us)

    @property
    def restocks(self) -> bool:
        """Whether the pod is filled up rather than picked from."""
        return self.order == NO_ORDER

    def blame(self, cause: Cause, time_us: Us) -> None:
        """Charge *time_us* to *cause*."""
        if cause == Cause.ATTACK:
            self.delays.blame_attack(time_us)
        elif cause == Cause.CONTAINMENT:
            self.delays.blame_containment(time_us)
