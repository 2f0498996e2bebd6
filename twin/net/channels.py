"""Channels: a cohort of flows that repeat, such as the readings of all sensors or the name look-ups of a hub.

A member is one (source, destination, service) with a period of its own. Who owns the cohort says what its messages
carry, and is told which of them arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.core.chance import Ints
from twin.core.cohort import Beat, Due
from twin.core.elementary import Floats
from twin.core.units import Us

Mask = npt.NDArray[np.bool_]


@dataclass
class Channels:
    """A cohort of flows that repeat.

    All arrays have shape (members,). ``count_as`` numbers the demand that each member serves (-1: none). ``values``
    gives the number each message carries (NaN: not sent), ``silent`` which are not sent where they carry none;
    ``arrived`` is told what reached its destination.
    ``relay`` is who receives it in the end, where a broker hands it on: its link can lose the message too.
    ``exogenous`` channels are part of the benign demand that no posture may change.
    """

    name: str
    src: Ints
    dst: Ints
    service: Ints
    beat: Beat
    bytes_out: Ints
    bytes_in: Ints
    verb: Ints
    object: Ints
    count_as: Ints
    values: Callable[[Due], Floats] | None = None
    silent: Callable[[Due], Mask] | None = None
    arrived: Callable[[Due, Floats, Mask], None] | None = None
    relay: Ints | None = None
    exogenous: bool = True

    def __post_init__(self) -> None:
        self.at_us: Us = 0
        """Everything before this time has been sent."""
        self.number = -1
        """Place among the cohorts of a run's traffic; -1 before it is added."""
