"""What a segmentation policy is: a pure function from an inventory to zones, conduits and rules.

A kind says how it segments (:meth:`Policy.segment`). The options below are the same for every kind, and change what the
kind made: what may leave, who resolves names, who is let in, whose key counts, how much is let through, and whether
anything is enforced yet.
With all options as they are by default, a kind is what its own file says.

Sources: IEC 62443-3-3 (SR 1.13, SR 5.2: access and boundaries are options of any zone model); NIST SP 800-41 r1 (egress
filtering, trial of a rule set before it is enforced).
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from pydantic import BaseModel, ConfigDict, Field

from twin.net.inventory import Inventory
from twin.net.sanity import check_segmentation
from twin.net.segmentation import Segmentation
from twin.policies.parts.admission import Admission, admitted
from twin.policies.parts.egress import Egress, filtered
from twin.policies.parts.exceptions import VendorExceptions
from twin.policies.parts.keys import KeyScope, keyed
from twin.policies.parts.limits import Limits, limited
from twin.policies.parts.monitor import watched
from twin.policies.parts.refusals import recount
from twin.policies.parts.resolvers import own_names


class Policy(BaseModel, ABC):
    """A kind on the policies shelf; its fields are its parameters.

    ``segment`` must be pure and must not depend on the order of assets or demands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    vendor_exceptions: VendorExceptions = ()
    egress: Egress = "own"
    internal_dns: bool = Field(False, description="names are resolved by the hub's own resolvers only")
    admission: Admission = Admission()
    key_scope: KeyScope = "own"
    limits: Limits = ()
    monitor: bool = Field(False, description="count and log what would be denied, and let it pass")

    @abstractmethod
    def segment(self, inventory: Inventory) -> Segmentation:
        """Zones, conduits and rules of this kind for *inventory*, whatever the options are."""

    def compile(self, inventory: Inventory) -> Segmentation:
        """Zones, conduits and rules for *inventory*, options included.

        Raises :class:`~twin.core.errors.BadInput` where they name a zone, an asset or a protocol that does not exist.
        """
        plain = self.segment(inventory)
        check_segmentation(inventory, plain)
        made = filtered(plain, inventory, self.egress, self.vendor_exceptions)
        made = own_names(made, inventory) if self.internal_dns else made
        made = admitted(made, inventory, self.admission)
        made = keyed(made, self.key_scope)
        made = limited(made, inventory, self.limits) if self.limits else made
        made = watched(made) if self.monitor else made
        return made if made == plain else recount(made, inventory)
