"""Zero trust: one rule for each declared need, with the device's own identity and the verbs of the need.

As microsegmentation, and two things more. A session needs the device's own key, so that a default or borrowed
credential opens nothing. And every flow crosses an inspection point which sees inside it and lets only the verbs pass
that the need declares: a sensor that publishes cannot start to command.

Sources: NIST SP 800-207 (tenets 2 to 6: every session secured, granted singly, by identity and state); NIST SP
800-213A (device identity); RFC 8520 (declared needs).
"""

from __future__ import annotations

from pydantic import Field

from twin.net import zoning
from twin.net.inventory import Inventory
from twin.net.segmentation import Segmentation
from twin.policies.base import Policy


class ZeroTrust(Policy):
    """One allow rule for each declared need and its verbs, per session, by the device's own identity, inspected."""

    vendor_exceptions: tuple[str, ...] = Field(
        (), description="device kinds or asset names whose excessive demands are granted all the same"
    )

    def compile(self, inventory: Inventory) -> Segmentation:
        """Zones by function that grant nothing, a rule with verbs for each granted demand, identity and inspection."""
        demands = zoning.accepted(inventory, self.vendor_exceptions)
        return Segmentation(
            policy="zero_trust",
            zones=zoning.function_zones(inventory),
            conduits=(),
            rules=zoning.demand_rules(demands, with_verbs=True),
            inside="deny",
            inspected=True,
            identity=True,
            denied_demands=zoning.refused(inventory, map(zoning.triple, demands)),
        )
