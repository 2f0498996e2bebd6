"""What a response is: something done to the hub because of an alert, with a delay, a price and an undo.

Sources: NIST SP 800-61 (containment, eradication, recovery); OASIS CACAO (action, target); MITRE D3FEND for the ids of
countermeasures.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from twin.devices.world import World
from twin.net.inventory import Inventory

Undo = Callable[[], None]


class Response(BaseModel, ABC):
    """A kind on the responses shelf; its fields are its parameters.

    ``apply`` acts at once (the delay is the session's business) and returns what takes it back exactly. Whoever calls
    either wraps it in :meth:`~twin.devices.world.World.change`, as the session does: the world is settled before, and
    told after. ``target_is`` says what the target names, and what a playbook makes of the asset that an alert accuses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    target_is: ClassVar[str] = "asset"
    """``asset``, ``zone``, ``tap``, ``flow``, ``room``, ``account``, ``key`` or ``fleet``."""
    cleans: ClassVar[bool] = False
    """The target is re-imaged afterwards, and the measure taken back when that is done."""
    countermeasure: ClassVar[str] = ""
    """MITRE D3FEND id."""

    delay_s: float = Field(30, ge=0, le=86_400, description="from the decision to its effect [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time it takes, minutes [judgement]")

    @abstractmethod
    def refusal(self, world: World, target: str) -> str | None:
        """Why it cannot be applied to *target* (in words), or None."""

    def never(self, world: World, target: str) -> str | None:
        """Why it can be applied to *target* at no time of the run, or None; what passes by itself does not count."""
        return self.refusal(world, target)

    @abstractmethod
    def apply(self, world: World, target: str) -> Undo:
        """Do it; the result takes it back."""

    def takes_s(self, world: World, target: str) -> float:
        """Seconds from the decision to the effect; more than the delay where somebody has to walk there."""
        del world, target
        return self.delay_s

    def people(self, inventory: Inventory, target: str) -> float:
        """How many people are busy with it as long as it is in force."""
        del inventory, target
        return 0.0

    def cleaning_min(self) -> float | None:
        """Mean minutes until the target is clean again; None for what the response plan says."""
        return None

    def aims_at(self, target: str, asset: str) -> bool:
        """Whether it was done to *target* because of *asset* alone: then it ends when *asset* is clean."""
        return target == asset
