"""What a segmentation policy is: a pure function from an inventory to zones, conduits and rules."""

from __future__ import annotations

from abc import ABC, abstractmethod

from pydantic import BaseModel, ConfigDict

from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation


class Policy(BaseModel, ABC):
    """A kind on the policies shelf; its fields are its parameters.

    ``compile`` must be pure and must not depend on the order of assets or demands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @abstractmethod
    def compile(self, inventory: Inventory) -> Segmentation:
        """Zones, conduits and rules for *inventory*."""
