"""Microsegmentation: one rule for each declared need, asset to asset, and nothing else.

Zones stay for grouping, but membership grants nothing: one camera does not reach the next. What a device may do is what
its maker declared, as in a manufacturer usage description.

Sources: RFC 8520 (manufacturer usage description); NIST SP 800-207, section 3.1.2 (micro-segmentation).
"""

from __future__ import annotations

from pydantic import Field

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies.base import Policy


class Microsegmentation(Policy):
    """One allow rule for each declared need; everything else is denied, inside a zone too."""

    vendor_exceptions: tuple[str, ...] = Field(
        (), description="device kinds or asset names whose excessive demands are granted all the same"
    )

    def compile(self, inventory: Inventory) -> Segmentation:
        """Zones by function that grant nothing, and a rule for each granted demand."""
        demands = zoning.accepted(inventory, self.vendor_exceptions)
        return Segmentation(
            policy="microsegmentation",
            zones=zoning.function_zones(inventory),
            conduits=(),
            rules=zoning.demand_rules(demands, with_verbs=False),
            inside="deny",
            denied_demands=zoning.refused(inventory, map(zoning.triple, demands)),
        )
