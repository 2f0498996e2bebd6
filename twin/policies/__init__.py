"""The policies shelf: five ways to segment one network, from none to least privilege per session."""

from twin.core.shelf import Shelf
from twin.policies.base import Policy

POLICIES: Shelf[Policy] = Shelf(
    "policies",
    {
        "flat": "twin.policies.flat:Flat",
        "vlan": "twin.policies.vlan:Vlan",
        "zones": "twin.policies.zones:Zones",
        "microsegmentation": "twin.policies.microsegmentation:Microsegmentation",
        "zero_trust": "twin.policies.zero_trust:ZeroTrust",
    },
)
