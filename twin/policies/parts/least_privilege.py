"""Least privilege: one rule for each declared need, asset to asset, and nothing else.

Zones stay for grouping, but membership grants nothing. A kind on top of this says whether the device's own identity and
the verbs of the need count too.

Sources: RFC 8520 (manufacturer usage description); NIST SP 800-207, section 3.1.2 (micro-segmentation).
"""

from __future__ import annotations

from typing import ClassVar

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies.base import Policy


class LeastPrivilege(Policy):
    """A rule a granted demand; ``per_session`` adds the need's verbs, inspection, and the device's own identity."""

    policy: ClassVar[str]
    per_session: ClassVar[bool]

    def segment(self, inventory: Inventory) -> Segmentation:
        """Zones by function that grant nothing, and a rule for each granted demand."""
        demands = zoning.accepted(inventory, self.vendor_exceptions)
        return Segmentation(
            policy=self.policy,
            zones=zoning.function_zones(inventory),
            conduits=(),
            rules=zoning.demand_rules(demands, with_verbs=self.per_session),
            inside="deny",
            inspected=self.per_session,
            identity=self.per_session,
            denied_demands=zoning.refused(inventory, map(zoning.triple, demands)),
        )
