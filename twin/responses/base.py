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

Undo = Callable[[], None]


class Response(BaseModel, ABC):
    """A kind on the responses shelf; its fields are its parameters.

    ``apply`` acts at once (the delay is the session's business) and returns what takes it back exactly. Whoever calls
    either wraps it in :meth:`~twin.devices.world.World.change`, as the session does: the world is settled before, and
    told after. ``target_is`` says what the target names: an asset, a zone, a tap or a ``src>dst`` pair.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    target_is: ClassVar[str] = "asset"
    cleans: ClassVar[bool] = False
    """The target is re-imaged afterwards, and the measure taken back when that is done."""
    countermeasure: ClassVar[str] = ""
    """MITRE D3FEND id."""

    delay_s: float = Field(30, ge=0, le=86_400, description="from the decision to its effect [judgement]")
    staff_min: float = Field(5, ge=0, le=1440, description="staff time it takes, minutes [judgement]")

    @abstractmethod
    def refusal(self, world: World, target: str) -> str | None:
        """Why it cannot be applied to *target* (in words), or None."""

    @abstractmethod
    def apply(self, world: World, target: str) -> Undo:
        """Do it; the result takes it back."""

    def aims_at(self, target: str, asset: str) -> bool:
        """Whether it was done to *target* because of *asset* alone: then it ends when *asset* is clean."""
        return target == asset
